/// A parity of qubits of a basis state with a constant: an affine form over the field of two elements.
struct ParityForm {
  var qubits: Set<Int>
  var isOdd: Bool

  /// Qubits named twice cancel.
  init(_ qubits: [Int], isOdd: Bool = false) {
    self.qubits = qubits.reduce(into: []) { $0.formSymmetricDifference([$1]) }
    self.isOdd = isOdd
  }

  mutating func add(_ other: ParityForm) {
    qubits.formSymmetricDifference(other.qubits)
    isOdd = isOdd != other.isOdd
  }
}

/// Equations "the parity of these qubits is odd (even)", kept in reduced echelon form: each row's lowest qubit stands in
/// no other row, rows sorted by it. The form depends on the solutions only, and consists of single qubits where it can.
struct ParitySystem {
  private(set) var rows: [ParityForm] = []

  /// The sum of `parity` and those rows that remove every lowest qubit from it; equal on all solutions up to the rows'
  /// right-hand sides, which are added too.
  func reduced(_ parity: ParityForm) -> ParityForm {
    var result = parity
    for row in rows {
      if let pivot = row.qubits.min(), result.qubits.contains(pivot) { result.add(row) }
    }
    return result
  }

  /// Adds an equation; false, with the system unchanged, when it contradicts those that are there.
  mutating func insert(_ equation: ParityForm) -> Bool {
    let row = reduced(equation)
    guard let pivot = row.qubits.min() else { return !row.isOdd }
    for index in rows.indices where rows[index].qubits.contains(pivot) { rows[index].add(row) }
    rows.append(row)
    rows.sort { ($0.qubits.min() ?? 0) < ($1.qubits.min() ?? 0) }
    return true
  }
}
