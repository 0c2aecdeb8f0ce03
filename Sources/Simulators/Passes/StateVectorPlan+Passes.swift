internal import CStateVectorKernels
internal import Dispatch

/// A step of a pass with everything that follows from the angles.
private enum BoundStep: Sendable {
  case step(PlanStep)
  /// Column-major; both matrices of a gate that selects, one behind the other.
  case matrix1(target: Int32, [Double])
  case matrix2(Int32, Int32, [Double])
  case selected(selector: Int32?, target: Int32, [Double])
  case diagonal(BlockDiagonal)
}

extension StateVectorPlan {
  /// Applies passes at the angles bound in the workspace.
  func apply(
    _ passes: [StatePass], to state: StateVector, in workspace: Workspace, cancellation: CancellationFlag
  ) throws {
    for pass in passes {
      try cancellation.check()
      if pass.blockQubits.nonzeroBitCount == qubitCount {
        for part in pass.parts {
          if case .step(.exponential(let excitations, let firstAngle)) = part.steps.first?.step {
            try apply(excitations, firstAngle: firstAngle, to: state, in: workspace, cancellation: cancellation)
          } else {
            let steps = bind(part, in: workspace)
            apply(part, steps, at: 0, of: pass, to: state.amplitudes, in: workspace, cancellation: cancellation)
          }
          try cancellation.check()
        }
      } else {
        let bound = pass.parts.map { bind($0, in: workspace) }
        try apply(pass, bound, to: state, in: workspace, cancellation: cancellation)
      }
    }
  }

  /// Takes the state block by block.
  private func apply(
    _ pass: StatePass, _ bound: [[BoundStep]], to state: StateVector, in workspace: Workspace,
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
        for (part, steps) in zip(pass.parts, bound) {
          apply(part, steps, at: base, of: pass, to: amplitudes, in: workspace, cancellation: cancellation)
        }
        walk.store(amplitudes, to: base, of: whole)
      }
    }
    try cancellation.check()
  }

  /// Takes a block piece by piece; stops anywhere when cancelled.
  private func apply(
    _ part: StatePass.Part, _ steps: [BoundStep], at base: UInt64, of pass: StatePass,
    to block: UnsafeMutablePointer<Double>, in workspace: Workspace, cancellation: CancellationFlag
  ) {
    let others = pass.blockQubits & ~part.qubits
    let size = 2 << part.qubits.nonzeroBitCount
    var place: UInt64 = 0
    for piece in 0..<1 << others.nonzeroBitCount {
      defer { place = (place &- others) & others }
      // All amplitudes of the piece are zero, and these steps leave them so.
      guard place & ~part.reached == 0 else { continue }
      for (step, bound) in zip(part.steps, steps) {
        guard !cancellation.isRaised else { return }
        apply(step, bound, at: base | place, to: block + piece * size, in: workspace)
      }
    }
  }

  private func apply(
    _ step: StatePass.Step, _ bound: BoundStep, at base: UInt64, to amplitudes: UnsafeMutablePointer<Double>,
    in workspace: Workspace
  ) {
    let qubitCount = step.qubitCount
    guard base & step.condition == step.condition else { return }
    let isTurned = step.isTurned(at: base)
    switch bound {
    case .step(let plain):
      apply(plain, to: amplitudes, qubitCount: qubitCount, in: workspace, inverse: isTurned)
    case .matrix1(let target, let matrix):
      csv_apply_matrix1(amplitudes, Int32(qubitCount), target, matrix)
    case .matrix2(let first, let second, let matrix):
      csv_apply_matrix2(amplitudes, Int32(qubitCount), first, second, matrix)
    case .selected(let selector, let target, let matrices):
      matrices.withUnsafeBufferPointer { matrices in
        guard let zero = matrices.baseAddress else { return }
        let one = zero + 8
        if let selector {
          csv_apply_selected_matrix1(amplitudes, Int32(qubitCount), selector, target, zero, one)
        } else {
          csv_apply_matrix1(amplitudes, Int32(qubitCount), target, isTurned ? one : zero)
        }
      }
    case .diagonal(let diagonal):
      diagonal.apply(to: amplitudes, at: base, qubitCount: qubitCount)
    }
  }

  private func bind(_ part: StatePass.Part, in workspace: Workspace) -> [BoundStep] {
    part.steps.map { bind($0.step, on: part.qubits, in: workspace) }
  }

  private func bind(_ step: FusedStep, on qubits: UInt64, in workspace: Workspace) -> BoundStep {
    switch step {
    case .step(let step): .step(step)
    case .fused(let gate) where gate.targets.count == 1:
      .matrix1(target: gate.targets[0], product(of: gate.members, qubitCount: 1, in: workspace))
    case .fused(let gate):
      .matrix2(gate.targets[0], gate.targets[1], product(of: gate.members, qubitCount: 2, in: workspace))
    case .selected(let gate):
      .selected(
        selector: gate.selector, target: gate.target,
        product(of: gate.zero, qubitCount: 1, in: workspace) + product(of: gate.one, qubitCount: 1, in: workspace))
    case .diagonal(let gate):
      .diagonal(
        BlockDiagonal(DiagonalForm(gate, angles: workspace.angles, qubitCount: qubitCount), blockQubits: qubits))
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
