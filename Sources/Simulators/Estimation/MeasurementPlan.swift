internal import ComplexModule
internal import LinearAlgebra
package import PauliAlgebra
package import QuantumBackends

/// How an observable is measured: strings of a group share a basis, shots are divided among bases.
package struct MeasurementPlan: Sendable {
  /// One measurement basis.
  package struct Basis: Sendable {
    /// Which qubits are measured in X, and in Y; the others in Z or not at all. Zero where `passes` lead to the basis.
    package var xMask: UInt64 = 0
    package var yMask: UInt64 = 0
    /// Which qubits are looked at.
    var support: UInt64 = 0
    /// For each string which bits its parity is taken of, and its coefficient.
    package var supports: [UInt64] = []
    package var coefficients: [Double] = []
    /// Σ|c|: no outcome is larger in magnitude.
    package var oneNorm = 0.0
    /// What turns the state from the basis before this one; from the computational basis where `isFresh`.
    var turns: [Turn] = []
    var isFresh = true
    /// The circuit that leads to the basis where turns of single qubits do not.
    var passes: [StatePass] = []

    fileprivate mutating func append(support: UInt64, coefficient: Double) {
      self.support |= support
      supports.append(support)
      coefficients.append(coefficient)
      oneNorm += abs(coefficient)
    }

    /// The observable's part for one outcome.
    package func value(of outcome: UInt64) -> Double {
      var sum = 0.0
      for (support, coefficient) in zip(supports, coefficients) {
        sum += (outcome & support).nonzeroBitCount & 1 == 0 ? coefficient : -coefficient
      }
      return sum
    }
  }

  /// The identity's coefficient, which needs no shots.
  package let constant: Double
  package let bases: [Basis]

  /// - Parameter observable: Of 57 qubits at most.
  package init(_ observable: PauliSum, grouping: MeasurementGrouping = .qubitWise) {
    self.init(observable, grouping: grouping, whileChecking: {})
  }

  /// - Parameter check: Called every so often; what it throws is thrown.
  init(
    _ observable: PauliSum, grouping: MeasurementGrouping, whileChecking check: () throws -> Void
  ) rethrows {
    constant = observable.identityCoefficient
    let groups =
      switch grouping {
      case .oneByOne: observable.terms.indices.map { [$0] }
      case .qubitWise: try observable.qubitWiseCommutingGroups(whileChecking: check)
      case .commuting: try observable.commutingGroups(whileChecking: check)
      }
    let terms = groups.map { $0.map { observable.terms[$0] }.filter { !$0.string.isIdentity } }.filter { !$0.isEmpty }
    bases =
      grouping == .commuting
      ? try terms.map { terms in
        try check()
        return Basis(commuting: terms, qubitCount: observable.qubitCount)
      } : Self.ordered(terms.map { Basis($0) })
  }
}

extension MeasurementPlan {
  /// Passes over a state that lead to all bases, roughly.
  var passCount: Int { bases.reduce(0) { $0 + 1 + $1.turns.count + $1.passes.reduce(0) { $0 + $1.steps.count } } }

  /// Whether circuits lead to bases, which work on large states block by block.
  var needsBlocks: Bool { bases.contains { !$0.passes.isEmpty } }
}

extension MeasurementPlan.Basis {
  /// - Parameter terms: They commute on every qubit.
  fileprivate init(_ terms: [PauliTerm]) {
    for term in terms {
      let (x, z) = (term.string.xMask, term.string.zMask)
      xMask |= x & ~z
      yMask |= x & z
      append(support: x | z, coefficient: term.coefficient.real)
    }
  }

  /// - Parameter terms: They commute.
  fileprivate init(commuting terms: [PauliTerm], qubitCount: Int) {
    let diagonalization = CliffordDiagonalization(ofCommuting: terms.map(\.string))
    for (term, image) in zip(terms, diagonalization.images) {
      append(
        support: image.string.zMask, coefficient: image.isNegative ? -term.coefficient.real : term.coefficient.real)
    }
    let fused = GateFusion.fused(diagonalization.gates.map(PlanStep.init), qubitCount: qubitCount)
    passes = PassSchedule(fused, qubitCount: qubitCount, from: .anyState).passes
  }
}

extension PlanStep {
  fileprivate init(_ gate: CliffordGate) {
    switch gate {
    case .h(let qubit):
      let r = Complex(0.5.squareRoot())
      self = .matrix1(controls: 0, qubit: Int32(qubit), FixedMatrix(SmallMatrix(rowMajor: [[r, r], [r, -r]])))
    case .s(let qubit): self = .phase(mask: 1 << UInt64(qubit), .i)
    case .sdg(let qubit): self = .phase(mask: 1 << UInt64(qubit), -.i)
    case .cx(let control, let target): self = .flip(controls: 1 << UInt64(control), qubit: Int32(target))
    case .cz(let first, let second): self = .phase(mask: 1 << UInt64(first) | 1 << UInt64(second), -1)
    }
  }
}
