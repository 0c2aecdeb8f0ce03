import PauliAlgebra

/// States of some qubits that a Pauli sum does not lead out of.
struct SymmetrySector {
  /// The sum as it acts there, on the qubits that are left.
  private(set) var sum: PauliSum
  /// The number of ones in the states of these qubits; nil for all states.
  let weight: Int?
  /// Whether the states with zeros and ones exchanged are another sector, of the same energies.
  let hasMirror: Bool
  private let qubitCount: Int
  private let folds: [FlipFold]

  /// - Parameter folds: By flips that form an echelon.
  init(_ sum: PauliSum, weight: Int? = nil, folds: [FlipFold] = [], hasMirror: Bool = false) {
    self.sum = folds.reduce(sum) { $1.fold($0) }
    self.weight = weight
    self.hasMirror = hasMirror
    self.folds = folds
    qubitCount = sum.qubitCount
    // From above, so that lower pivots keep their places.
    for fold in folds.sorted(by: { $0.pivot > $1.pivot }) {
      self.sum = self.sum.removing(idleQubit: fold.pivot.trailingZeroBitCount)
    }
  }

  var dimension: Int {
    weight.map { OccupationStrings.count(orbitalCount: sum.qubitCount, particleCount: $0) } ?? 1 << sum.qubitCount
  }

  /// The basis states of all qubits that one of those left stands for, with their signs; each has the amplitude
  /// 1/√count.
  func spread(_ state: UInt64) -> [(state: UInt64, isNegative: Bool)] {
    var state = state
    for fold in folds.sorted(by: { $0.pivot < $1.pivot }) {
      let low = fold.pivot - 1
      state = state & low | (state & ~low) << 1
    }
    return folds.reduce([(state, false)]) { states, fold in
      states + states.map { ($0.state ^ fold.flip, $0.isNegative != fold.isOdd) }
    }
  }

  /// All states of all qubits.
  var allStates: UInt64 { (1 << UInt64(qubitCount)) - 1 }
}

extension PauliSum {
  /// The sum without a qubit on which all its strings have the identity.
  fileprivate func removing(idleQubit qubit: Int) -> PauliSum {
    let low: UInt64 = (1 << UInt64(qubit)) - 1
    func close(_ mask: UInt64) -> UInt64 { mask & low | (mask & ~low) >> 1 }
    var builder = PauliSumBuilder(qubitCount: qubitCount - 1)
    for term in terms {
      builder.add(term.coefficient, xMask: close(term.string.xMask), zMask: close(term.string.zMask))
    }
    return builder.sum()
  }
}
