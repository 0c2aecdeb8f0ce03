internal import CStateVectorKernels
internal import ComplexModule
internal import PauliAlgebra
internal import QuantumCircuits
internal import Foundation

/// A circuit and observables between those basis states that the circuit can reach from |0…0⟩.
///
/// Where gates conserve something (particles of each spin, a parity, the symmetry of an orbital), what they reach is the
/// sector of the start or less, found without knowing what is conserved. All amplitudes elsewhere are zero, so values and
/// derivatives are those of the full register.
struct Sector: Sendable {
  private let steps: [SectorStep]
  private let lists: [Int32]
  private let turns: [SectorTurn]
  private let observables: [SectorObservable]
  /// The basis states by position.
  private let names: [UInt64]
  /// Whether amplitudes have imaginary parts.
  let isComplex: Bool

  /// - Returns: nil where the full register is the better place.
  init?(_ planSteps: [PlanStep], angles: [IndexedExpression], qubitCount: Int, observables: [PauliSum]) {
    let limit = SectorLimit(qubitCount: qubitCount)
    guard let compiler = SectorCompiler(planSteps, angles: angles, qubitCount: qubitCount, limit: limit) else {
      return nil
    }
    var compiled: [SectorObservable] = []
    var (elementCount, work) = (limit.elementCount, limit.work - compiler.work)
    for sum in observables {
      guard
        let observable = SectorObservable(
          sum, states: compiler.states, elementCount: elementCount, work: &work)
      else { return nil }
      elementCount -= observable.elementCount
      compiled.append(observable)
    }
    steps = compiler.steps
    lists = compiler.lists
    turns = compiler.turns
    self.observables = compiled
    names = compiler.states.names
    isComplex = compiler.isComplex
  }

  /// Basis states.
  var stateCount: Int { names.count }

  /// The nonzero elements of an observable above its diagonal.
  func elementCount(of observable: Int) -> Int { observables[observable].elementCount }

  /// What its tables take.
  var byteCount: Int {
    4 * lists.count + 16 * turns.count + 64 * steps.count + 12 * names.count
      + observables.reduce(0) { $0 + 12 * $1.elementCount + 24 * stateCount }
  }

  /// The width of a ``StateVector`` that holds its amplitudes.
  var memoryQubitCount: Int { SectorState.qubitCount(holding: stateCount, isComplex: isComplex) }

  /// Roughly the nanoseconds that all steps take once.
  var stepWork: Int { (isComplex ? 2 : 1) * (lists.count + 2 * turns.count + 32 * steps.count) }

  /// Roughly the nanoseconds that an observable takes.
  func work(of observable: Int) -> Int {
    (isComplex ? 2 : 1) * (observables[observable].elementCount + stateCount)
  }

  private func state(in memory: StateVector) -> SectorState {
    SectorState(in: memory, count: stateCount, isComplex: isComplex)
  }

  // MARK: - Forward

  /// Prepares the circuit's state at the angles bound in the workspace, in its first state.
  func prepareState(in workspace: Workspace, cancellation: CancellationFlag) throws {
    try prepare(state(in: workspace.state), in: workspace, cancellation: cancellation)
  }

  /// The same in the full register, which is the workspace's first state.
  func prepareFullState(in workspace: Workspace, cancellation: CancellationFlag) throws {
    let state = state(in: try workspace.block(qubitCount: memoryQubitCount))
    try prepare(state, in: workspace, cancellation: cancellation)
    workspace.state.clear()
    let amplitudes = workspace.state.amplitudes
    for (position, name) in names.enumerated() {
      amplitudes[2 * Int(name)] = state.real[position]
      if let imaginary = state.imaginary { amplitudes[2 * Int(name) + 1] = imaginary[position] }
    }
  }

  /// Prepares it in a ``StateVector`` of ``outcomeQubitCount`` qubits, to be drawn from: in the order of the full register,
  /// so that uniform numbers stand for the same outcomes there, with zeros behind.
  ///
  /// - Parameter order: ``positionsByName``.
  func prepareOutcomes(order: [Int32], in workspace: Workspace, cancellation: CancellationFlag) throws -> StateVector {
    try prepareState(in: workspace, cancellation: cancellation)
    let state = state(in: workspace.state)
    // What earlier work needed more of is not part of the reservation.
    workspace.shrink(to: StateVector.bytes(qubitCount: workspace.qubitCount))
    let outcomes = try workspace.block(qubitCount: outcomeQubitCount)
    outcomes.clear()
    for (rank, position) in order.enumerated() {
      outcomes.amplitudes[2 * rank] = state.real[Int(position)]
      if let imaginary = state.imaginary { outcomes.amplitudes[2 * rank + 1] = imaginary[Int(position)] }
    }
    return outcomes
  }

  /// The width of a register that has a basis state for each of the sector's.
  var outcomeQubitCount: Int { SectorState.qubitCount(holding: stateCount, isComplex: true) }

  /// The positions in the order of their names, which takes a while for many.
  var positionsByName: [Int32] {
    names.indices.map { Int32($0) }.sorted { names[Int($0)] < names[Int($1)] }
  }

  /// Makes basis states of their ranks in an order.
  func name(_ ranks: inout [UInt64], order: [Int32]) {
    for index in ranks.indices { ranks[index] = names[Int(order[Int(ranks[index])])] }
  }

  private func prepare(_ state: SectorState, in workspace: Workspace, cancellation: CancellationFlag) throws {
    state.reset()
    try withTables { steps, lists in
      for step in steps {
        try cancellation.check()
        apply(step, lists, to: state, turnedBy: angle(of: step, in: workspace))
      }
    }
  }

  /// The value of an observable in the state that the workspace holds.
  func expectation(of observable: Int, in workspace: Workspace) -> Double {
    observables[observable].expectation(in: state(in: workspace.state))
  }

  private func angle(of step: SectorStep, in workspace: Workspace) -> Double {
    turns.withUnsafeBufferPointer { turns in
      var angle = 0.0
      for k in step.turns { angle += turns[k].factor * workspace.angles[turns[k].angle] }
      return angle
    }
  }

  private func withTables(
    _ body: (UnsafeBufferPointer<SectorStep>, UnsafePointer<Int32>) throws -> Void
  ) rethrows {
    try steps.withUnsafeBufferPointer { steps in
      try lists.withUnsafeBufferPointer { lists in
        if let lists = lists.baseAddress { try body(steps, lists) }
      }
    }
  }

  private func apply(
    _ step: SectorStep, _ lists: UnsafePointer<Int32>, to state: SectorState, turnedBy angle: Double,
    inverse: Bool = false
  ) {
    let list = lists + step.list.lowerBound
    let (c, s) = (cos(angle), inverse ? -sin(angle) : sin(angle))
    switch step.action {
    case .rotate:
      csv_rotate_pairs(state.real, list, step.list.count / 2, c, s)
      if let imaginary = state.imaginary { csv_rotate_pairs(imaginary, list, step.list.count / 2, c, s) }
    case .mix:
      guard let imaginary = state.imaginary else { return }
      csv_mix_pairs(state.real, imaginary, list, step.list.count / 2, c, s)
    case .turn:
      guard let imaginary = state.imaginary else { return }
      csv_turn_entries(state.real, imaginary, list, step.list.count, c, s)
    case .scale(let factor):
      if let imaginary = state.imaginary {
        csv_turn_entries(
          state.real, imaginary, list, step.list.count, factor.real, inverse ? -factor.imaginary : factor.imaginary)
      } else {
        for k in 0..<step.list.count { state.real[Int(list[k])] *= factor.real }
      }
    }
  }

  // MARK: - Backward

  /// Values of observables, and their derivatives by all of the plan's angles, which are added to those in the workspace.
  ///
  /// - Note: Jones and Gacon, arXiv:2009.02823, as for the full register.
  func backpropagate(
    _ wanted: some Collection<Int>, angleCount: Int, in workspace: Workspace, cancellation: CancellationFlag
  ) throws -> [Double] {
    try prepareState(in: workspace, cancellation: cancellation)
    let state = state(in: workspace.state)
    var values: [Double] = []
    var adjoints: [SectorState] = []
    for observable in wanted {
      let adjoint = self.state(in: try workspace.extraState(adjoints.count))
      observables[observable].apply(to: state, into: adjoint)
      values.append(
        zip(adjoint.planes, state.planes).reduce(0.0) { sum, planes in
          (0..<stateCount).reduce(sum) { $0 + planes.0[$1] * planes.1[$1] }
        })
      adjoints.append(adjoint)
    }
    let first = steps.firstIndex(where: \.isParameterized) ?? steps.count
    try withTables { steps, lists in
      for step in steps[first...].reversed() {
        try cancellation.check()
        let angle = angle(of: step, in: workspace)
        for (position, adjoint) in adjoints.enumerated() {
          if step.isParameterized {
            let derivative = derivative(of: step, lists, adjoint: adjoint, state: state)
            for turn in turns[step.turns] {
              workspace.angleDerivatives[position * angleCount + turn.angle] += turn.factor * derivative
            }
          }
          apply(step, lists, to: adjoint, turnedBy: angle, inverse: true)
        }
        apply(step, lists, to: state, turnedBy: angle, inverse: true)
      }
    }
    return values
  }

  /// 2 Re⟨adjoint|D|state⟩ with both states behind the step, which is exp(φD).
  private func derivative(
    of step: SectorStep, _ lists: UnsafePointer<Int32>, adjoint: SectorState, state: SectorState
  ) -> Double {
    let list = lists + step.list.lowerBound
    switch step.action {
    case .rotate:
      return 2
        * zip(adjoint.planes, state.planes).reduce(0) {
          $0 + csv_rotated_pairs_element($1.0, $1.1, list, step.list.count / 2)
        }
    case .mix:
      guard let left = adjoint.imaginary, let right = state.imaginary else { return 0 }
      // D = −iX, and 2 Re(−iz) = 2 Im z.
      return 2 * csv_mixed_pairs_element(adjoint.real, left, state.real, right, list, step.list.count / 2)
    case .turn:
      guard let left = adjoint.imaginary, let right = state.imaginary else { return 0 }
      // D = i, and 2 Re(iz) = −2 Im z.
      return -2 * csv_turned_entries_element(adjoint.real, left, state.real, right, list, step.list.count)
    case .scale:
      return 0
    }
  }
}
