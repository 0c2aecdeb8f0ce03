internal import CStateVectorKernels
internal import QuantumBackends

extension StateVectorPlan {
  /// Estimates an observable in the state that the workspace holds, which stays as it is.
  func sample(
    _ readout: Readout, in workspace: Workspace, seed: UInt64, observable: Int, cancellation: CancellationFlag
  ) throws -> SampledValue {
    var means = SampledMeans(readout.plan)
    var schedule = ShotSchedule(readout)
    var round = 0
    while let shots = try schedule.next(after: means) {
      try draw(shots, into: &means, in: workspace, cancellation: cancellation) { basis, half in
        derivedSeed(derivedSeed(seed, observable, basis), half, round)
      }
      round += 1
    }
    let result = means.result
    guard result.value.isFinite && result.standardError.isFinite else { throw notFinite(observable, result.value) }
    return result
  }

  /// Draws shots in all bases.
  ///
  /// - Parameters:
  ///   - shots: For each half and basis.
  ///   - seed: For each basis and half.
  private func draw(
    _ shots: [[Int]], into means: inout SampledMeans, in workspace: Workspace, cancellation: CancellationFlag,
    seed: (Int, Int) -> UInt64
  ) throws {
    if means.halves.isEmpty {
      means.halves = shots.map { Array(repeating: Moments(), count: $0.count) }
    }
    let rotated = try workspace.extraState(0)
    let bases = means.plan.bases
    for (index, basis) in bases.enumerated() {
      try cancellation.check()
      let isDrawn = shots.contains { $0[index] > 0 }
      // The basis after it may start from it.
      guard isDrawn || index + 1 < bases.count && !bases[index + 1].isFresh else { continue }
      if basis.isFresh { rotated.copy(from: workspace.state) }
      for turn in basis.turns {
        csv_apply_matrix1(rotated.amplitudes, Int32(qubitCount), turn.qubit, turn.matrix)
      }
      try apply(basis.passes, to: rotated, in: workspace, cancellation: cancellation)
      guard isDrawn else { continue }
      let sampler = try OutcomeSampler(rotated, cancellation: cancellation)
      for half in shots.indices {
        try sampler.draw(
          shots[half][index], seed: seed(index, half), cancellation: cancellation, buffer: &workspace.outcomes
        ) { outcomes in
          sort(&outcomes)
          means.halves[half][index].add(outcomes, of: basis)
        }
      }
    }
  }

  /// Ascending; by counting where there are more outcomes than basis states.
  private func sort(_ outcomes: inout [UInt64]) {
    guard qubitCount < Int.bitWidth - 2, 1 << qubitCount <= outcomes.count else { return outcomes.sort() }
    var counts = [Int](repeating: 0, count: 1 << qubitCount)
    for outcome in outcomes { counts[Int(outcome)] += 1 }
    var start = 0
    for (outcome, count) in counts.enumerated() where count > 0 {
      for index in start..<start + count { outcomes[index] = UInt64(outcome) }
      start += count
    }
  }
}
