private import CZlib

/// A compressor whose state lasts over several calls (zlib.h, `deflate`).
///
/// Not thread-safe: it belongs to one connection, and is used where that connection is.
@safe package final class Deflater {
  /// What stands around the compressed data.
  package enum Format: Sendable {
    /// RFC 1950.
    case zlib
    /// RFC 1952.
    case gzip
  }

  /// How far a call goes.
  package enum Flush: Sendable {
    /// All input can be read back from the output so far.
    case sync
    /// The stream ends.
    case finish
  }

  private let stream: UnsafeMutablePointer<z_stream>

  /// Makes a compressor; a `dictionary` that is not empty is what both sides know beforehand (`.zlib` only).
  package init(format: Format, level: Int32 = 1, dictionary: [UInt8] = []) throws(ZlibError) {
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let bits: Int32 = format == .gzip ? 15 + 16 : 15
    let made = unsafe deflateInit2_(
      stream, level, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard made == Z_OK else { throw ZlibError(code: made, stage: "deflateInit2") }
    guard !dictionary.isEmpty else { return }
    let set = unsafe dictionary.withUnsafeBufferPointer { buffer in
      unsafe deflateSetDictionary(stream, buffer.baseAddress, UInt32(buffer.count))
    }
    guard set == Z_OK else { throw ZlibError(code: set, stage: "deflateSetDictionary") }
  }

  deinit {
    _ = unsafe deflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// The compressed form of `bytes`, after what earlier calls have given.
  package func compress(_ bytes: [UInt8], flush: Flush) throws(ZlibError) -> [UInt8] {
    var output: [UInt8] = []
    var input = bytes
    var code = Z_OK
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe stream.pointee.next_in = source.baseAddress
      unsafe stream.pointee.avail_in = UInt32(source.count)
      let chunk = max(256, source.count / 2)
      repeat {
        var produced = 0
        let part = unsafe [UInt8](unsafeUninitializedCapacity: chunk) { target, count in
          unsafe stream.pointee.next_out = target.baseAddress
          unsafe stream.pointee.avail_out = UInt32(chunk)
          code = unsafe deflate(stream, flush == .finish ? Z_FINISH : Z_SYNC_FLUSH)
          unsafe count = chunk - Int(stream.pointee.avail_out)
          produced = count
        }
        output += part
        if produced < chunk { break }
      } while code == Z_OK
    }
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
      throw ZlibError(code: code, stage: "deflate")
    }
    return output
  }
}
