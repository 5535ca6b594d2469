import KubeModel
import LinuxSystem

/// Times as kubectl shows them.
enum Age {
  /// The current moment.
  static var now: Timestamp { Timestamp(nanoseconds: Clocks.now) }

  /// How long ago a moment was, such as `5m12s`; `<unknown>` for nil.
  static func text(since moment: Timestamp?, now: Timestamp = Age.now) -> String {
    HumanDuration.text(since: moment, now: now)
  }

  /// A duration with at most two units, coarser as it gets longer.
  static func text(seconds: Int64) -> String { HumanDuration.text(seconds: seconds) }

  /// Reads a duration such as `90s`, `5m`, `1h30m` or `2d`; nil for anything else.
  static func duration(_ text: String) -> Duration? {
    if text == "0" { return .zero }
    var total = 0.0
    var number = ""
    var isEmpty = true
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if character.isASCII, character.isNumber || character == "." {
        number.append(character)
        continue
      }
      guard let value = Double(number) else { return nil }
      number = ""
      isEmpty = false
      switch character {
      case "d": total += value * 86_400
      case "h": total += value * 3_600
      case "m" where rest.first == "s":
        rest.removeFirst()
        total += value / 1_000
      case "m": total += value * 60
      case "s": total += value
      default: return nil
      }
    }
    return number.isEmpty && !isEmpty ? .seconds(total) : nil
  }
}
