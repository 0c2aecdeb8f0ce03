internal import CStateVectorKernels
internal import Dispatch

extension StateVectorPlan {
  /// Applies all passes at the angles bound in the workspace.
  func applyPasses(to state: StateVector, in workspace: Workspace, cancellation: CancellationFlag) throws {
    for pass in passes {
      try cancellation.check()
      let matrices = pass.steps.map { matrix(of: $0.step, in: workspace) }
      if pass.blockQubits.nonzeroBitCount == qubitCount {
        for (step, matrix) in zip(pass.steps, matrices) {
          try cancellation.check()
          if case .step(.exponential(let excitations, let firstAngle)) = step.step {
            try apply(excitations, firstAngle: firstAngle, to: state, in: workspace, cancellation: cancellation)
          } else {
            apply(step, matrix, at: 0, to: state.amplitudes, qubitCount: qubitCount, in: workspace)
          }
        }
      } else {
        try apply(pass, matrices, to: state, in: workspace, cancellation: cancellation)
      }
    }
  }

  /// Takes the state block by block.
  private func apply(
    _ pass: StatePass, _ matrices: [[Double]], to state: StateVector, in workspace: Workspace,
    cancellation: CancellationFlag
  ) throws {
    let walk = BlockWalk(pass, qubitCount: qubitCount)
    let laneCount = pass.usesScratch ? 1 : min(workspace.threadCount, walk.blockCount)
    // Each lane has a block of its own, and blocks of the state that no other lane has.
    nonisolated(unsafe) let blocks = try workspace.blocks(laneCount, qubitCount: walk.qubitCount).map(\.amplitudes)
    nonisolated(unsafe) let whole = state.amplitudes
    onThreads(laneCount) { lane in
      walk.forEachBlock(in: walk.blockCount * lane / laneCount..<walk.blockCount * (lane + 1) / laneCount) { base in
        guard !cancellation.isRaised else { return }
        let amplitudes = walk.load(base, of: whole, into: blocks[lane])
        for (step, matrix) in zip(pass.steps, matrices) {
          apply(step, matrix, at: base, to: amplitudes, qubitCount: walk.qubitCount, in: workspace)
        }
        walk.store(amplitudes, to: base, of: whole)
      }
    }
    try cancellation.check()
  }

  private func apply(
    _ step: StatePass.Step, _ matrix: [Double], at base: UInt64, to amplitudes: UnsafeMutablePointer<Double>,
    qubitCount: Int, in workspace: Workspace
  ) {
    guard base & step.condition == step.condition else { return }
    let isTurned = step.isTurned(at: base)
    switch step.step {
    case .step(let plain):
      apply(plain, to: amplitudes, qubitCount: qubitCount, in: workspace, inverse: isTurned)
    case .fused(let gate) where gate.targets.count == 1:
      csv_apply_matrix1(amplitudes, Int32(qubitCount), gate.targets[0], matrix)
    case .fused(let gate):
      csv_apply_matrix2(amplitudes, Int32(qubitCount), gate.targets[0], gate.targets[1], matrix)
    case .selected(let gate):
      matrix.withUnsafeBufferPointer { matrix in
        guard let zero = matrix.baseAddress else { return }
        let one = zero + 8
        if let selector = gate.selector {
          csv_apply_selected_matrix1(amplitudes, Int32(qubitCount), selector, gate.target, zero, one)
        } else {
          csv_apply_matrix1(amplitudes, Int32(qubitCount), gate.target, isTurned ? one : zero)
        }
      }
    }
  }

  /// The product of a fused gate's members, column-major; both matrices of one that selects; nothing for other steps.
  private func matrix(of step: FusedStep, in workspace: Workspace) -> [Double] {
    switch step {
    case .step: []
    case .fused(let gate): product(of: gate.members, qubitCount: gate.targets.count, in: workspace)
    case .selected(let gate):
      product(of: gate.zero, qubitCount: 1, in: workspace) + product(of: gate.one, qubitCount: 1, in: workspace)
    }
  }

  private func product(of members: [PlanStep], qubitCount count: Int, in workspace: Workspace) -> [Double] {
    // A matrix is a state of its rows and columns, of which gates see the rows.
    let size = 1 << count
    var matrix = [Double](repeating: 0, count: 2 * size * size)
    for k in 0..<size { matrix[2 * (k + size * k)] = 1 }
    matrix.withUnsafeMutableBufferPointer { buffer in
      guard let amplitudes = buffer.baseAddress else { return }
      for member in members {
        apply(member, to: amplitudes, qubitCount: 2 * count, in: workspace, inverse: false)
      }
    }
    return matrix
  }
}

/// Calls `body` with 0, 1, … up to `count`, each on a thread of its own; a single one on the caller's.
func onThreads(_ count: Int, _ body: @Sendable (Int) -> Void) {
  if count == 1 { body(0) } else { DispatchQueue.concurrentPerform(iterations: count, execute: body) }
}
