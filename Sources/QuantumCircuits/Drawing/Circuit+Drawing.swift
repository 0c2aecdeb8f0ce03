extension Circuit {
  /// The circuit as text, qubit 0 on top, for a terminal or a comment.
  ///
  /// `●` is a control, `⊕` the target of cx, `╳` a qubit of a swap. A gate on several qubits names itself on the first and
  /// stands with its own qubit number (`iswap:1`), its Pauli letter, or, for excitations, `↑` (filled), `↓` (emptied),
  /// `x` (flipped), `z` (in the sign), `c` (in a condition) on each.
  /// - Parameter maximumWidth: Characters per line; a longer circuit is continued in blocks below (`»` and `«`).
  public func drawing(maximumWidth: Int = 100) -> String {
    let columns = drawingColumns()
    let labels = (0..<qubitCount).map { "q\($0): " }
    let margin = labels.map(\.count).max() ?? 0

    var lines: [String] = []
    let phase = globalPhase
    if phase != 0 { lines.append("global phase: \(drawingText(phase))") }
    var rest = columns[...]
    var isContinued = false
    repeat {
      // As many columns as fit, with a wire between each and two marks; at least one.
      var width = margin + 3
      let block = rest.prefix { column in
        width += column.width + 1
        return width <= maximumWidth
      }
      let shown = block.isEmpty ? rest.prefix(1) : block
      rest = rest.dropFirst(shown.count)
      if isContinued { lines.append("") }
      for qubit in 0..<qubitCount {
        let label = String(repeating: " ", count: margin - labels[qubit].count) + labels[qubit]
        let wires = shown.map { $0.wire(qubit) + "─" }.joined()
        lines.append(label + (isContinued ? "«" : "─") + wires + (rest.isEmpty ? "" : "»"))
        guard qubit + 1 < qubitCount else { break }
        let gap = String(repeating: " ", count: margin + 1) + shown.map { $0.gap(below: qubit) + " " }.joined()
        lines.append(String(gap.reversed().drop { $0 == " " }.reversed()))
      }
      isContinued = true
    } while !rest.isEmpty
    return lines.joined(separator: "\n")
  }

  /// Gates as far left as they go without crossing another gate's vertical line.
  private func drawingColumns() -> [DrawingColumn] {
    var columns: [DrawingColumn] = []
    var free = [Int](repeating: 0, count: qubitCount)
    for operation in operations {
      guard let top = operation.qubits.min(), let bottom = operation.qubits.max() else { continue }
      let index = free[top...bottom].max() ?? 0
      if index == columns.count { columns.append(DrawingColumn()) }
      columns[index].place(operation, from: top, to: bottom)
      for qubit in top...bottom { free[qubit] = index + 1 }
    }
    return columns
  }

  /// What rotations about the identity string, which stand on no wire, add up to.
  private var globalPhase: ParameterExpression {
    operations.reduce(0) { sum, operation in
      guard case .pauliRotation = operation.kind, operation.qubits.isEmpty else { return sum }
      return sum - operation.angles[0] / 2
    }
  }
}

/// Gates that stand above each other.
private struct DrawingColumn {
  private var symbols: [Int: String] = [:]
  /// Qubits that a vertical line leaves downwards.
  private var connected: Set<Int> = []
  private(set) var width = 0

  mutating func place(_ operation: Circuit.Operation, from top: Int, to bottom: Int) {
    for (qubit, symbol) in zip(operation.qubits, operation.drawingSymbols) {
      symbols[qubit] = symbol
      width = max(width, symbol.count)
    }
    connected.formUnion(top..<bottom)
  }

  /// Where vertical lines stand.
  private var center: Int { (width - 1) / 2 }

  func wire(_ qubit: Int) -> String {
    let crossing = connected.contains(qubit) ? "┼" : "─"
    let symbol = symbols[qubit] ?? crossing
    let before = (width - symbol.count) / 2
    return String(repeating: "─", count: before) + symbol
      + String(repeating: "─", count: width - symbol.count - before)
  }

  func gap(below qubit: Int) -> String {
    guard connected.contains(qubit) else { return String(repeating: " ", count: width) }
    return String(repeating: " ", count: center) + "│" + String(repeating: " ", count: width - center - 1)
  }
}
