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
      rotated.copy(from: workspace.state)
      rotate(rotated, into: basis)
      let sampler = OutcomeSampler(probabilities: rotated.probabilities)
      // Values repeat: count outcomes first.
      var histogram: [UInt64: Int] = [:]
      try sampler.draw(
        shots, seed: derivedSeed(seed, pub: observable, binding: index), stream: 0, cancellation: cancellation
      ) { histogram[$0, default: 0] += 1 }
      let outcomes = histogram.sorted { $0.key < $1.key }
      let count = Double(shots)
      let values = outcomes.map { basis.value(of: $0.key) }
      let mean = zip(outcomes, values).reduce(0) { $0 + Double($1.0.value) * $1.1 } / count
      let squares = zip(outcomes, values).reduce(0) { $0 + Double($1.0.value) * ($1.1 - mean) * ($1.1 - mean) }
      result.value += mean
      variance += squares / (count - 1) / count
      result.shots += shots
    }
    result.standardError = variance.squareRoot()
    return result
  }

  /// Turns a state so that measuring in the computational basis measures in `basis`.
  private func rotate(_ state: StateVector, into basis: MeasurementPlan.Basis) {
    let n = Int32(qubitCount)
    let r = 0.5.squareRoot()
    for qubit in basis.xQubits {
      csv_apply_matrix1(state.amplitudes, n, Int32(qubit), [r, 0, r, 0, r, 0, -r, 0])
    }
    for qubit in basis.yQubits {
      // H S†: columns (r, r) and (−ir, ir).
      csv_apply_matrix1(state.amplitudes, n, Int32(qubit), [r, 0, r, 0, 0, -r, 0, r])
    }
  }
}
