extension PauliSum {
  /// Sets of terms that one setting of the readout measures together: within a set, all commute on every qubit.
  ///
  /// Greedy: terms by descending magnitude, each into the first set that takes it. Not the smallest number of sets
  /// (that is NP-hard), but large coefficients share the sets that are full.
  /// - Returns: Positions in ``terms``; every term in one set, the identity in the first.
  public func qubitWiseCommutingGroups() -> [[Int]] { qubitWiseCommutingGroups(whileChecking: {}) }

  /// - Parameter check: Called for every term; what it throws ends the search.
  package func qubitWiseCommutingGroups(whileChecking check: () throws -> Void) rethrows -> [[Int]] {
    var groups: [[Int]] = []
    var bases: [PauliString] = []
    for index in indicesByMagnitude {
      try check()
      let string = terms[index].string
      if let group = bases.firstIndex(where: { $0.qubitWiseCommutes(with: string) }) {
        groups[group].append(index)
        bases[group].formUnion(string)
      } else {
        groups.append([index])
        bases.append(string)
      }
    }
    return groups
  }
}

extension PauliString {
  /// Takes over the factors of a string that commutes with this one on every qubit.
  fileprivate mutating func formUnion(_ other: PauliString) {
    for index in 0..<wordCount {
      let (a, b) = (words(index), other.words(index))
      setWords(index, x: a.x | b.x, z: a.z | b.z)
    }
  }
}
