internal import CStateVectorKernels
internal import ComplexModule
internal import QuantumBackends
internal import QuantumCircuits

/// The state of those qubits of a program that a gate has acted on; the others are |0⟩.
///
/// Gates wait until the state is looked at, and are then compiled together.
final class ProgramRegister {
  private var workspace: Workspace?
  /// Where the program's qubits stand in the state.
  private var positions: [Int: Int] = [:]
  private var waiting: [Circuit.Operation] = []
  /// Whether nothing has changed the state since |0…0⟩.
  private var isFresh = true
  private let threadCount: Int
  private let cancellation: CancellationFlag

  init(threadCount: Int, cancellation: CancellationFlag) {
    self.threadCount = threadCount
    self.cancellation = cancellation
  }

  var qubitCount: Int { positions.count }

  /// Whether a gate has acted on a qubit, or will.
  func holds(_ qubit: Int) -> Bool { positions[qubit] != nil }

  /// Where a qubit stands; nil while it is |0⟩.
  func position(of qubit: Int) -> Int? { positions[qubit] }

  func append(_ operation: Circuit.Operation) {
    for qubit in operation.qubits where positions[qubit] == nil { positions[qubit] = positions.count }
    waiting.append(operation)
  }

  /// The state with all gates applied; nil while there are no qubits.
  func state() throws -> StateVector? {
    guard qubitCount > 0 else { return nil }
    try grow()
    guard let workspace else { return nil }
    if !waiting.isEmpty {
      var circuit = try Circuit(qubitCount: qubitCount)
      for operation in waiting {
        let qubits = operation.qubits.map { positions[$0] ?? 0 }
        try circuit.append(Circuit.Operation(operation.kind, qubits: qubits, angles: operation.angles))
      }
      let plan = try StateVectorPlan(circuit, observables: [], usesSector: false, from: isFresh ? .zeros : .anyState)
      try plan.apply(in: workspace, cancellation: cancellation)
      waiting = []
      isFresh = false
    }
    return workspace.state
  }

  /// New qubits are the highest ones, so that the amplitudes stay where they are.
  private func grow() throws {
    guard workspace?.qubitCount != qubitCount else { return }
    let wider = try Workspace(qubitCount: qubitCount)
    wider.threadCount = threadCount
    if let old = workspace { wider.state.amplitudes.update(from: old.state.amplitudes, count: 2 << old.qubitCount) }
    workspace = wider
  }

  /// The same state in memory of its own.
  func copied() throws -> ProgramRegister {
    let copy = ProgramRegister(threadCount: threadCount, cancellation: cancellation)
    (copy.positions, copy.waiting, copy.isFresh) = (positions, waiting, isFresh)
    if let workspace {
      let memory = try Workspace(qubitCount: workspace.qubitCount)
      memory.threadCount = threadCount
      memory.state.copy(from: workspace.state)
      copy.workspace = memory
    }
    return copy
  }

  /// The probability that a qubit is measured as 1.
  func probabilityOfOne(_ qubit: Int) throws -> Double {
    guard let position = positions[qubit], let state = try state() else { return 0 }
    // Both, by the same sums: one of them is exactly zero where the qubit has been measured.
    let zero = probability(of: state, position, projector: [1, 0, 0, 0, 0, 0, 0, 0])
    let one = probability(of: state, position, projector: [0, 0, 0, 0, 0, 0, 1, 0])
    guard (zero + one).isFinite, zero + one > 0 else {
      throw BackendError(
        .notFinite, "The probabilities of an outcome add up to \(zero + one); an angle or a matrix is out of range.")
    }
    return one / (zero + one)
  }

  private func probability(of state: StateVector, _ position: Int, projector: [Double]) -> Double {
    var out = [0.0, 0.0]
    csv_matrix1_element(
      state.amplitudes, state.amplitudes, Int32(state.qubitCount), 0, Int32(position), projector, &out)
    return out[0]
  }

  /// Leaves of the state what has this value of a qubit, normalised.
  func collapse(_ qubit: Int, to value: Bool, probability: Double) throws {
    guard let position = positions[qubit], let state = try state() else { return }
    let scale = 1 / probability.squareRoot()
    csv_apply_diagonal1(
      state.amplitudes, Int32(state.qubitCount), Int32(position), value ? [0, 0, scale, 0] : [scale, 0, 0, 0])
  }

  func flip(_ qubit: Int) throws {
    guard let position = positions[qubit], let state = try state() else { return }
    csv_apply_x(state.amplitudes, Int32(state.qubitCount), 0, Int32(position))
  }
}
