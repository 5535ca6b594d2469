/// Paths as text, without looking at the file system.
package enum Path {
  /// `name` below `directory`; an absolute `name` is taken as if it were relative.
  package static func join(_ directory: String, _ name: String) -> String {
    let rest = name.drop { $0 == "/" }
    guard !rest.isEmpty else { return directory }
    return directory.isEmpty ? String(rest) : directory.hasSuffix("/") ? directory + rest : directory + "/" + rest
  }

  /// The directory that `path` is in: `/` for `/` and for what is right below it, `.` for a bare name.
  package static func parent(_ path: String) -> String {
    var end = path.utf8.endIndex
    let bytes = path.utf8
    while end > bytes.startIndex, bytes[bytes.index(before: end)] == UInt8(ascii: "/") {
      end = bytes.index(before: end)
    }
    guard let slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/")) else { return path.hasPrefix("/") ? "/" : "." }
    var head = slash
    while head > bytes.startIndex, bytes[bytes.index(before: head)] == UInt8(ascii: "/") {
      head = bytes.index(before: head)
    }
    return head == bytes.startIndex ? "/" : String(path[..<head])
  }

  /// The last part of `path`; empty for `/`.
  package static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? ""
  }

  /// An absolute path without `.`, `..` and doubled slashes; `..` above the root stays at the root, as in the kernel.
  ///
  /// Symbolic links are not looked at. nil when `path` is not absolute.
  package static func normalized(_ path: String) -> String? {
    guard path.hasPrefix("/") else { return nil }
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      switch part {
      case ".": break
      case "..": _ = parts.popLast()
      default: parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }
}
