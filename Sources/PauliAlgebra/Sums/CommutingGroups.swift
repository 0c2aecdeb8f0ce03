import ComplexModule
import RealModule

extension PauliSum {
  /// Sets of terms that one Clifford circuit and one readout measure together: within a set, all commute.
  ///
  /// Greedy in the same way as ``qubitWiseCommutingGroups()``, with mostly far fewer sets; measuring one takes the gates of a
  /// ``CliffordDiagonalization``, controlled ones among them.
  /// - Returns: Positions in ``terms``; every term in one set, the identity in the first.
  /// - Note: Sorted insertion of Crawford et al., Quantum 5, 385 (2021).
  public func commutingGroups() -> [[Int]] { commutingGroups(whileChecking: {}) }

  /// - Parameter check: Called for every term; what it throws ends the search.
  package func commutingGroups(whileChecking check: () throws -> Void) rethrows -> [[Int]] {
    var groups: [[Int]] = []
    for index in indicesByMagnitude {
      try check()
      let string = terms[index].string
      let group = groups.firstIndex { $0.allSatisfy { terms[$0].string.commutes(with: string) } }
      if let group { groups[group].append(index) } else { groups.append([index]) }
    }
    return groups
  }

  /// Positions in ``terms`` by descending magnitude of the coefficient, equal ones in their order.
  var indicesByMagnitude: [Int] {
    let magnitudes = terms.map(\.coefficient.lengthSquared)
    return terms.indices.sorted { (magnitudes[$1], $0) < (magnitudes[$0], $1) }
  }
}
