/// Cuts a stream of bytes into lines, as watch streams are framed: a JSON document a line.
struct LineFramer {
  private var pending: [UInt8] = []
  private var start = 0

  /// Takes the next bytes.
  mutating func append(_ bytes: [UInt8]) {
    if start > 0 {
      pending.removeFirst(start)
      start = 0
    }
    pending += bytes
  }

  /// The next whole line without its end; nil when more bytes are needed.
  ///
  /// Empty lines are skipped.
  mutating func next() -> [UInt8]? {
    while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = pending[start..<end]
      start = end + 1
      if !line.isEmpty { return Array(line) }
    }
    return nil
  }

  /// What came after the last line's end.
  var rest: [UInt8] { Array(pending[start...]) }
}
