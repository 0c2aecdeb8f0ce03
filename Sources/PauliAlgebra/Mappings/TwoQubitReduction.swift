/// Leaving out qubits that are in known basis states: renumbers the others, and turns parities over the removed ones
/// into constants.
struct QubitRemoval {
  private let removed: [FixedQubit]
  private let removedMask: WideBitMask
  private let ones: WideBitMask

  /// - Parameter removed: By ascending qubit.
  init(_ removed: [FixedQubit]) {
    self.removed = removed
    removedMask = WideBitMask(bits: removed.map(\.qubit))
    ones = WideBitMask(bits: removed.filter(\.value).map(\.qubit))
  }

  /// The mask over the qubits that are left, and whether the parity over the removed ones is odd.
  func reduce(_ mask: WideBitMask) -> QubitParity {
    guard !removed.isEmpty else { return QubitParity(mask: mask, isInverted: false) }
    let kept = mask.bits.filter { !removedMask.contains($0) }.map { qubit in
      qubit - removed.prefix { $0.qubit < qubit }.count
    }
    return QubitParity(mask: WideBitMask(bits: kept), isInverted: !mask.overlap(with: ones).isMultiple(of: 2))
  }
}

extension LinearEncoding {
  /// The encoding without the two qubits that hold the parities of the α modes and of all modes.
  ///
  /// In blocked order (modes 0..<modeCount / 2 are α) a Hamiltonian that conserves the particle number and the spin
  /// never flips the qubits that hold these parities. The parity mapping has such qubits for any even number of modes,
  /// Bravyi–Kitaev for powers of two, Jordan–Wigner never.
  /// - Parameters:
  ///   - alphaParity: True when the number of α particles is odd.
  ///   - totalParity: True when the number of all particles is odd.
  /// - Throws: ``PauliError/parityNotHeldByOneQubit(encoding:modeCount:reason:)``.
  public func reducedByParity(alphaParity: Bool, totalParity: Bool) throws(PauliError) -> LinearEncoding {
    func refusal(_ reason: String) -> PauliError {
      .parityNotHeldByOneQubit(encoding: mapping.rawValue, modeCount: modeCount, reason: reason)
    }
    guard removedQubits.isEmpty else { throw refusal("qubits have been removed before") }
    guard modeCount >= 2, modeCount.isMultiple(of: 2) else {
      throw refusal("an even number of modes is needed, half of them for each spin")
    }
    let (alpha, all) = (modeCount / 2 - 1, modeCount - 1)
    for qubit in [alpha, all] where mapping.modes(heldBy: qubit) != 0...qubit {
      throw refusal("no qubit holds the parity of modes 0...\(qubit); the parity mapping has them")
    }
    return LinearEncoding(
      mapping: mapping, modeCount: modeCount,
      removing: [FixedQubit(qubit: alpha, value: alphaParity), FixedQubit(qubit: all, value: totalParity)])
  }
}

extension PauliSum {
  /// The operator on the other qubits when these are in known basis states.
  ///
  /// Z on a removed qubit becomes its value, +1 for |0⟩ and −1 for |1⟩; the other qubits close the gaps.
  /// - Throws: ``PauliError/parityNotConserved(term:qubit:)`` when a term has X or Y on a removed qubit;
  ///   ``PauliError/qubitOutOfRange(_:qubitCount:)`` and ``PauliError/repeatedQubit(_:)``.
  public func removing(_ qubits: [FixedQubit]) throws(PauliError) -> PauliSum {
    let removed = qubits.sorted { $0.qubit < $1.qubit }
    for (index, fixed) in removed.enumerated() {
      guard (0..<qubitCount).contains(fixed.qubit) else {
        throw .qubitOutOfRange(fixed.qubit, qubitCount: qubitCount)
      }
      if index > 0 && removed[index - 1].qubit == fixed.qubit { throw .repeatedQubit(fixed.qubit) }
    }
    let removal = QubitRemoval(removed)
    var builder = PauliSumBuilder(qubitCount: qubitCount - removed.count)
    for term in terms {
      for fixed in removed where term.string[fixed.qubit] == .x || term.string[fixed.qubit] == .y {
        throw .parityNotConserved(term: "\(term.string)", qubit: fixed.qubit)
      }
      let z = removal.reduce(term.string.zBits)
      let string = PauliString(
        qubitCount: builder.qubitCount, x: removal.reduce(term.string.xBits).mask, z: z.mask)
      builder.add(z.isInverted ? -term.coefficient : term.coefficient, string)
    }
    return builder.sum()
  }

  /// The Hamiltonian of one sector without the two qubits that hold its parities, for ``FermionMapping/parity``.
  ///
  /// A step of its own, after mapping in blocked order: qubit n/2 − 1 holds the parity of the α modes, qubit n − 1 that
  /// of all modes. ``LinearEncoding/reducedByParity(alphaParity:totalParity:)`` is the same step for circuits.
  /// - Throws: ``PauliError/parityNotConserved(term:qubit:)`` when the sum does not conserve both parities, and
  ///   ``PauliError/parityNotHeldByOneQubit(encoding:modeCount:reason:)`` for an odd number of qubits.
  public func twoQubitReduced(alphaParity: Bool, totalParity: Bool) throws(PauliError) -> PauliSum {
    let encoding = try LinearEncoding(mapping: .parity, modeCount: qubitCount)
      .reducedByParity(alphaParity: alphaParity, totalParity: totalParity)
    return try removing(encoding.removedQubits)
  }
}
