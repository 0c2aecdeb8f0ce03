/// A Clifford circuit U after which commuting strings are read off in the computational basis: U P U† = ± Z…Z for each.
///
/// Qubits on which all strings have the same letter take gates of one qubit only; so do all for strings that commute on
/// every qubit. Of the others, k hold the pivots of the strings' X parts, and there are at most k (n − k) CX gates and
/// k (k − 1)/2 + k (n − k) CZ gates on n qubits.
/// - Note: Aaronson and Gottesman, Phys. Rev. A 70, 052328 (2004); van den Berg and Temme, Quantum 4, 322 (2020),
///   section 3; for measuring molecules Gokhale et al., arXiv:1907.13623.
public struct CliffordDiagonalization: Hashable, Sendable {
  /// In the order in which they act.
  public private(set) var gates: [CliffordGate] = []
  /// U P U† for each string, of factors I and Z.
  public private(set) var images: [SignedPauliString]

  /// - Throws: ``PauliError/notCommuting(_:_:)`` with the first two strings that do not.
  public init(of strings: [PauliString]) throws(PauliError) {
    for (index, string) in strings.enumerated() {
      if let other = strings[..<index].first(where: { !$0.commutes(with: string) }) {
        throw .notCommuting("\(other)", "\(string)")
      }
    }
    self.init(ofCommuting: strings)
  }

  /// - Precondition: The strings commute.
  package init(ofCommuting strings: [PauliString]) {
    let width = strings.map(\.qubitCount).max() ?? 0
    images = strings.map { SignedPauliString($0.widened(to: width)) }
    turnAlikeQubits()
    var rows = pivotRows()
    /// Appends a gate, which acts on the rows too.
    func append(_ gate: CliffordGate) {
      apply(gate)
      for index in rows.indices { rows[index].string.conjugate(by: gate) }
    }
    // Each pivot's qubit has an X part in its own row only, so these leave the other rows' X parts as they are, …
    for index in rows.indices {
      let (qubit, string) = (rows[index].qubit, rows[index].string.string)
      for other in string.xBits.bits where other != qubit { append(.cx(qubit, other)) }
    }
    // … after which a row is X on its qubit, times Zs. Rows commute, so Zs on other rows' qubits come in pairs.
    for index in rows.indices {
      let (qubit, string) = (rows[index].qubit, rows[index].string.string)
      for other in string.zBits.bits { append(other == qubit ? .sdg(qubit) : .cz(qubit, other)) }
    }
    for row in rows { apply(.h(row.qubit)) }
  }

  private mutating func apply(_ gate: CliffordGate) {
    gates.append(gate)
    for index in images.indices { images[index].conjugate(by: gate) }
  }

  /// Makes Z of the letter on qubits where there is only one.
  private mutating func turnAlikeQubits() {
    for qubit in 0..<(images.first?.string.qubitCount ?? 0) {
      let letters = Set(images.map { $0.string[qubit] }).subtracting([.i])
      if letters == [.y] { apply(.sdg(qubit)) }
      if letters == [.x] || letters == [.y] { apply(.h(qubit)) }
    }
  }

  /// Products of the strings whose X parts are in reduced echelon form, signs left out, each with its pivot's qubit.
  private func pivotRows() -> [(qubit: Int, string: SignedPauliString)] {
    var rows: [(qubit: Int, string: PauliString)] = []
    for image in images {
      var string = image.string
      for row in rows where string.flips(row.qubit) { string = string.multiplied(by: row.string).product }
      guard let qubit = string.xBits.bits.first else { continue }
      for index in rows.indices where rows[index].string.flips(qubit) {
        rows[index].string = rows[index].string.multiplied(by: string).product
      }
      rows.append((qubit, string))
    }
    return rows.map { ($0.qubit, SignedPauliString($0.string)) }
  }
}

extension PauliString {
  /// Whether the factor of a qubit is X or Y.
  fileprivate func flips(_ qubit: Int) -> Bool { self[qubit].rawValue & 1 != 0 }
}
