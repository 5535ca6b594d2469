/// How far two words are apart: the fewest letters to insert, drop or change (Levenshtein).
enum EditDistance {
  static func between(_ left: String, _ right: String) -> Int {
    let right = Array(right.utf8)
    var row = Array(0...right.count)
    for (index, letter) in left.utf8.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let change = diagonal + (right[column] == letter ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, diagonal + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }

  /// The candidate nearest to `word`; nil when none shares at least half of its letters.
  static func nearest(to word: String, in candidates: [String]) -> String? {
    let best = candidates.map { (candidate: $0, distance: between(word, $0)) }.min { $0.distance < $1.distance }
    guard let best, best.distance * 2 <= max(word.utf8.count, 4) else { return nil }
    return best.candidate
  }
}
