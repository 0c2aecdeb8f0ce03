internal import RealModule
internal import LinearAlgebra
internal import CStateVectorKernels
internal import ComplexModule
internal import Foundation
internal import QuantumCircuits

extension StateVectorPlan {
  /// Prepares the circuit's state from |0…0⟩ at a parameter set, in the workspace's first state.
  func prepareState(_ parameters: [Double], in workspace: Workspace, cancellation: CancellationFlag) throws {
    try bind(parameters, into: &workspace.angles)
    if let sector { return try sector.prepareFullState(in: workspace, cancellation: cancellation) }
    makeScratch(in: workspace)
    workspace.state.reset()
    try apply(passes, to: workspace.state, in: workspace, cancellation: cancellation)
  }

  /// Prepares a state to draw outcomes from: basis states, or ranks in the plan's sector.
  func prepareOutcomes(
    _ parameters: [Double], in workspace: Workspace, cancellation: CancellationFlag
  ) throws -> StateVector {
    if let sector {
      try bind(parameters, into: &workspace.angles)
      return try sector.prepareOutcomes(order: outcomeOrder, in: workspace, cancellation: cancellation)
    }
    try prepareState(parameters, in: workspace, cancellation: cancellation)
    return workspace.state
  }

  /// Applies a circuit without parameters to the workspace's first state, which is of the kind that the plan was made for.
  func apply(in workspace: Workspace, cancellation: CancellationFlag) throws {
    try bind([], into: &workspace.angles)
    makeScratch(in: workspace)
    try apply(passes, to: workspace.state, in: workspace, cancellation: cancellation)
  }

  /// Applies the steps one by one at a parameter set, nothing fused, to the workspace's first state.
  func applySteps(_ parameters: [Double], in workspace: Workspace, cancellation: CancellationFlag) throws {
    try bind(parameters, into: &workspace.angles)
    makeScratch(in: workspace)
    for step in steps {
      try apply(step, to: workspace.state, in: workspace, inverse: false, cancellation: cancellation)
    }
  }

  private func makeScratch(in workspace: Workspace) {
    let count = 16 << widestMatrix
    if workspace.scratch.count < count { workspace.scratch = [Double](repeating: 0, count: count) }
  }

  /// Applies one step, or its inverse, at the angles bound in the workspace.
  func apply(
    _ step: PlanStep, to state: StateVector, in workspace: Workspace, inverse: Bool, cancellation: CancellationFlag
  ) throws {
    if case .exponential(let excitations, let firstAngle) = step {
      try apply(
        excitations, firstAngle: firstAngle, to: state, in: workspace, inverse: inverse, cancellation: cancellation)
    } else {
      apply(step, to: state.amplitudes, qubitCount: qubitCount, in: workspace, inverse: inverse)
    }
  }

  /// Applies an exponential of several excitations, or its inverse.
  func apply(
    _ excitations: [CompiledExcitation], firstAngle: Int, to state: StateVector, in workspace: Workspace,
    inverse: Bool = false, cancellation: CancellationFlag
  ) throws {
    let exponential = try ExcitationExponential(
      excitations, angles: workspace.angles[firstAngle..<firstAngle + excitations.count], scale: inverse ? -1 : 1)
    try exponential.apply(to: state, in: workspace, cancellation: cancellation)
  }

  /// Applies one step that is no exponential, or its inverse, to the amplitudes of any number of qubits.
  func apply(
    _ step: PlanStep, to a: UnsafeMutablePointer<Double>, qubitCount: Int, in workspace: Workspace, inverse: Bool
  ) {
    let n = Int32(qubitCount)
    let sign: Double = inverse ? -1 : 1
    switch step {
    case .matrix1(let controls, let qubit, let matrix):
      apply(matrix.elements(inverse: inverse), controls: controls, qubit: qubit, to: a, n)
    case .matrix2(let first, let second, let matrix):
      csv_apply_matrix2(a, n, first, second, matrix.elements(inverse: inverse))
    case .matrix(let targets, let matrix):
      csv_apply_matrixk(a, n, targets, Int32(targets.count), matrix.elements(inverse: inverse), &workspace.scratch)
    case .parameterized(let gate, let controls, let targets, let angle):
      var matrix = gate.baseMatrix(angles(of: gate, at: angle, in: workspace))
      if inverse { matrix = matrix.adjoint }
      if targets.count == 1 {
        apply(matrix.interleaved, controls: controls, qubit: targets[0], to: a, n)
      } else {
        csv_apply_matrix2(a, n, targets[0], targets[1], matrix.interleaved)
      }
    case .phase(let mask, let phase):
      csv_apply_phase(a, n, mask, phase.real, sign * phase.imaginary)
    case .parameterizedPhase(let mask, let angle):
      let angle = workspace.angles[angle]
      csv_apply_phase(a, n, mask, cos(angle), sign * sin(angle))
    case .flip(let controls, let qubit):
      csv_apply_x(a, n, controls, qubit)
    case .swap(let controls, let first, let second):
      csv_apply_swap(a, n, controls, first, second)
    case .pauliRotation(let xMask, let zMask, let angle):
      let half = 0.5 * workspace.angles[angle]
      csv_pauli_rotation(a, n, xMask, zMask, cos(half), sign * sin(half))
    case .excitation(let excitation, let angle):
      let angle = workspace.angles[angle]
      withUnsafePointer(to: excitation.kernel) {
        csv_excitation_rotation(a, n, $0, cos(angle), sign * sin(angle))
      }
    case .exponential:
      break
    }
  }

  /// The angles of a parameterised gate, from the table.
  func angles(of gate: StandardGate, at first: Int, in workspace: Workspace) -> [Double] {
    Array(workspace.angles[first..<first + gate.angleCount])
  }

  private func apply(_ matrix: [Double], controls: UInt64, qubit: Int32, to a: UnsafeMutablePointer<Double>, _ n: Int32)
  {
    if controls == 0 {
      csv_apply_matrix1(a, n, qubit, matrix)
    } else {
      csv_apply_controlled_matrix1(a, n, controls, qubit, matrix)
    }
  }
}
