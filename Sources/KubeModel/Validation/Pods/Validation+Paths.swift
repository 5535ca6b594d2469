/// Paths of files that a pod names; those that lead out of their place are refused.
extension Validation {
  /// A path below some directory: relative, and without `..` as a part.
  static func descendingPath(_ text: String, _ path: FieldPath, _ findings: inout Findings) {
    if text.hasPrefix("/") { findings.invalid(path, .string(text), "must be a relative path") }
    noBacksteps(text, path, &findings)
  }

  /// The path of a file in a volume that the kubelet writes, where names that begin with `..` are its own.
  static func filePath(_ text: String, _ path: FieldPath, _ findings: inout Findings) {
    descendingPath(text, path, &findings)
    if text.hasPrefix(".."), text != "..", !text.hasPrefix("../") {
      findings.invalid(path, .string(text), "must not start with '..'")
    }
  }

  static func noBacksteps(_ text: String, _ path: FieldPath, _ findings: inout Findings) {
    if hasBackstep(text) { findings.invalid(path, .string(text), "must not contain '..'") }
  }

  static func hasBackstep(_ text: String) -> Bool { text.split(separator: "/").contains("..") }

  /// The mode of a file.
  static func mode(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let mode = value?.integerValue, !(0...0o777).contains(mode) else { return }
    findings.invalid(path, .integer(mode), "must be a number between 0 and 0777 (octal), both inclusive")
  }

  /// Which entries of a ConfigMap or Secret become files, and where (`items`).
  static func items(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    for (index, item) in source.list("items").enumerated() {
      let path = path["items"][index]
      if item.text("key").isEmpty { findings.required(path["key"]) }
      if item.text("path").isEmpty { findings.required(path["path"]) }
      filePath(item.text("path"), path["path"], &findings)
      mode(item["mode"], path["mode"], &findings)
    }
  }
}
