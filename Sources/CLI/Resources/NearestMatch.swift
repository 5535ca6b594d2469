/// Finds what a person may have meant.
package enum NearestMatch {
  /// The candidate with the fewest edits from `word`, when they are few for its length.
  package static func find(_ word: String, among candidates: [String]) -> String? {
    let best = candidates.map { ($0, distance(word, $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let (candidate, edits) = best, edits <= max(1, word.count / 3) else { return nil }
    return candidate
  }

  /// How many letters must be inserted, removed, replaced or swapped with a neighbour (optimal string alignment).
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    var rows = [Array(0...right.count)]
    for (row, letter) in left.enumerated() {
      var next = [row + 1]
      for (column, other) in right.enumerated() {
        var best = min(rows[row][column + 1] + 1, next[column] + 1, rows[row][column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, rows[row - 1][column - 1] + 1)
        }
        next.append(best)
      }
      rows.append(next)
    }
    return rows[left.count][right.count]
  }
}
