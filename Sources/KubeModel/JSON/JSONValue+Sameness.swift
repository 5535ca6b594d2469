import OrderedCollections

extension JSONValue {
  /// How many arrays and objects stand around the innermost value, this one included; 0 for scalars.
  ///
  /// The recursion ends at ``JSONReader/depthLimit``: whatever is deeper counts as one level more than that.
  var depth: Int { depth(below: JSONReader.depthLimit + 1) }

  private func depth(below limit: Int) -> Int {
    guard limit > 0 else { return 0 }
    switch self {
    case .array(let elements): return 1 + (elements.lazy.map { $0.depth(below: limit - 1) }.max() ?? 0)
    case .object(let members): return 1 + (members.values.lazy.map { $0.depth(below: limit - 1) }.max() ?? 0)
    default: return 0
    }
  }

  /// Whether two values say the same, whatever the order in which their objects' members stand.
  package func isSame(as other: Self) -> Bool {
    switch (self, other) {
    case (.object(let own), .object(let theirs)):
      own.count == theirs.count && own.allSatisfy { key, value in theirs[key].map(value.isSame) ?? false }
    case (.array(let own), .array(let theirs)):
      own.count == theirs.count && zip(own, theirs).allSatisfy { $0.isSame(as: $1) }
    default: self == other
    }
  }

  /// As ``isSame(as:)``, for values that may be missing.
  package static func areSame(_ left: Self?, _ right: Self?) -> Bool {
    switch (left, right) {
    case (let left?, let right?): left.isSame(as: right)
    case (nil, nil): true
    default: false
    }
  }
}
