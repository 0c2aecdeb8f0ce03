extension Molecule {
  /// The same molecule with its first `count` orbitals doubly occupied for good.
  public func freezingCore(_ count: Int) throws(MoleculeError) -> Molecule {
    guard 0...orbitalCount ~= count else {
      throw .coreTooLarge(frozen: count, alpha: alphaCount, beta: betaCount, orbitals: orbitalCount)
    }
    return try activeSpace(freezing: Array(0..<count))
  }

  /// An active space around the Fermi level: the lowest orbitals frozen, the highest removed.
  ///
  /// The spin stays the molecule's, so the frozen electrons are pairs.
  public func activeSpace(electrons: Int, orbitals: Int) throws(MoleculeError) -> Molecule {
    let frozen = (electronCount - max(0, min(electrons, electronCount))) / 2
    guard electrons == electronCount - 2 * frozen, frozen <= min(alphaCount, betaCount), orbitals >= 1,
      orbitals <= orbitalCount - frozen
    else {
      throw .activeSpace(
        electrons: electrons, orbitals: orbitals, moleculeElectrons: electronCount, moleculeOrbitals: orbitalCount)
    }
    return try activeSpace(
      freezing: Array(0..<frozen), removing: Array(frozen + orbitals..<orbitalCount))
  }

  /// The molecule with the given orbitals doubly occupied for good, and others removed.
  ///
  /// h'(p,q) = h(p,q) + Σ 2(pq|cc) − (pc|qc) and E' = E + Σ 2h(c,c) + Σ 2(cc|dd) − (cd|cd) over frozen orbitals c, d.
  public func activeSpace(freezing frozen: [Int], removing removed: [Int] = []) throws(MoleculeError) -> Molecule {
    var isActive = Array(repeating: true, count: orbitalCount)
    for orbital in frozen + removed {
      guard isActive.indices.contains(orbital), isActive[orbital] else {
        throw .invalidOrbital(orbital, orbitals: orbitalCount)
      }
      isActive[orbital] = false
    }
    let active = isActive.indices.filter { isActive[$0] }
    guard !active.isEmpty, frozen.count <= min(alphaCount, betaCount) else {
      throw .coreTooLarge(frozen: frozen.count, alpha: alphaCount, beta: betaCount, orbitals: orbitalCount)
    }
    var energy = coreEnergy
    for c in frozen {
      energy += 2 * integrals[c, c]
      for d in frozen { energy += 2 * integrals[c, c, d, d] - integrals[c, d, c, d] }
    }
    var reduced = MolecularIntegrals(orbitalCount: active.count)
    for (p, oldP) in active.enumerated() {
      for (q, oldQ) in active[...p].enumerated() {
        reduced[p, q] = frozen.reduce(integrals[oldP, oldQ]) { sum, c in
          sum + 2 * integrals[oldP, oldQ, c, c] - integrals[oldP, c, oldQ, c]
        }
        for (r, oldR) in active[...p].enumerated() {
          for (s, oldS) in active[...r].enumerated() {
            reduced[p, q, r, s] = integrals[oldP, oldQ, oldR, oldS]
          }
        }
      }
    }
    return try Molecule(
      integrals: reduced, coreEnergy: energy, alphaCount: alphaCount - frozen.count,
      betaCount: betaCount - frozen.count, orbitalSymmetries: orbitalSymmetries.map { all in active.map { all[$0] } })
  }
}
