import KubeModel
import LinuxSystem

/// Times as kubectl shows them.
enum Age {
  /// The current moment.
  static var now: Timestamp { Timestamp(nanoseconds: WallClock.nanoseconds()) }

  /// How long ago a moment was, such as `5m12s`; `<unknown>` for nil.
  static func text(since moment: Timestamp?, now: Timestamp = Age.now) -> String {
    guard let moment else { return "<unknown>" }
    return text(seconds: (now.nanoseconds - moment.nanoseconds) / 1_000_000_000)
  }

  /// A duration with at most two units, coarser as it gets longer.
  static func text(seconds: Int64) -> String {
    if seconds < -1 { return "<invalid>" }
    if seconds < 120 { return "\(max(0, seconds))s" }
    let minutes = seconds / 60
    if minutes < 10 { return pair(minutes, "m", seconds % 60, "s") }
    if minutes < 180 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 8 { return pair(hours, "h", minutes % 60, "m") }
    if hours < 48 { return "\(hours)h" }
    let days = hours / 24
    if days < 8 { return pair(days, "d", hours % 24, "h") }
    if days < 730 { return "\(days)d" }
    let years = days / 365
    return years < 8 ? pair(years, "y", days % 365, "d") : "\(years)y"
  }

  private static func pair(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
    small == 0 ? "\(large)\(largeUnit)" : "\(large)\(largeUnit)\(small)\(smallUnit)"
  }

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
