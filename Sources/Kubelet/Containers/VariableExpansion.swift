/// `$(NAME)` references in environment values, commands and arguments (Kubernetes, "Dependent Environment Variables").
package enum VariableExpansion {
  /// The text with each reference replaced.
  ///
  /// `$$` is a plain `$`, and a reference to an unknown name stays as it is.
  package static func expand(_ text: String, _ lookUp: (String) -> String?) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count else {
        result.append(bytes[index])
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case UInt8(ascii: "$"):
        result.append(UInt8(ascii: "$"))
        index += 2
      case UInt8(ascii: "("):
        guard let end = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: ")")) else {
          result.append(contentsOf: bytes[index...])
          return String(decoding: result, as: UTF8.self)
        }
        let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
        result.append(contentsOf: lookUp(name).map { Array($0.utf8) } ?? Array(bytes[index...end]))
        index = end + 1
      default:
        result.append(UInt8(ascii: "$"))
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
