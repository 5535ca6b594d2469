import NIOCore

/// What a client says in SPDY/3.1 (draft 3.1, section 2.6).
enum SPDYFrame: Sendable, Hashable {
  /// A new stream; `isLast` when the client sends nothing on it.
  case open(SPDYStreamID, headers: [String: String], isLast: Bool)
  /// Bytes on a stream: a data frame, or the part of one that has come so far; `isLast` at the stream's end.
  case data(SPDYStreamID, ByteBuffer, isLast: Bool)
  /// A stream that was broken off.
  case reset(SPDYStreamID)
  /// To be sent back as it is.
  case ping(UInt32)
  /// The client opens no more streams.
  case goAway
}

/// The number of a stream, unique on its connection; a client's are odd.
typealias SPDYStreamID = UInt32

/// A connection that does not speak SPDY/3.1 (any more), which ends it.
struct SPDYError: Error, Hashable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The numbers of control frames (section 2.6).
enum SPDYFrameType {
  static let synStream: UInt16 = 1
  static let synReply: UInt16 = 2
  static let rstStream: UInt16 = 3
  static let ping: UInt16 = 6
  static let goAway: UInt16 = 7
  static let headers: UInt16 = 8
}

/// Why a stream is broken off (section 2.6.3).
enum SPDYResetStatus: UInt32, Sendable {
  case protocolError = 1
  case invalidStream = 2
  case refusedStream = 3
  case cancel = 5
}

/// Why a connection ends (section 2.6.6).
enum SPDYGoAwayStatus: UInt32, Sendable {
  case ok = 0
  case protocolError = 1
}
