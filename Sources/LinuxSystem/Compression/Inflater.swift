private import CZlib

/// A decompressor of zlib data (RFC 1950) whose state lasts over several calls (zlib.h, `inflate`).
///
/// Not thread-safe: it belongs to one connection, and is used where that connection is.
@safe package final class Inflater {
  private let stream: UnsafeMutablePointer<z_stream>
  private let dictionary: [UInt8]

  /// Makes a decompressor; `dictionary` is what both sides know beforehand.
  package init(dictionary: [UInt8] = []) throws(ZlibError) {
    self.dictionary = dictionary
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let made = unsafe inflateInit2_(stream, 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard made == Z_OK else { throw ZlibError(code: made, stage: "inflateInit2") }
  }

  deinit {
    _ = unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// What `bytes` stand for, after what earlier calls have given; throws when that is more than `limit` bytes, so
  /// that a small input cannot fill the memory.
  package func decompress(_ bytes: [UInt8], limit: Int) throws(ZlibError) -> [UInt8] {
    var output: [UInt8] = []
    var input = bytes
    var code = Z_OK
    let chunk = 4096
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe stream.pointee.next_in = source.baseAddress
      unsafe stream.pointee.avail_in = UInt32(source.count)
      repeat {
        var produced = 0
        let part = unsafe [UInt8](unsafeUninitializedCapacity: chunk) { target, count in
          unsafe stream.pointee.next_out = target.baseAddress
          unsafe stream.pointee.avail_out = UInt32(chunk)
          code = unsafe inflate(stream, Z_SYNC_FLUSH)
          if code == Z_NEED_DICT {
            code = unsafe dictionary.withUnsafeBufferPointer { known in
              unsafe inflateSetDictionary(stream, known.baseAddress, UInt32(known.count))
            }
            if code == Z_OK { code = unsafe inflate(stream, Z_SYNC_FLUSH) }
          }
          unsafe count = chunk - Int(stream.pointee.avail_out)
          produced = count
        }
        output += part
        if produced < chunk || output.count > limit { break }
      } while code == Z_OK
    }
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
      throw ZlibError(code: code, stage: "inflate")
    }
    guard output.count <= limit else { throw ZlibError(code: Z_BUF_ERROR, stage: "inflate within \(limit) bytes") }
    return output
  }
}
