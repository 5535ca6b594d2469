private import Glibc

/// What came of a read that does not wait.
package enum ReadOutcome: Sendable, Hashable {
  /// So many bytes are at the front of the buffer.
  case bytes(Int)
  /// There is nothing now.
  case wouldBlock
  /// There will never be anything again.
  case end
}

extension OwnedDescriptor {
  /// Reads into the front of `buffer` once.
  package func read(into buffer: inout [UInt8]) throws(SystemError) -> ReadOutcome {
    try Descriptors.read(rawValue, into: &buffer)
  }

  /// Writes all bytes, waiting where needed (the descriptor must not be non-blocking).
  package func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    var start = 0
    while start < bytes.count {
      guard let written = try Descriptors.write(rawValue, bytes, from: start) else {
        throw SystemError("write", number: EAGAIN)
      }
      start += written
    }
  }

  /// Reads until the end (the descriptor must not be non-blocking).
  ///
  /// - Throws: `EFBIG` when there is more than `limit`.
  package func readToEnd(limit: Int = .max) throws(SystemError) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      guard case .bytes(let count) = try Descriptors.read(rawValue, into: &buffer) else { return all }
      guard count <= limit - all.count else { throw SystemError("read", number: EFBIG) }
      all.append(contentsOf: buffer[..<count])
    }
  }

  /// Makes what was written survive a power loss.
  package func synchronize() throws(SystemError) { try checked("fsync") { fsync(rawValue) } }
}

extension SharedDescriptor {
  /// Reads into the front of `buffer` once.
  package func read(into buffer: inout [UInt8]) throws(SystemError) -> ReadOutcome {
    try Descriptors.read(rawValue, into: &buffer)
  }

  /// Writes what fits now of `bytes` from index `start` on; nil when nothing fits.
  package func write(_ bytes: [UInt8], from start: Int = 0) throws(SystemError) -> Int? {
    try Descriptors.write(rawValue, bytes, from: start)
  }
}

/// This process's standard error.
package enum StandardError {
  /// Writes as much as can be written without an error; what cannot is lost.
  package static func write(_ bytes: [UInt8]) {
    // Where errors are told there is nowhere to tell of this one.
    _ = try? Descriptors.write(2, bytes, from: 0)
  }
}

/// Reading and writing by a descriptor's number.
enum Descriptors {
  static func read(_ descriptor: Int32, into buffer: inout [UInt8]) throws(SystemError) -> ReadOutcome {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .wouldBlock
      // The other side of a terminal is gone: its way to say that it ended.
      case EIO: return .end
      default: throw .last("read")
      }
    }
  }

  static func write(_ descriptor: Int32, _ bytes: [UInt8], from start: Int) throws(SystemError) -> Int? {
    while true {
      let count = unsafe bytes.withUnsafeBytes { all in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: all[start...])
        return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return nil
      default: throw .last("write")
      }
    }
  }
}
