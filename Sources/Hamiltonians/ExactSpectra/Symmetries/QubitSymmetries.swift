import PauliAlgebra

/// The symmetries of a Pauli sum that cut the space of its qubits into sectors: the number of ones, and products of X.
struct QubitSymmetries {
  /// It commutes with Σ Z: the number of ones is conserved.
  let conservesWeight: Bool
  /// It commutes with Σ X too, so with all rotations of the spins together. A level of total spin S then has a state in each
  /// sector of n/2 − S to n/2 + S ones.
  let isIsotropic: Bool
  /// The products of X that it commutes with.
  let flips: BinarySpan
  private let sum: PauliSum

  /// How many products of X are used at most: each doubles the number of sectors.
  private static let usedFlipCount = 4

  init(of sum: PauliSum) {
    func commutes(with pauli: Pauli) -> Bool {
      let total = (0..<sum.qubitCount).map { qubit in
        let mask: UInt64 = 1 << UInt64(qubit)
        return PauliTerm(
          PauliString(qubitCount: sum.qubitCount, xMask: pauli == .x ? mask : 0, zMask: pauli == .x ? 0 : mask),
          coefficient: 1)
      }
      guard let total = try? PauliSum(qubitCount: sum.qubitCount, terms: total) else { return false }
      return total.commutator(with: sum).oneNorm <= 1e-14 * sum.oneNorm
    }
    self.sum = sum
    conservesWeight = commutes(with: .z)
    isIsotropic = conservesWeight && commutes(with: .x)
    flips = BinarySpan(sum.terms.map(\.string.zMask)).orthogonal(bitCount: sum.qubitCount)
  }

  /// The sectors of all states, or only those that can have a lowest one.
  ///
  /// Sectors of weights come in an order in which, for an isotropic sum, each weight has all levels of those after it.
  func sectors(onlyGround: Bool, byWeight: Bool) -> [SymmetrySector] {
    let signs = onlyGround ? groundSigns : nil
    if conservesWeight && byWeight {
      let sectors = weightSectors(signs: signs)
      return onlyGround && isIsotropic ? sectors.filter { $0.weight == sectors[0].weight } : sectors
    }
    let used = flips.vectors.prefix(Self.usedFlipCount)
    return folds(by: Array(used), signs: signs).map { SymmetrySector(sum, folds: $0) }
  }

  private func weightSectors(signs: UInt64?) -> [SymmetrySector] {
    let count = sum.qubitCount
    let all: UInt64 = (1 << UInt64(count)) - 1
    guard count > 0, flips.reduce(all) == 0 else {
      return (0...count).sorted { abs(2 * $0 - count) < abs(2 * $1 - count) }.map { SymmetrySector(sum, weight: $0) }
    }
    return (0...count / 2).reversed().flatMap { weight in
      2 * weight < count
        ? [SymmetrySector(sum, weight: weight, hasMirror: true)]
        : folds(by: [all], signs: signs).map { SymmetrySector(sum, weight: weight, folds: $0) }
    }
  }

  /// The choices of signs for these flips; where the signs of a ground state are known, only its own.
  private func folds(by flips: [UInt64], signs: UInt64?) -> [[FlipFold]] {
    if let signs {
      return [flips.map { FlipFold(flip: $0, isOdd: ($0 & signs).nonzeroBitCount % 2 == 1) }]
    }
    return flips.reduce([[]]) { choices, flip in
      choices.flatMap { choice in [false, true].map { choice + [FlipFold(flip: flip, isOdd: $0)] } }
    }
  }

  /// A word s such that (−1)^|s∧n| are signs of a ground state's amplitudes; nil where none is known.
  ///
  /// When all ⟨n ⊕ d|H|n⟩ are real and, turned by these signs, at most zero, then some ground state has no other signs
  /// (Perron and Frobenius), and is multiplied by (−1)^|s∧d| when X^d commutes with H. An antiferromagnet on two
  /// sublattices has such signs (Marshall, Proc. R. Soc. A 232, 48 (1955)).
  private var groundSigns: UInt64? {
    var equations: [(word: UInt64, isOdd: Bool)] = []
    for group in sum.xMaskGroups where group.x != 0 {
      // f(n) = Σ c (−1)^|z∧n| keeps its sign when one c outweighs the others, and that one's z is empty.
      guard !group.oddY, let index = group.z.firstIndex(of: 0) else { return nil }
      let rest = group.coefficients.indices.reduce(0) { $1 == index ? $0 : $0 + abs(group.coefficients[$1]) }
      guard abs(group.coefficients[index]) >= rest else { return nil }
      equations.append((group.x, group.coefficients[index] > 0))
    }
    return BinarySpan.word(sharing: equations)
  }
}
