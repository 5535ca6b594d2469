/// How Go writes values in messages, which are part of what the kubelet's events say.
package enum GoText {
  /// A duration of whole seconds: `1s`, `2m0s`, `1h0m5s`.
  package static func duration(seconds: Int) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
    if hours > 0 { return "\(hours)h\(minutes)m\(rest)s" }
    return minutes > 0 ? "\(minutes)m\(rest)s" : "\(rest)s"
  }

  /// Bytes as a quoted string: printable ASCII as it is, everything else escaped.
  package static func quoted(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    var text = "\""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): text += "\\\""
      case UInt8(ascii: "\\"): text += "\\\\"
      case UInt8(ascii: "\n"): text += "\\n"
      case UInt8(ascii: "\r"): text += "\\r"
      case UInt8(ascii: "\t"): text += "\\t"
      case 32...126: text.unicodeScalars.append(UnicodeScalar(byte))
      default: text += "\\x" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }
    return text + "\""
  }
}
