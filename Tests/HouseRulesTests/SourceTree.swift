import Foundation

/// The project's own Swift and C files, read once.
struct SourceTree {
  struct File {
    /// Relative to the project's root, as in `Sources/KubeModel/JSON/JSONValue.swift`.
    let path: String
    let lines: [String]

    /// The module, or test target, that the file belongs to.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The lines without comments and the text of string literals, each with its number.
    var code: [(number: Int, text: String)] {
      lines.enumerated().compactMap { index, line in
        let trimmed = line.trimmingCharacters(in: .whitespaces)
        guard !trimmed.hasPrefix("//") else { return nil }
        return (index + 1, trimmed.replacing(#/"(?:[^"\\]|\\.)*"/#, with: "\"\""))
      }
    }
  }

  let root: URL
  let files: [File]

  static let shared = SourceTree()

  private init() {
    root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    var files: [File] = []
    for folder in ["Sources", "Tests"] {
      let base = root.appending(path: folder)
      guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { continue }
      for case let url as URL in walk where ["swift", "c", "h"].contains(url.pathExtension) {
        guard !url.path.contains("/.build"), let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
        let path = folder + url.path.dropFirst(base.path.count)
        files.append(File(path: path, lines: text.components(separatedBy: "\n")))
      }
    }
    self.files = files.sorted { $0.path < $1.path }
  }

  /// The files of the product.
  var sources: [File] { files.filter { $0.path.hasPrefix("Sources/") } }
}
