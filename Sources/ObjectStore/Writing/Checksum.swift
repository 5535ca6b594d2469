import KubeModel

/// A checksum of 64 bits against damage, and not against anybody who means it.
///
/// Every step can be undone, so that two inputs of the same length that differ in one word of eight bytes never have
/// the same checksum.
struct Checksum {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  private mutating func add(word: UInt64) {
    let mixed = value ^ word
    // An odd factor and a rotation can be undone.
    value = (mixed << 29 | mixed >> 35) &* 0xFF51_AFD7_ED55_8CCD
  }

  mutating func add(_ number: Int64) { add(word: UInt64(bitPattern: number)) }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  /// Adds bytes, and how many they are.
  mutating func add(_ bytes: [UInt8]) {
    var index = 0
    while index + 8 <= bytes.count {
      var word: UInt64 = 0
      for offset in 0..<8 { word = word << 8 | UInt64(bytes[index + offset]) }
      add(word: word)
      index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    add(word: rest)
    add(Int64(bytes.count))
  }
}

extension StoredObject {
  /// The checksum of the object's row: key, revision and bytes.
  var checksum: UInt64 {
    var sum = Checksum()
    sum.add(key.resource.group)
    sum.add(key.resource.resource)
    sum.add(key.namespace ?? "")
    sum.add(key.name)
    sum.add(revision)
    sum.add(bytes)
    return sum.value
  }
}

/// What all rows together come to: by it a row that is missing, or was left behind by an earlier state, is noticed.
struct DatabaseTotals: Sendable, Hashable {
  var revision: Int64 = 0
  var count: Int64 = 0
  /// The sum of the rows' checksums.
  var sum: UInt64 = 0

  mutating func add(_ object: StoredObject) {
    count += 1
    sum &+= object.checksum
  }

  mutating func remove(_ object: StoredObject) {
    count -= 1
    sum &-= object.checksum
  }

  /// The checksum of the totals' own row.
  var checksum: UInt64 {
    var own = Checksum()
    own.add(revision)
    own.add(count)
    own.add(Int64(bitPattern: sum))
    return own.value
  }
}
