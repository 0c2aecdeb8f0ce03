import ComplexModule
import RealModule

extension LinearEncoding {
  /// The operator on qubits that acts on encoded states as `fermions` acts on occupations.
  ///
  /// One path for every mapping. With U the update set, P the parity set and F the occupation set of a mode, read as
  /// bit masks, and φ, σ = ±1 for what their constants contribute,
  ///
  ///     a = X^U σ Z^P (1 − φ Z^F) / 2        a† = X^U σ Z^P (1 + φ Z^F) / 2
  ///
  /// A product of k of them on different modes is one X mask and 2ᵏ Z masks: 2ᵏ additions into a hash table for each
  /// term. Further operators on the same modes cost nothing: (1 ± Z^F) / 2 is a projector.
  /// - Throws: ``PauliError/modeOutOfRange(_:modeCount:)``; ``PauliError/tooManyModes(_:allowed:)`` for a product that
  ///   acts on more than 20 modes and is not zero, which has more than a million Pauli strings; with qubits removed,
  ///   ``PauliError/parityNotConserved(term:qubit:)`` for a term that changes a parity they hold.
  public func map(_ fermions: FermionOperator) throws(PauliError) -> PauliSum {
    if qubitCount <= 64 {
      try map(fermions, factors: (0..<modeCount).map { LadderFactor<UInt64>(mode: $0, encoding: self) })
    } else {
      try map(fermions, factors: (0..<modeCount).map { LadderFactor<WideBitMask>(mode: $0, encoding: self) })
    }
  }

  private func map<Mask>(
    _ fermions: FermionOperator, factors: [LadderFactor<Mask>]
  ) throws(PauliError) -> PauliSum {
    var builder = PauliSumBuilder(qubitCount: qubitCount)
    var flips: [Flip<Mask>] = []
    terms: for term in fermions.terms {
      try requireConserved(term)
      flips.removeAll(keepingCapacity: true)
      // The product as X^x times a diagonal operator, which looks at the state b that the product acts on. When
      // the operator of mode p acts, those to its right have changed b: its occupation is inverted if they changed
      // mode p, its parity if they changed modes before p. (Counting modes, not qubits, holds in the middle of a
      // product too, where removed qubits may not have the values they are fixed to.)
      var x = Mask.empty
      var z = Mask.empty
      var sign = 0
      for (position, ladder) in term.operators.enumerated() {
        let factor = factors[ladder.mode]
        var occupationChanges = factor.occupationIsInverted ? 1 : 0
        sign += factor.parityIsInverted ? 1 : 0
        for right in term.operators[(position + 1)...] {
          if right.mode < ladder.mode { sign += 1 }
          if right.mode == ladder.mode { occupationChanges += 1 }
        }
        let isNegative = occupationChanges.isMultiple(of: 2) != ladder.isCreation
        if let seen = flips.first(where: { $0.mode == ladder.mode }) {
          // The same projector once more, or the one that is orthogonal to it.
          if seen.isNegative != isNegative { continue terms }
        } else {
          flips.append(Flip(mode: ladder.mode, z: factor.occupation, isNegative: isNegative))
        }
        x = x ^ factor.update
        z = z ^ factor.parity
      }
      guard flips.count <= Self.maximumProductModeCount else {
        throw .tooManyModes(flips.count, allowed: Self.maximumProductModeCount)
      }
      let scale = Double(sign: .plus, exponent: -flips.count, significand: 1)
      var coefficient = Complex(scale * term.coefficient.real, scale * term.coefficient.imaginary)
      if !sign.isMultiple(of: 2) { coefficient = -coefficient }
      // Gray code: consecutive subsets of the k factors Z^F differ in one of them.
      for step in 0..<(1 << flips.count) {
        if step > 0 {
          let flip = flips[step.trailingZeroBitCount]
          z = z ^ flip.z
          if flip.isNegative { coefficient = -coefficient }
        }
        // X^x Z^z = i^−|x∧z| P(x, z).
        builder.add(coefficient.multiplied(byPowerOfI: -x.overlap(with: z)), x: x, z: z)
      }
    }
    return builder.sum()
  }

  /// 2²⁰ strings take about a second and 100 MB.
  private static var maximumProductModeCount: Int { 20 }

  private func requireConserved(_ term: FermionTerm) throws(PauliError) {
    for ladder in term.operators where !(0..<modeCount).contains(ladder.mode) {
      throw .modeOutOfRange(ladder.mode, modeCount: modeCount)
    }
    guard !removedQubits.isEmpty else { return }
    if let qubit = removedQubitFlipped(by: term.operators.lazy.map(\.mode)) {
      let text = term.operators.map(\.description).joined(separator: " ")
      throw .parityNotConserved(term: "[\(text)]", qubit: qubit)
    }
  }
}

/// The factor 1 ± Z^F of a mode.
private struct Flip<Mask: BitMask> {
  var mode: Int
  var z: Mask
  var isNegative: Bool
}

/// The sets of one mode as masks of either width.
private struct LadderFactor<Mask: BitMask> {
  var update: Mask
  var parity: Mask
  var parityIsInverted: Bool
  var occupation: Mask
  var occupationIsInverted: Bool

  init(mode: Int, encoding: LinearEncoding) {
    update = Mask(bits: encoding.updateSet(of: mode))
    parity = Mask(bits: encoding.paritySet(of: mode).qubits)
    parityIsInverted = encoding.paritySet(of: mode).isInverted
    occupation = Mask(bits: encoding.occupationSet(of: mode).qubits)
    occupationIsInverted = encoding.occupationSet(of: mode).isInverted
  }
}
