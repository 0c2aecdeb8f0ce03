public import PauliAlgebra

extension ExcitationGate {
  /// The fermionic excitation T = a†_{c₀} a†_{c₁} … a_{d₁} a_{d₀} in an encoding.
  ///
  /// It is `FermionOperator(creating:annihilating:)`: `creating: [a, b], annihilating: [i, j]` is a†_a a†_b a_j a_i.
  ///
  /// - Parameters:
  ///   - creating: The modes c₀, c₁, … that are filled.
  ///   - annihilating: The modes d₀, d₁, … that are emptied.
  ///   - encoding: Which qubits hold occupations and parities; qubits may have been removed from it.
  /// - Throws: ``CircuitError/invalidExcitation(_:)`` for modes that are out of range or repeated, for none at all, and
  ///   for an excitation that changes a parity whose qubit was removed or that never acts in its sector.
  public init(creating: [Int], annihilating: [Int], encoding: LinearEncoding) throws(CircuitError) {
    let modes = creating + annihilating.reversed()
    if let outside = modes.first(where: { !(0..<encoding.modeCount).contains($0) }) {
      throw .invalidExcitation("An excitation names mode \(outside); the encoding has modes 0..<\(encoding.modeCount).")
    }
    guard areDistinct(modes) else {
      throw .invalidExcitation("An excitation names the modes \(modes); each may stand there once.")
    }
    if let qubit = encoding.removedQubitFlipped(by: modes) {
      throw .invalidExcitation(
        "The excitation of modes \(annihilating) to \(creating) flips qubit \(qubit), which was removed from the encoding."
      )
    }
    var conditions: [Condition] = []
    var sign: [Int] = []
    var isNegative = false
    var changed: [Int] = []
    for (position, mode) in modes.enumerated().reversed() {
      // n_mode = parity of the occupation set (inverted or not): 0 before a creation, 1 before an annihilation.
      let occupation = encoding.occupationSet(of: mode)
      conditions.append(
        Condition(qubits: occupation.qubits, isOdd: (position >= creating.count) != occupation.isInverted))
      // a_mode and a†_mode have the sign of the parity of the modes before it, which operators to the right have changed.
      let parity = encoding.paritySet(of: mode)
      sign += parity.qubits
      let crossings = changed.count { $0 < mode }
      if parity.isInverted != !crossings.isMultiple(of: 2) { isNegative.toggle() }
      changed.append(mode)
    }
    try self.init(
      flippedQubits: modes.flatMap { encoding.updateSet(of: $0) }, conditions: conditions, signQubits: sign,
      isNegative: isNegative, label: Self.label(creating: creating, annihilating: annihilating))
  }

  /// The fermionic excitation with one qubit per mode, qubit p holding the occupation of mode p.
  ///
  /// - Throws: ``CircuitError/invalidExcitation(_:)`` for negative or repeated modes, or none at all.
  public init(jordanWignerCreating creating: [Int], annihilating: [Int]) throws(CircuitError) {
    let modes = creating + annihilating
    guard let highest = modes.max(), modes.allSatisfy((0..<Circuit.maximumQubitCount).contains) else {
      throw .invalidExcitation(
        "An excitation of the modes \(annihilating) to \(creating) was asked for; at least one is needed, and modes 0 to "
          + "\(Circuit.maximumQubitCount - 1) are possible.")
    }
    try self.init(
      creating: creating, annihilating: annihilating,
      encoding: LinearEncoding(mapping: .jordanWigner, modeCount: highest + 1))
  }

  /// The excitation of qubits as two-level systems, without the fermionic sign: T = Π σ⁺ Π σ⁻.
  ///
  /// - Throws: ``CircuitError/invalidExcitation(_:)`` for negative or repeated qubits, or none at all.
  public init(raisingQubits raised: [Int], loweringQubits lowered: [Int]) throws(CircuitError) {
    guard areDistinct(raised + lowered) else {
      throw .invalidExcitation("An excitation names the qubits \(raised + lowered); each may stand there once.")
    }
    try self.init(
      flippedQubits: raised + lowered,
      conditions: raised.map { Condition(qubits: [$0], isOdd: false) }
        + lowered.map { Condition(qubits: [$0], isOdd: true) },
      label: Self.label(creating: raised, annihilating: lowered))
  }

  private static func label(creating: [Int], annihilating: [Int]) -> String {
    [creating, annihilating].map { $0.map(String.init).joined(separator: ",") }.joined(separator: "←")
  }
}

extension ExcitationGate {
  /// The gate as a product of commuting Pauli rotations: exp(θ(T − T†)) = Π exp(−i·factor·θ·P/2).
  ///
  /// Conditions are projectors (1 ± Z…Z)/2, so m of them make 2^m strings, of which those with an odd number of Y, that
  /// is half, are left in T − T†. All flip the same qubits and therefore commute.
  /// - Parameter qubitCount: The width of the strings; nil takes the narrowest that holds the ``support``.
  /// - Precondition: The support is below `qubitCount`.
  public func pauliRotations(qubitCount: Int? = nil) -> [(string: PauliString, factor: Double)] {
    let width = qubitCount ?? (support.last ?? -1) + 1
    let forms = conditions.map { ParityForm($0.qubits, isOdd: $0.isOdd) }
    var rotations: [(PauliString, Double)] = []
    for subset in 0..<(1 << forms.count) {
      var form = ParityForm(signQubits, isOdd: isNegative)
      for (index, condition) in forms.enumerated() where subset >> index & 1 == 1 {
        // The projector on odd parity is (1 − Z…Z)/2.
        form.add(condition)
      }
      // T = 2^{−m} Σ ± X^f Z^z and X^f Z^z = (−i)^y P with y = |f ∧ z|; odd y survives in T − T†, twice.
      let yCount = form.overlap(with: flippedQubits)
      guard !yCount.isMultiple(of: 2) else { continue }
      let sign = (form.isOdd ? -1.0 : 1.0) * (yCount % 4 == 1 ? 1 : -1)
      // θ·2·2^{−m}·(∓i)P = −i·angle·P/2 with angle = ±4·2^{−m}·θ.
      rotations.append(
        (
          PauliString(qubitCount: width, xQubits: flippedQubits, zQubits: form.qubits),
          sign * 4 / Double(1 << conditions.count)
        ))
    }
    return rotations
  }
}
