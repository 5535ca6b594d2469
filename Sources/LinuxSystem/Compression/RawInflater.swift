import CZlib

/// Unpacks raw DEFLATE data (RFC 1951), as ZIP archives hold it, piece by piece.
@safe package struct RawInflater: ~Copyable {
  /// Data that is no DEFLATE stream, or ends too early.
  package struct DamagedDataError: Error, CustomStringConvertible {
    package let description: String
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private static let pieceSize = 1 << 18

  package init() throws(DamagedDataError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // Negative window bits mean data without a zlib header.
    let result = unsafe inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard result == Z_OK else { throw DamagedDataError(description: "zlib cannot be set up (\(result))") }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Unpacks all of `input` and hands the result to `sink` in pieces of 256 KiB.
  package mutating func inflate<Failure: Error>(
    _ input: [UInt8], sink: ([UInt8]) throws(Failure) -> Void
  ) throws {
    var input = input
    var output = [UInt8](repeating: 0, count: Self.pieceSize)
    var position = 0
    var status = Z_OK
    while status != Z_STREAM_END {
      let (used, produced) = step(&input, from: position, into: &output, status: &status)
      position += used
      guard status == Z_OK || status == Z_STREAM_END, used > 0 || produced > 0 else {
        throw DamagedDataError(description: "the compressed data is damaged or cut off")
      }
      if produced > 0 { try sink(Array(output.prefix(produced))) }
    }
  }

  private mutating func step(
    _ input: inout [UInt8], from position: Int, into output: inout [UInt8], status: inout Int32
  ) -> (used: Int, produced: Int) {
    let available = min(input.count - position, Int(UInt32.max))
    return unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + position }
        unsafe stream.pointee.avail_in = UInt32(available)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(target.count)
        status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        let used = unsafe available - Int(stream.pointee.avail_in)
        let produced = unsafe target.count - Int(stream.pointee.avail_out)
        return (used, produced)
      }
    }
  }
}
