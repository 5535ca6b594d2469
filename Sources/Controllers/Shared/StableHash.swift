import KubeModel
import OrderedCollections

/// A hash of JSON that does not depend on the order of an object's members: FNV-1a with 32 bits.
struct StableHash {
  private var state: UInt32 = 2_166_136_261

  /// The hash as a label value: its decimal digits in Kubernetes' safe alphabet, in which no word can be read.
  static func label(of json: JSONValue, collisionCount: Int? = nil) -> String {
    var hash = StableHash()
    hash.combine(json)
    if let collisionCount { hash.combine(.integer(Int64(collisionCount))) }
    let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
    return String(String(hash.state).utf8.map { alphabet[Int($0) % alphabet.count] })
  }

  private mutating func combine(_ json: JSONValue) {
    switch json {
    case .null: add("n")
    case .bool(let flag): add(flag ? "t" : "f")
    case .integer(let value): add("i\(value)")
    case .number(let value): add("d\(value)")
    case .string(let text): add("s\(text.utf8.count):\(text)")
    case .array(let elements):
      add("a\(elements.count)")
      for element in elements { combine(element) }
    case .object(let members):
      add("o\(members.count)")
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        add("k\(key.utf8.count):\(key)")
        combine(value)
      }
    }
  }

  private mutating func add(_ text: String) {
    for byte in text.utf8 { state = (state ^ UInt32(byte)) &* 16_777_619 }
  }
}

extension JSONValue {
  /// Whether both documents say the same, whatever the order of their objects' members; null is as good as nothing.
  func isEquivalent(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.object(let left), .object(let right)):
      return Set(left.keys).union(right.keys).allSatisfy { name in
        (left[name] ?? .null).isEquivalent(to: right[name] ?? .null)
      }
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.isEquivalent(to: $1) }
    default:
      return self == other
    }
  }
}
