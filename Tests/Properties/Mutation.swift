extension SeededGenerator {
  /// A copy of `bytes` with a few changes, as a broken or malicious sender makes them.
  ///
  /// `words` are pieces that mean something to the reader.
  package mutating func mutated(_ bytes: [UInt8], words: [String] = []) -> [UInt8] {
    var result = bytes
    for _ in 0..<number(1...6) {
      let place = number(0...result.count)
      switch number(0...8) {
      case 0 where place < result.count: result[place] ^= 1 << UInt8(number(0...7))
      case 1 where place < result.count: result[place] = UInt8.random(in: 0...255, using: &self)
      case 2: result.insert(contentsOf: self.bytes(number(1...8)), at: place)
      case 3 where place < result.count:
        result.removeSubrange(place..<min(result.count, place + number(1...16)))
      case 4 where place < result.count:
        let piece = Array(result[place..<min(result.count, place + number(1...64))])
        result.insert(contentsOf: (0..<number(1...4)).flatMap { _ in piece }, at: number(0...result.count))
      case 5 where !words.isEmpty: result.insert(contentsOf: pick(words).utf8, at: place)
      case 6: result.removeSubrange(place...)
      case 7:
        let nesting = [UInt8](repeating: pick([0x5b, 0x7b, 0x28, 0xff, 0x00, 0x2d]), count: number(1...2_000))
        result.insert(contentsOf: nesting, at: place)
      default: result.insert(contentsOf: [0xc3, 0x28, 0xf0, 0x80].prefix(number(1...4)), at: place)
      }
    }
    return result
  }
}
