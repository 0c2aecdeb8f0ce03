internal import RealModule
internal import LinearAlgebra
internal import CStateVectorKernels
internal import ComplexModule
internal import QuantumCircuits

extension StateVectorPlan {
  /// Expectation values and their derivatives by all parameters, in one forward and one backward sweep.
  ///
  /// With ψ the state behind a gate exp(αD) and λ what the gates behind it make of Oψ, the derivative by its angle is
  /// 2 Re⟨λ|D|ψ⟩; then both states go back through the gate. Linear expressions follow by the chain rule. Each observable
  /// has a λ of its own; ψ is shared.
  /// - Parameter wanted: Positions of observables, as many as the workspace has memory for.
  /// - Note: Jones and Gacon, arXiv:2009.02823.
  func gradients(
    of wanted: some Collection<Int>, parameters: [Double], in workspace: Workspace, cancellation: CancellationFlag
  ) throws -> [(value: Double, gradient: [Double])] {
    if let sector {
      try bind(parameters, into: &workspace.angles)
      clearDerivatives(of: wanted.count, in: workspace)
      let values = try sector.backpropagate(
        wanted, angleCount: angles.count, in: workspace, cancellation: cancellation)
      return try gradients(of: wanted, values: values, in: workspace)
    }
    try prepareState(parameters, in: workspace, cancellation: cancellation)
    let state = workspace.state
    var adjoints: [StateVector] = []
    var values: [Double] = []
    for observable in wanted {
      // Behind the first one stands what exponentials work with.
      let position =
        adjoints.isEmpty ? 0 : adjoints.count + (hasExponential ? ExcitationExponential.maximumOrder + 2 : 0)
      let adjoint = try workspace.extraState(position)
      adjoint.clear()
      try observables[observable].accumulate(into: adjoint, from: state, cancellation: cancellation)
      values.append(adjoint.overlap(with: state).real)
      adjoints.append(adjoint)
    }

    clearDerivatives(of: adjoints.count, in: workspace)
    for pass in backwardPasses.reversed() {
      try backpropagate(pass, state: state, adjoints: adjoints, in: workspace, cancellation: cancellation)
    }

    return try gradients(of: wanted, values: values, in: workspace)
  }

  private func clearDerivatives(of observables: Int, in workspace: Workspace) {
    workspace.angleDerivatives.removeAll(keepingCapacity: true)
    workspace.angleDerivatives.append(contentsOf: repeatElement(0, count: angles.count * observables))
  }

  /// Values with the derivatives by the parameters, from those by the angles, which stand in the workspace.
  private func gradients(
    of wanted: some Collection<Int>, values: [Double], in workspace: Workspace
  ) throws -> [(value: Double, gradient: [Double])] {
    try zip(wanted, values).enumerated().map { position, entry in
      var gradient = [Double](repeating: 0, count: circuit.parameters.count)
      angleTable.addDerivatives(workspace.angleDerivatives[(position * angles.count)...], to: &gradient)
      guard entry.1.isFinite && gradient.allSatisfy(\.isFinite) else { throw notFinite(entry.0, entry.1) }
      return (entry.1, gradient)
    }
  }

  /// Adds the derivatives by the angles of one step; both states, or the same block of both, stand behind it.
  ///
  /// - Parameters:
  ///   - sign: −1 where the rest of the state turns the angle around.
  ///   - derivatives: One for each angle of the plan.
  func differentiate(
    _ step: PlanStep, state a: UnsafePointer<Double>, adjoint l: UnsafePointer<Double>, qubitCount: Int, sign: Double,
    in workspace: Workspace, derivatives: UnsafeMutablePointer<Double>
  ) {
    let n = Int32(qubitCount)
    switch step {
    case .matrix1, .matrix2, .matrix, .phase, .flip, .swap, .exponential:
      return
    case .pauliRotation(let xMask, let zMask, let angle):
      guard !angles[angle].isConstant else { return }
      let element = complexResult { csv_pauli_matrix_element(l, a, n, xMask, zMask, $0) }
      // D = −iP/2, and 2 Re(−iz/2) = Im z.
      derivatives[angle] += sign * element.imaginary
    case .parameterizedPhase(let mask, let angle):
      guard !angles[angle].isConstant else { return }
      let element = complexResult {
        if mask == 0 {
          csv_inner_product(l, a, n, $0)
        } else {
          let qubit = Int32(mask.trailingZeroBitCount)
          csv_matrix1_element(l, a, n, mask & (mask - 1), qubit, [0, 0, 0, 0, 0, 0, 1, 0], $0)
        }
      }
      // D = i times the projector, and 2 Re(iz) = −2 Im z.
      derivatives[angle] -= 2 * element.imaginary
    case .excitation(let excitation, let angle):
      guard !angles[angle].isConstant else { return }
      let element = withUnsafePointer(to: excitation.kernel) { kernel in
        complexResult { csv_excitation_matrix_element(l, a, n, kernel, $0) }
      }
      derivatives[angle] += sign * 2 * element.real
    case .parameterized(let gate, let controls, let targets, let first):
      let values = angles(of: gate, at: first, in: workspace)
      let inverse = gate.baseMatrix(values).adjoint
      for index in values.indices where !angles[first + index].isConstant {
        // D = (∂U)U†, so that it may act on the state behind the gate.
        let matrix = (gate.baseDerivative(ofAngle: index, at: values) * inverse).interleaved
        let element = complexResult {
          if targets.count == 1 {
            csv_matrix1_element(l, a, n, controls, targets[0], matrix, $0)
          } else {
            csv_matrix2_element(l, a, n, targets[0], targets[1], matrix, $0)
          }
        }
        derivatives[first + index] += 2 * element.real
      }
    }
  }
}
