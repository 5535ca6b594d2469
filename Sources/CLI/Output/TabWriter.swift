/// Aligns text whose cells end in tabs, by the rules of elastic tab stops: a column is a run of consecutive lines that
/// have the cell, and is as wide as its widest one.
package struct TabWriter {
  private let minimumWidth: Int
  private let padding: Int
  private var lines: [[Substring]] = []
  private var output = ""

  private init(minimumWidth: Int, padding: Int) {
    self.minimumWidth = minimumWidth
    self.padding = padding
  }

  /// The text with its cells aligned; a cell is a tab-terminated part of a line.
  package static func format(_ text: String, minimumWidth: Int = 0, padding: Int = 2) -> String {
    var writer = TabWriter(minimumWidth: minimumWidth, padding: padding)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    writer.lines = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    writer.format(0, writer.lines.count, [])
    return writer.output
  }

  private mutating func format(_ start: Int, _ end: Int, _ widths: [Int]) {
    let column = widths.count
    var pending = start
    var index = start
    while index < end {
      guard column < lines[index].count - 1 else {
        index += 1
        continue
      }
      write(pending, index, widths)
      pending = index
      var width = minimumWidth
      while index < end, column < lines[index].count - 1 {
        width = max(width, lines[index][column].count + padding)
        index += 1
      }
      format(pending, index, widths + [width])
      pending = index
    }
    write(pending, end, widths)
  }

  private mutating func write(_ start: Int, _ end: Int, _ widths: [Int]) {
    guard start < end else { return }
    for line in lines[start..<end] {
      for (index, cell) in line.enumerated() {
        output += cell
        guard index < widths.count, index < line.count - 1 else { continue }
        output += String(repeating: " ", count: max(0, widths[index] - cell.count))
      }
      output += "\n"
    }
  }
}
