internal import CStateVectorKernels
internal import ComplexModule
package import QuantumBackends
package import QuantumCircuits

/// The action of exp(A), A = Σ θₖGₖ, on a state: the Taylor series, in as many steps as keep its terms small.
///
/// A is antisymmetric and real, so exp(A) is orthogonal and undone by exp(−A). Every Gₖ has the norm 1; with Σ|θₖ| / steps
/// at most 2 no term is larger than 2 and rounding stays at a few units of the last place.
package struct ExcitationExponential {
  private let excitations: [CompiledExcitation]
  /// The angles of one step.
  private let angles: [Double]
  private let stepCount: Int
  /// How many terms of the series one step sums.
  private let order: Int

  /// The order for steps of norm 2: 2^28 / 28! < 2^-60.
  static let maximumOrder = 28

  /// The largest Σ|θₖ|: half as many steps as that.
  package static let maximumNorm = 0x1p20

  /// exp(Σ θₖGₖ) of gates.
  package init(_ gates: [ExcitationGate], angles: [Double]) throws(BackendError) {
    try self.init(gates.map { CompiledExcitation($0) }, angles: angles, scale: 1)
  }

  /// exp(scale · Σ θₖGₖ).
  ///
  /// - Throws: ``BackendError`` when Σ|θₖ| is above ``maximumNorm``.
  init(
    _ excitations: [CompiledExcitation], angles: some Collection<Double>, scale: Double
  ) throws(BackendError) {
    self.excitations = excitations
    let norm = angles.reduce(0) { $0 + abs($1) }
    guard norm <= Self.maximumNorm else {
      throw BackendError(
        .invalidPub,
        "The angles of an exponential of excitations add up to \(norm) in magnitude; at most \(Self.maximumNorm) is allowed."
      )
    }
    let stepCount = max(1, Int((norm / 2).rounded(.up)))
    self.stepCount = stepCount
    self.angles = angles.map { scale * $0 / Double(stepCount) }
    // The first order whose term is below rounding: norm^j / j! < 2^-60.
    var term = 1.0
    var order = 0
    while term > 0x1p-60 {
      order += 1
      term *= norm / Double(stepCount) / Double(order)
    }
    self.order = order
  }

  package func apply(to state: StateVector, in workspace: Workspace, cancellation: CancellationFlag) throws {
    let terms = [try workspace.extraState(1), try workspace.extraState(2)]
    for _ in 0..<stepCount {
      terms[0].copy(from: state)
      for j in stride(from: 1, through: order, by: 1) {
        let (source, target) = (terms[(j - 1) & 1], terms[j & 1])
        target.clear()
        try accumulate(into: target, from: source, factor: 1 / Double(j), cancellation: cancellation)
        csv_axpy(state.amplitudes, target.amplitudes, Int32(state.qubitCount), 1, 0)
      }
    }
  }

  /// Adds to `derivatives` those of the real part of ⟨λ|exp(A)|ψ⟩, twice, for each adjoint λ, and takes all states to
  /// before the gate.
  ///
  /// With vⱼ = Aʲψ/j! and the series summed from the far end, wⱼ = λ + A†wⱼ₊₁/(j + 1), the derivative of the truncated
  /// series itself is ∂ₖ = Σⱼ ⟨wⱼ₊₁|Gₖ|vⱼ⟩ / (j + 1).
  /// - Parameter derivatives: One for each adjoint and angle, the angles of an adjoint `stride` after those of the last.
  func backpropagate(
    state: StateVector, adjoints: [StateVector], derivatives: UnsafeMutablePointer<Double>, stride adjointStride: Int,
    in workspace: Workspace, cancellation: CancellationFlag
  ) throws {
    let n = Int32(state.qubitCount)
    let back = ExcitationExponential(undoing: self)
    let powers = try (0..<max(order, 1)).map { try workspace.extraState(3 + $0) }
    let sums = [try workspace.extraState(1), try workspace.extraState(2)]
    for _ in 0..<stepCount {
      try back.apply(to: state, in: workspace, cancellation: cancellation)
      powers[0].copy(from: state)
      for j in stride(from: 1, to: order, by: 1) {
        powers[j].clear()
        try accumulate(into: powers[j], from: powers[j - 1], factor: 1 / Double(j), cancellation: cancellation)
      }
      for (index, adjoint) in adjoints.enumerated() {
        sums[0].copy(from: adjoint)
        for (turn, j) in stride(from: order - 1, through: 0, by: -1).enumerated() {
          let (w, next) = (sums[turn & 1], sums[(turn + 1) & 1])
          for (k, excitation) in excitations.enumerated() {
            try cancellation.check()
            let element = withUnsafePointer(to: excitation.kernel) { kernel in
              complexResult { csv_excitation_matrix_element(w.amplitudes, powers[j].amplitudes, n, kernel, $0) }
            }
            derivatives[index * adjointStride + k] += 2 * element.real / Double(j + 1) / Double(stepCount)
          }
          next.copy(from: adjoint)
          try accumulate(into: next, from: w, factor: -1 / Double(j + 1), cancellation: cancellation)
        }
        adjoint.copy(from: sums[order & 1])
      }
    }
  }

  private init(undoing forward: ExcitationExponential) {
    excitations = forward.excitations
    angles = forward.angles.map { -$0 }
    stepCount = 1
    order = forward.order
  }

  /// result += factor · A source.
  private func accumulate(
    into result: StateVector, from source: StateVector, factor: Double, cancellation: CancellationFlag
  ) throws {
    for (excitation, angle) in zip(excitations, angles) {
      try cancellation.check()
      withUnsafePointer(to: excitation.kernel) {
        csv_excitation_accumulate(
          result.amplitudes, source.amplitudes, Int32(source.qubitCount), $0, factor * angle)
      }
    }
  }
}
