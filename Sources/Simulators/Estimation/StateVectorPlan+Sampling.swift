internal import CStateVectorKernels
internal import Foundation
internal import QuantumBackends

/// An expectation value from a finite number of shots.
struct SampledValue: Sendable {
  var value: Double
  var standardError: Double
  var shots: Int
}

extension StateVectorPlan {
  /// Estimates an observable in the state that the workspace holds, which stays as it is.
  ///
  /// - Parameter allocation: Shots for each basis of `plan`.
  func sample(
    _ plan: MeasurementPlan, allocation: [Int], in workspace: Workspace, seed: UInt64, observable: Int,
    cancellation: CancellationFlag
  ) throws -> SampledValue {
    var result = SampledValue(value: plan.constant, standardError: 0, shots: 0)
    var variance = 0.0
    let rotated = try workspace.extraState(0)
    for (index, (basis, shots)) in zip(plan.bases, allocation).enumerated() {
      try cancellation.check()
      if basis.isFresh { rotated.copy(from: workspace.state) }
      for turn in basis.turns {
        csv_apply_matrix1(rotated.amplitudes, Int32(qubitCount), turn.qubit, turn.matrix)
      }
      let sampler = try OutcomeSampler(rotated, cancellation: cancellation)
      var moments = Moments()
      try sampler.draw(
        shots, seed: derivedSeed(seed, pub: observable, binding: index), cancellation: cancellation,
        buffer: &workspace.outcomes
      ) { outcomes in
        outcomes.sort()
        moments.add(outcomes, of: basis)
      }
      result.value += moments.mean
      variance += moments.squares / (moments.count - 1) / moments.count
      result.shots += shots
    }
    result.standardError = variance.squareRoot()
    guard result.value.isFinite && result.standardError.isFinite else { throw notFinite(observable, result.value) }
    return result
  }
}

/// Mean and sum of squared deviations, block by block.
private struct Moments {
  var count = 0.0
  var mean = 0.0
  var squares = 0.0

  /// - Parameter outcomes: Sorted, so that a value that occurs again is computed once.
  mutating func add(_ outcomes: [UInt64], of basis: MeasurementPlan.Basis) {
    var block = Moments()
    var start = 0
    while start < outcomes.count {
      let outcome = outcomes[start]
      var end = start + 1
      while end < outcomes.count && outcomes[end] == outcome { end += 1 }
      let value = basis.value(of: outcome)
      block.merge(Moments(count: Double(end - start), mean: value, squares: 0))
      start = end
    }
    merge(block)
  }

  // Chan, Golub and LeVeque, The American Statistician 37, 242 (1983), eq. (2.1).
  private mutating func merge(_ other: Moments) {
    if count == 0 {
      self = other
      return
    }
    let sum = count + other.count
    let difference = other.mean - mean
    squares += other.squares + difference * difference * (count * other.count / sum)
    mean += difference * (other.count / sum)
    count = sum
  }
}
