public import PauliAlgebra

extension Circuit {
  /// One gate on some qubits of a circuit, with its angles. (Nested: Foundation has an `Operation` of its own.)
  ///
  /// The gate speaks of its own qubits 0, 1, …; qubit j of the gate is `qubits[j]` of the circuit. Pauli rotations and
  /// excitations are kept in one form, their support in ascending order, so that equal operations compare equal.
  public struct Operation: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case standard(StandardGate)
      /// exp(−iθP/2)
      case pauliRotation(PauliString)
      /// exp(θ(T − T†))
      case excitation(ExcitationGate)
      /// exp(Σ θₖ(Tₖ − Tₖ†)), one angle each, not a product.
      case excitationExponential([ExcitationGate])
      case unitary(UnitaryGate)
    }

    public let kind: Kind
    public let qubits: [Int]
    public let angles: [ParameterExpression]

    /// - Throws: ``CircuitError`` for qubits or angles that do not fit the gate, and angles that are not finite.
    public init(_ kind: Kind, qubits: [Int], angles: [ParameterExpression] = []) throws(CircuitError) {
      guard qubits.count == kind.qubitCount ?? qubits.count else {
        throw .wrongNumberOfQubits(gate: kind.name, found: qubits.count, allowed: kind.qubitCount ?? qubits.count)
      }
      guard angles.count == kind.angleCount else {
        throw .wrongNumberOfAngles(gate: kind.name, found: angles.count, allowed: kind.angleCount)
      }
      if let angle = angles.first(where: { !$0.isFinite }) {
        throw .nonFiniteAngle(gate: kind.name, angle: angle.description)
      }
      if let negative = qubits.first(where: { $0 < 0 }) {
        throw .qubitOutOfRange(negative, qubitCount: Circuit.maximumQubitCount)
      }
      guard areDistinct(qubits) else { throw .duplicateQubits(gate: kind.name, qubits: qubits) }
      for gate in kind.excitations {
        // The support is ascending, so its last qubit is the highest.
        guard let last = gate.support.last, last < qubits.count else {
          throw .wrongNumberOfQubits(gate: kind.name, found: qubits.count, allowed: (gate.support.last ?? -1) + 1)
        }
      }
      if case .excitationExponential(let gates) = kind, gates.isEmpty {
        throw .invalidExcitation("An exponential of no excitation was asked for; at least one is needed.")
      }
      self.init(canonical: kind, qubits: qubits, angles: angles)
    }

    /// - Precondition: Everything that the public initialiser checks.
    private init(canonical kind: Kind, qubits: [Int], angles: [ParameterExpression]) {
      self.angles = angles
      switch kind {
      case .standard, .unitary:
        self.kind = kind
        self.qubits = qubits
      case .pauliRotation(let string) where isAscending(qubits) && string.weight == qubits.count:
        self.kind = kind
        self.qubits = qubits
      case .pauliRotation(let string):
        let factors = string.factors.map { (qubit: qubits[$0.qubit], pauli: $0.pauli) }.sorted { $0.qubit < $1.qubit }
        self.qubits = factors.map(\.qubit)
        self.kind = .pauliRotation(
          PauliString(
            qubitCount: factors.count, checkedFactors: factors.enumerated().map { ($0.offset, $0.element.pauli) }))
      case .excitation(let gate) where isAscending(qubits) && gate.support.count == qubits.count:
        self.kind = kind
        self.qubits = qubits
      case .excitation(let gate):
        let placed = gate.mapped(onto: qubits)
        self.qubits = placed.support
        self.kind = .excitation(placed.localized(to: self.qubits))
      case .excitationExponential(let gates):
        let placed = gates.map { $0.mapped(onto: qubits) }
        let support = Set(placed.flatMap(\.support)).sorted()
        self.qubits = support
        self.kind = .excitationExponential(placed.map { $0.localized(to: support) })
      }
    }

    /// The same gate with `numbers[q]` in the place of each qubit q; the numbers are distinct and not negative.
    func renumbered(_ numbers: [Int]) -> Operation {
      Operation(canonical: kind, qubits: qubits.map { numbers[$0] }, angles: angles)
    }

    /// The same gate with other angles, as many as before.
    func withAngles(_ angles: [ParameterExpression]) -> Operation {
      Operation(unchanged: kind, qubits: qubits, angles: angles)
    }

    /// - Precondition: The kind and the qubits are those of an operation.
    private init(unchanged kind: Kind, qubits: [Int], angles: [ParameterExpression]) {
      self.kind = kind
      self.qubits = qubits
      self.angles = angles
    }

    /// The operation that undoes this one; always a gate of the same family.
    public func inverse() -> Operation {
      switch kind {
      case .standard(let gate):
        let inverse = gate.inverse(angles)
        return Operation(
          unchanged: .standard(inverse.gate), qubits: inverse.reversesQubits ? qubits.reversed() : qubits,
          angles: inverse.angles)
      case .pauliRotation, .excitation, .excitationExponential:
        return withAngles(angles.map { -$0 })
      case .unitary(let gate):
        return Operation(unchanged: .unitary(gate.inverse()), qubits: qubits, angles: [])
      }
    }

    public var name: String { kind.name }

    /// The gate's frequencies in the angle at `index` (see ``StandardGate/shiftFrequencies(ofAngle:)``); nil for the
    /// exponential of several excitations, whose spectrum depends on the angles.
    public func shiftFrequencies(ofAngle index: Int) -> [Double]? {
      switch kind {
      case .standard(let gate): gate.shiftFrequencies(ofAngle: index)
      case .pauliRotation: [1]
      case .excitation: [1, 2]
      case .excitationExponential(let gates): gates.count == 1 ? [1, 2] : nil
      case .unitary: []
      }
    }
  }
}

extension Circuit.Operation {
  /// The string of a Pauli rotation on all qubits of a circuit; nil for other gates.
  package func placedPauliString(qubitCount: Int) -> PauliString? {
    guard case .pauliRotation(let string) = kind else { return nil }
    return PauliString(
      qubitCount: qubitCount, checkedFactors: string.factors.map { (qubits[$0.qubit], $0.pauli) })
  }

  /// The excitations of an excitation or an exponential, in the qubits of the circuit; none for other gates.
  package var placedExcitations: [ExcitationGate] {
    kind.excitations.map { $0.mapped(onto: qubits) }
  }
}

extension Circuit.Operation.Kind {
  /// The gate's name in ``Circuit/gateCounts``.
  public var name: String {
    switch self {
    case .standard(let gate): gate.name
    case .pauliRotation: "pauli_rotation"
    case .excitation: "excitation"
    case .excitationExponential: "excitation_exponential"
    case .unitary(let gate): gate.name
    }
  }

  public var angleCount: Int {
    switch self {
    case .standard(let gate): gate.angleCount
    case .pauliRotation, .excitation: 1
    case .excitationExponential(let gates): gates.count
    case .unitary: 0
    }
  }

  /// Nil for excitations, which may stand on any number of qubits that covers their support.
  package var qubitCount: Int? {
    switch self {
    case .standard(let gate): gate.qubitCount
    case .pauliRotation(let string): string.qubitCount
    case .excitation, .excitationExponential: nil
    case .unitary(let gate): gate.qubitCount
    }
  }

  package var excitations: [ExcitationGate] {
    switch self {
    case .excitation(let gate): [gate]
    case .excitationExponential(let gates): gates
    case .standard, .pauliRotation, .unitary: []
    }
  }
}

extension PauliString {
  /// X on some qubits, Z on some, Y on both.
  ///
  /// - Precondition: The qubits of each list are ascending and in range.
  init(qubitCount: Int, xQubits: [Int], zQubits: [Int]) {
    if qubitCount <= 64 {
      func mask(_ qubits: [Int]) -> UInt64 { qubits.reduce(0) { $0 | 1 << UInt64($1) } }
      self.init(qubitCount: qubitCount, xMask: mask(xQubits), zMask: mask(zQubits))
    } else {
      let (x, z) = (Set(xQubits), Set(zQubits))
      self.init(
        qubitCount: qubitCount,
        checkedFactors: x.union(z).map { ($0, x.contains($0) ? (z.contains($0) ? .y : .x) : .z) })
    }
  }

  /// - Precondition: The qubits are distinct and in range.
  init(qubitCount: Int, checkedFactors factors: [(qubit: Int, pauli: Pauli)]) {
    do {
      try self.init(qubitCount: qubitCount, factors: factors)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

func isAscending(_ qubits: [Int]) -> Bool {
  zip(qubits, qubits.dropFirst()).allSatisfy { $0 < $1 }
}

package func areDistinct(_ qubits: [Int]) -> Bool {
  qubits.count < 2 || (qubits.count == 2 ? qubits[0] != qubits[1] : Set(qubits).count == qubits.count)
}
