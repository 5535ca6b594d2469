import KubeModel
import LinuxSystem
import NIOCore
import NIOHTTP1

/// The log files of a node, as a kubelet shows them below `/logs/`: directories as lists of links, files as they are.
struct NodeLogFiles: Sendable {
  /// The directory that is shown; no pod can write to it.
  let directory: String

  private static let pieceBytes = 65_536

  /// The answer to a path below `/logs`, with its slashes.
  ///
  /// Links are not followed, so that nothing outside the directory is shown.
  func answer(to path: String) throws -> HTTPAnswer {
    let parts = path.split(separator: "/").map(String.init)
    let missing = HTTPAnswer.text("404 page not found\n", status: .notFound)
    guard !parts.contains("."), !parts.contains("..") else { return missing }
    var place = directory
    var kind = FileStatus.Kind.directory
    for part in parts {
      place = Path.join(place, part)
      // What cannot be looked at is not there for the one who asks.
      guard kind == .directory, let status = try? FileSystem.status(place, followsLinks: false) else { return missing }
      kind = status.kind
    }
    switch kind {
    case .directory where !path.hasSuffix("/"):
      return HTTPAnswer(
        status: .movedPermanently, headers: ["location": (parts.last ?? "logs") + "/"], body: .bytes(ByteBuffer()))
    case .directory: return try listing(of: place)
    case .file: return try file(place)
    default: return missing
    }
  }

  private func listing(of place: String) throws -> HTTPAnswer {
    let lines = try FileSystem.list(place).map { name in
      let isDirectory = (try? FileSystem.status(Path.join(place, name), followsLinks: false))?.kind == .directory
      let shown = isDirectory ? name + "/" : name
      return "<a href=\"\(PercentEncoding.encode(shown))\">\(Self.escaped(shown))</a>\n"
    }
    return HTTPAnswer(
      contentType: "text/html; charset=utf-8",
      ByteBuffer(string: "<!doctype html>\n<pre>\n\(lines.joined())</pre>\n"))
  }

  private func file(_ place: String) throws -> HTTPAnswer {
    let file = SharedDescriptor(try FileSystem.open(place, .reading))
    return HTTPAnswer(
      headers: ["content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff"],
      body: .stream { writer in
        var buffer = [UInt8](repeating: 0, count: Self.pieceBytes)
        while case .bytes(let count) = try file.read(into: &buffer) {
          try await writer.write(ByteBuffer(bytes: buffer[..<count]))
        }
      })
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&#34;")
  }
}
