/// Completion indexes of an indexed Job, in the form of `status.completedIndexes`: `1,3-5,7,8`.
struct CompletionIndexes: Sendable, Hashable, CustomStringConvertible {
  var numbers: Set<Int> = []

  init(_ numbers: Set<Int> = []) { self.numbers = numbers }

  /// Reads the form; indexes from `limit` on, which the Job no longer has, are left out.
  init(_ text: String, below limit: Int) {
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last, first < limit else { continue }
      numbers.formUnion(first...min(last, limit - 1))
    }
  }

  /// Three or more in a row are written as their ends.
  var description: String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers.sorted() {
      if let last = ranges.last, last.upperBound == number - 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { range in
      switch range.count {
      case 1: "\(range.lowerBound)"
      case 2: "\(range.lowerBound),\(range.upperBound)"
      default: "\(range.lowerBound)-\(range.upperBound)"
      }
    }.joined(separator: ",")
  }
}
