import NIOCore
import NIOHTTP1

/// Makes the links of a proxied answer lead through the proxy: `Location`, and the links of HTML pages that begin at
/// the backend's root (Kubernetes: "Access Services Running on Clusters").
struct ProxiedPages: Sendable {
  let path: ProxiedPath
  /// The names, with ports, by which the backend may speak of itself.
  let hosts: Set<String>

  /// A page larger than this is passed on as it is.
  static let limit = 8 << 20

  /// The attributes of HTML elements that hold a URL.
  private static let attributes: Set<String> = [
    "action", "background", "cite", "classid", "codebase", "data", "formaction", "href", "icon", "longdesc", "manifest",
    "poster", "profile", "src", "usemap",
  ]

  /// Whether the client would take a page.
  func isWanted(by request: HTTPRequest) -> Bool {
    request.headers[canonicalForm: "accept"].contains { $0.lowercased().hasPrefix("text/html") }
  }

  /// The answer with its links mended.
  func rewritten(_ answer: HTTPAnswer) -> HTTPAnswer {
    var answer = answer
    if let location = answer.headers.first(name: "location") {
      answer.headers.replaceOrAdd(name: "location", value: path.location(location, hosts: hosts))
      return answer
    }
    let type = answer.headers.first(name: "content-type")?.split(separator: ";").first?.trimmingSpaces().lowercased()
    guard type == "text/html", !answer.headers.contains(name: "content-encoding"), case .stream(let write) = answer.body
    else { return answer }
    answer.headers.remove(name: "content-length")
    answer.body = .stream { writer in
      let page = CollectedPage()
      try await write(AnswerWriter { bytes in try await page.take(bytes, writer: writer) })
      guard let bytes = await page.whole else { return }
      let text = String(validating: bytes.readableBytesView, as: UTF8.self)
      try await writer.write(text.map { ByteBuffer(string: links(in: $0)) } ?? bytes)
    }
    return answer
  }

  /// The page with its links mended; everything else stays byte by byte.
  func links(in page: String) -> String {
    var result = ""
    var rest = page[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      rest = rest[open...]
      if rest.hasPrefix("<!--") {
        let end = rest.firstRange(of: "-->")?.upperBound ?? rest.endIndex
        result += rest[..<end]
        rest = rest[end...]
        continue
      }
      let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber }.lowercased()
      let tag = Self.tag(rest)
      result += name.isEmpty ? String(tag) : mended(tag)
      rest = rest[tag.endIndex...]
      if name == "script" || name == "style" {
        // What stands in these is no HTML.
        let end = rest.firstRange(of: "</\(name)")?.lowerBound ?? rest.endIndex
        result += rest[..<end]
        rest = rest[end...]
      }
    }
    return result + rest
  }

  /// The text up to the end of the tag that it begins with.
  private static func tag(_ text: Substring) -> Substring {
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ">" {
        return text[...index]
      }
    }
    return text
  }

  private func mended(_ tag: Substring) -> String {
    String(tag).replacing(#/(\s)([A-Za-z]+)(\s*=\s*)("[^"]*"|'[^']*')/#) { match in
      let (_, space, name, equals, quoted) = match.output
      guard Self.attributes.contains(name.lowercased()), let quote = quoted.first else { return String(match.0) }
      let link = path.location(String(quoted.dropFirst().dropLast()), hosts: hosts)
      return "\(space)\(name)\(equals)\(quote)\(link)\(quote)"
    }
  }
}

/// A page as it comes in; what is too large, or no text, goes on as it is.
private actor CollectedPage {
  private var buffer = ByteBuffer()
  private var isPassing = false

  func take(_ bytes: ByteBuffer, writer: AnswerWriter) async throws {
    if isPassing { return try await writer.write(bytes) }
    buffer.writeImmutableBuffer(bytes)
    guard buffer.readableBytes > ProxiedPages.limit else { return }
    isPassing = true
    let all = buffer
    buffer = ByteBuffer()
    try await writer.write(all)
  }

  /// The whole page; nil when it was passed on.
  var whole: ByteBuffer? { isPassing ? nil : buffer }
}
