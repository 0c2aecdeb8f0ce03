internal import CStateVectorKernels

extension StateVectorPlan {
  /// How many sums the derivatives of a pass are first added up in, each over neighbouring blocks: numbers then do not
  /// depend on how many threads there are.
  private static let sumCount = 64

  /// Adds the derivatives by the angles of a pass, and takes all states, which stand behind it, back before it.
  func backpropagate(
    _ pass: StatePass, state: StateVector, adjoints: [StateVector], in workspace: Workspace,
    cancellation: CancellationFlag
  ) throws {
    if pass.blockQubits.nonzeroBitCount < qubitCount {
      try backpropagateBlocks(
        pass, state: state, adjoints: adjoints, in: workspace, cancellation: cancellation)
    } else {
      for step in pass.steps.reversed() {
        guard case .step(let step) = step.step else { continue }
        try cancellation.check()
        try backpropagate(step, state: state, adjoints: adjoints, in: workspace, cancellation: cancellation)
      }
    }
  }

  /// One step on whole states.
  private func backpropagate(
    _ step: PlanStep, state: StateVector, adjoints: [StateVector], in workspace: Workspace,
    cancellation: CancellationFlag
  ) throws {
    if case .exponential(let excitations, let firstAngle) = step {
      let range = firstAngle..<firstAngle + excitations.count
      let exponential = try ExcitationExponential(excitations, angles: workspace.angles[range], scale: 1)
      try workspace.angleDerivatives.withUnsafeMutableBufferPointer {
        try exponential.backpropagate(
          state: state, adjoints: adjoints, derivatives: $0.baseAddress! + firstAngle, stride: angles.count,
          in: workspace, cancellation: cancellation)
      }
      return
    }
    for (position, adjoint) in adjoints.enumerated() {
      workspace.angleDerivatives.withUnsafeMutableBufferPointer {
        guard let derivatives = $0.baseAddress else { return }
        differentiate(
          step, state: state.amplitudes, adjoint: adjoint.amplitudes, qubitCount: qubitCount, sign: 1, in: workspace,
          derivatives: derivatives + position * angles.count)
      }
    }
    for state in [state] + adjoints {
      apply(step, to: state.amplitudes, qubitCount: qubitCount, in: workspace, inverse: true)
    }
  }

  /// Block by block, on several threads.
  private func backpropagateBlocks(
    _ pass: StatePass, state: StateVector, adjoints: [StateVector], in workspace: Workspace,
    cancellation: CancellationFlag
  ) throws {
    let walk = BlockWalk(pass, qubitCount: qubitCount)
    let sumCount = min(Self.sumCount, walk.blockCount)
    let laneCount = pass.usesScratch ? 1 : min(workspace.threadCount, sumCount)
    let steps = Array(pass.steps.reversed())
    let range = pass.angleRange
    let count = range.count * adjoints.count
    // Each lane has sums and blocks of its own, and blocks of the states that no other lane has.
    nonisolated(unsafe) let sums = UnsafeMutablePointer<Double>.allocate(capacity: max(1, sumCount * count))
    defer { sums.deallocate() }
    sums.initialize(repeating: 0, count: sumCount * count)
    nonisolated(unsafe) let wholes = ([state] + adjoints).map(\.amplitudes)
    nonisolated(unsafe) let blocks = try workspace.blocks(laneCount * wholes.count, qubitCount: walk.qubitCount)
      .map(\.amplitudes)
    onThreads(laneCount) { lane in
      for sum in sumCount * lane / laneCount..<sumCount * (lane + 1) / laneCount {
        walk.forEachBlock(in: walk.blockCount * sum / sumCount..<walk.blockCount * (sum + 1) / sumCount) { base in
          guard !cancellation.isRaised else { return }
          let parts = wholes.indices.map { walk.load(base, of: wholes[$0], into: blocks[lane * wholes.count + $0]) }
          for step in steps {
            backpropagate(
              step, at: base, parts: parts, qubitCount: walk.qubitCount, in: workspace,
              derivatives: sums + sum * count - range.lowerBound, stride: range.count)
          }
          for (part, whole) in zip(parts, wholes) { walk.store(part, to: base, of: whole) }
        }
      }
    }
    try cancellation.check()
    for sum in 0..<sumCount {
      for position in adjoints.indices {
        for index in range {
          workspace.angleDerivatives[position * angles.count + index] +=
            sums[sum * count + position * range.count + index - range.lowerBound]
        }
      }
    }
  }

  /// One step on the same block of all states.
  ///
  /// - Parameter derivatives: Those by the first adjoint; those by each other one stand `stride` further on.
  private func backpropagate(
    _ step: StatePass.Step, at base: UInt64, parts: [UnsafeMutablePointer<Double>], qubitCount: Int,
    in workspace: Workspace, derivatives: UnsafeMutablePointer<Double>, stride: Int
  ) {
    guard base & step.condition == step.condition, case .step(let plain) = step.step else { return }
    let isTurned = step.isTurned(at: base)
    for (position, adjoint) in parts.dropFirst().enumerated() {
      differentiate(
        plain, state: parts[0], adjoint: adjoint, qubitCount: qubitCount, sign: isTurned ? -1 : 1, in: workspace,
        derivatives: derivatives + position * stride)
    }
    for part in parts { apply(plain, to: part, qubitCount: qubitCount, in: workspace, inverse: !isTurned) }
  }
}
