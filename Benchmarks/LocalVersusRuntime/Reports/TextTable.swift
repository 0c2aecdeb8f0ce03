internal import Foundation

/// Lines of cells in columns as wide as their widest cell, the first column left-aligned, the others right-aligned.
package struct TextTable {
  private var rows: [[String]] = []

  package init() {}

  package mutating func append(_ cells: String...) { rows.append(cells) }

  package mutating func append(_ cells: [String]) { rows.append(cells) }

  package var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }
      return cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}
