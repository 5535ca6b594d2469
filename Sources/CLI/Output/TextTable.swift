/// Rows of cells with kubectl's spacing: three spaces between columns, which are at least six wide.
///
/// Widths are remembered between calls, so that the rows of a watch stay below their headers.
package struct TextTable {
  private static let padding = 3
  private static let minimumWidth = 6
  private var widths: [Int] = []

  package init() {}

  /// The rows as lines of text.
  package mutating func format(_ rows: [[String]]) -> String {
    for row in rows {
      for (index, cell) in row.dropLast().enumerated() {
        if index == widths.count { widths.append(Self.minimumWidth) }
        widths[index] = max(widths[index], cell.count + Self.padding)
      }
    }
    var text = ""
    for row in rows {
      for (index, cell) in row.enumerated() {
        text += cell
        guard index < row.count - 1 else { continue }
        text += String(repeating: " ", count: widths[index] - cell.count)
      }
      text += "\n"
    }
    return text
  }
}
