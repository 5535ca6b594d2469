import NIOCore

extension RawClient {
  /// A WebSocket message as it came (RFC 6455, section 5.2).
  struct Message: Hashable, CustomStringConvertible {
    static let text: UInt8 = 1
    static let binary: UInt8 = 2
    static let close: UInt8 = 8
    static let ping: UInt8 = 9

    let kind: UInt8
    let payload: [UInt8]

    var string: String { String(decoding: payload, as: UTF8.self) }
    var description: String { "\(kind): \(payload.prefix(200)) \(string.prefix(200))" }
  }

  /// Asks for an upgrade, says `words`, and hands over all that has come since until `isOver` says that it is enough;
  /// returns the head of the answer.
  @discardableResult
  func talk(
    _ method: String, _ path: String, _ headers: [String], saying words: [ByteBuffer] = [],
    until isOver: (inout ByteBuffer) throws -> Bool
  ) async throws -> String {
    let lines = ["\(method) \(path) HTTP/1.1", "Host: test", "Connection: Upgrade"] + headers
    try await outbound.write(ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n"))
    var head = ""
    var rest = ByteBuffer()
    for try await bytes in inbound {
      rest.writeImmutableBuffer(bytes)
      if head.isEmpty {
        let text = String(buffer: rest)
        guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
        head = String(text[..<end.lowerBound])
        guard head.hasPrefix("HTTP/1.1 101") else { throw Refused(answer: text) }
        rest.moveReaderIndex(forwardBy: head.utf8.count + 4)
        for word in words { try await outbound.write(word) }
      }
      if try isOver(&rest) { break }
    }
    return head
  }

  /// Asks for a WebSocket, says `words`, and returns all messages up to the server's goodbye, or until they are enough.
  func messages(
    _ path: String, protocol name: String? = nil, method: String = "GET", headers: [String] = [],
    saying words: [ByteBuffer] = [], until isEnough: ([Message]) -> Bool = { _ in false }
  ) async throws -> (head: String, messages: [Message]) {
    var asked = ["Upgrade: websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"]
    if let name { asked.append("Sec-WebSocket-Protocol: \(name)") }
    var messages: [Message] = []
    let head = try await talk(method, path, asked + headers, saying: words.map(Self.masked)) { rest in
      while let message = Self.message(&rest) {
        if message.kind == Message.close { return true }
        if message.kind != Message.ping { messages.append(message) }
      }
      return isEnough(messages)
    }
    return (head, messages)
  }

  /// The next whole message; a server's are not masked.
  private static func message(_ rest: inout ByteBuffer) -> Message? {
    var ahead = rest
    guard let first = ahead.readInteger(as: UInt8.self), let short = ahead.readInteger(as: UInt8.self) else {
      return nil
    }
    var length = Int(short)
    if short == 126 {
      guard let long = ahead.readInteger(as: UInt16.self) else { return nil }
      length = Int(long)
    }
    guard short < 127, let payload = ahead.readBytes(length: length) else { return nil }
    rest = ahead
    return Message(kind: first & 0x0F, payload: payload)
  }

  /// A short binary message of a client's; the mask is zero.
  private static func masked(_ payload: ByteBuffer) -> ByteBuffer {
    var frame = ByteBuffer(bytes: [0x82, 0x80 | UInt8(payload.readableBytes), 0, 0, 0, 0])
    frame.writeImmutableBuffer(payload)
    return frame
  }
}
