package import PauliAlgebra
package import QuantumCircuits

/// A circuit ready to be run again and again on a state that the caller keeps, and observables to be evaluated there.
package struct StateCircuit: Sendable {
  private let plan: StateVectorPlan

  /// - Throws: `BackendError` when the circuit is too wide or an observable does not fit it.
  package init(_ circuit: Circuit, observables: [PauliSum] = [], usesSector: Bool = true) throws {
    plan = try StateVectorPlan(circuit, observables: observables, usesSector: usesSector)
  }

  /// How many basis states it can reach; nil where they are not followed.
  package var sectorStateCount: Int? { plan.sector?.stateCount }

  /// Whether amplitudes of these states have imaginary parts; nil where they are not followed.
  package var isSectorComplex: Bool? { plan.sector?.isComplex }

  /// How many elements of an observable between these states are kept: those that are not zero above the diagonal.
  package func sectorElementCount(of observable: Int) -> Int? { plan.sector?.elementCount(of: observable) }

  /// Makes the circuit's state from |0…0⟩ in the workspace's first state.
  ///
  /// - Throws: `BackendError` for an angle that is not finite.
  package func run(_ parameters: [Double] = [], in workspace: Workspace) throws {
    try plan.prepareState(parameters, in: workspace, cancellation: CancellationFlag())
  }

  /// Applies the gates to the workspace's first state, whatever that is: one by one, each in a pass of its own.
  ///
  /// - Throws: `BackendError` for an angle that is not finite.
  package func applyGates(_ parameters: [Double] = [], in workspace: Workspace) throws {
    try plan.applySteps(parameters, in: workspace, cancellation: CancellationFlag())
  }

  /// The values of observables and their derivatives by all parameters.
  package func gradients(
    of wanted: [Int], at parameters: [Double], in workspace: Workspace
  ) throws -> [(value: Double, gradient: [Double])] {
    try plan.gradients(of: wanted, parameters: parameters, in: workspace, cancellation: CancellationFlag())
  }

  /// The value of an observable in the workspace's first state, whatever that is, in the full register.
  package func expectation(of observable: Int, in workspace: Workspace) throws -> Double {
    try plan.registerValue(of: observable, in: workspace, cancellation: CancellationFlag())
  }
}
