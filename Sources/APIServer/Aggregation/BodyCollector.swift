import NIOCore

/// Reads the body of an answer that a server of the cluster gave.
enum BodyCollector {
  /// The whole body; throws when it is longer than `limit`, or no body at all.
  static func collect(_ answer: HTTPAnswer, limit: Int) async throws -> [UInt8] {
    switch answer.body {
    case .bytes(let bytes): return Array(bytes.readableBytesView)
    case .upgrade: throw ChannelError.inappropriateOperationForState
    case .stream(let write):
      let buffer = Buffer()
      try await write(AnswerWriter { piece in try await buffer.take(piece, limit: limit) })
      return await buffer.bytes
    }
  }

  private actor Buffer {
    private(set) var bytes: [UInt8] = []

    func take(_ piece: ByteBuffer, limit: Int) throws {
      bytes += piece.readableBytesView
      guard bytes.count <= limit else { throw NIOTooManyBytesError(maxBytes: limit) }
    }
  }
}
