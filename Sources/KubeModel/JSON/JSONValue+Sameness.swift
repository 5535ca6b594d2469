import OrderedCollections

extension JSONValue {
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
