import ComplexModule
import RealModule

extension PauliSum {
  /// The expectation value in a basis state: Σ over strings of I and Z of their coefficient times ±1, its real part.
  ///
  /// - Parameter bits: Whether each qubit is in |1⟩.
  /// - Throws: ``PauliError/qubitCountMismatch(found:expected:)``.
  public func expectation(inBasisState bits: [Bool]) throws(PauliError) -> Double {
    guard bits.count == qubitCount else {
      throw .qubitCountMismatch(found: bits.count, expected: qubitCount)
    }
    let ones = WideBitMask(bits: bits.indices.filter { bits[$0] })
    return diagonalTerms.reduce(0) { total, term in
      var parity = 0
      for (index, word) in ones.words.enumerated() { parity += (term.string.words(index).z & word).nonzeroBitCount }
      return parity.isMultiple(of: 2) ? total + term.coefficient.real : total - term.coefficient.real
    }
  }

  /// The expectation value in the basis state with this index, bit q for qubit q; at most 64 qubits.
  package func expectation(inBasisState index: UInt64) -> Double {
    precondition(qubitCount <= 64)
    return diagonalTerms.reduce(0) { total, term in
      (term.string.z0 & index).nonzeroBitCount.isMultiple(of: 2)
        ? total + term.coefficient.real : total - term.coefficient.real
    }
  }

  /// The strings of I and Z, which come first.
  private var diagonalTerms: ArraySlice<PauliTerm> { terms.prefix(while: \.string.isDiagonal) }
}
