/// A parity of qubits of a basis state with a constant: an affine form over the field of two elements.
struct ParityForm {
  /// Ascending, each once.
  private(set) var qubits: [Int]
  var isOdd: Bool

  /// Qubits named twice cancel.
  init(_ qubits: [Int], isOdd: Bool = false) {
    self.qubits = []
    self.qubits.reserveCapacity(qubits.count)
    for qubit in qubits.sorted() {
      if self.qubits.last == qubit { self.qubits.removeLast() } else { self.qubits.append(qubit) }
    }
    self.isOdd = isOdd
  }

  mutating func add(_ other: ParityForm) {
    // A merge of two ascending lists, of which what is in both falls out.
    var sum: [Int] = []
    sum.reserveCapacity(qubits.count + other.qubits.count)
    var (a, b) = (qubits[...], other.qubits[...])
    while let x = a.first, let y = b.first {
      if x <= y { a.removeFirst() }
      if y <= x { b.removeFirst() }
      if x != y { sum.append(min(x, y)) }
    }
    qubits = sum + a + b
    isOdd = isOdd != other.isOdd
  }

  /// How many qubits are also among `others`, which are ascending.
  func overlap(with others: [Int]) -> Int {
    var count = 0
    var rest = others[...]
    for qubit in qubits {
      while let first = rest.first, first < qubit { rest.removeFirst() }
      if rest.first == qubit { count += 1 }
    }
    return count
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
      if let pivot = row.qubits.first, result.qubits.contains(pivot) { result.add(row) }
    }
    return result
  }

  /// Adds an equation; false, with the system unchanged, when it contradicts those that are there.
  mutating func insert(_ equation: ParityForm) -> Bool {
    let row = reduced(equation)
    guard let pivot = row.qubits.first else { return !row.isOdd }
    for index in rows.indices where rows[index].qubits.contains(pivot) { rows[index].add(row) }
    rows.insert(row, at: rows.firstIndex { $0.qubits.first ?? 0 > pivot } ?? rows.count)
    return true
  }
}
