package import ClassicalOptimizers
internal import QuantumBackends

/// The outcomes of one sampled state with their costs: each different one once, ascending by cost.
package struct CostSample: Sendable {
  package struct Entry: Sendable {
    package var state: UInt64
    package var value: Double
    package var count: Int

    package init(state: UInt64, value: Double, count: Int) {
      self.state = state
      self.value = value
      self.count = count
    }
  }

  package let entries: [Entry]
  package let shots: Int

  /// - Parameter outcomes: Of all qubits, at most 64.
  init(_ outcomes: BitArray, cost: DiagonalCost) {
    var counts: [UInt64: Int] = [:]
    for state in outcomes.words { counts[state, default: 0] += 1 }
    self.init(counts.map { Entry(state: $0.key, value: cost.value(of: $0.key), count: $0.value) })
  }

  package init(_ entries: [Entry]) {
    self.entries = entries.sorted { ($0.value, $0.state) < ($1.value, $1.state) }
    shots = entries.reduce(0) { $0 + $1.count }
  }

  /// The mean of the lowest share `alpha` of the outcomes, and its standard error.
  ///
  /// Of K outcomes the lowest αK count, the last of them by the fraction that is left; with αK ≤ 1 that is the lowest one.
  /// The error is that of the mean of min(X, q)/α for the α-quantile q, which to first order in 1/√K is that of CVaR; at
  /// α = 1 it is the standard error of the mean. It is zero where the whole share has one cost.
  /// - Note: Barkoutsos et al., Quantum 4, 256 (2020); Rockafellar and Uryasev, J. Risk 2, 21 (2000).
  package func conditionalValueAtRisk(_ alpha: Double) -> Evaluation {
    // A tenth of 1000 is 100.00000000000001 in binary, but no part of the next outcome.
    let product = alpha * Double(shots)
    let share = max(1, abs(product - product.rounded()) < 1e-9 * product ? product.rounded() : product)
    var sum = 0.0
    var left = share
    var quantile = 0.0
    for entry in entries where left > 0 {
      let taken = min(left, Double(entry.count))
      sum += taken * entry.value
      left -= taken
      quantile = entry.value
    }
    // Var(min(X, q)) about its own mean, in two passes.
    let capped = entries.map { (value: min($0.value, quantile), count: Double($0.count)) }
    let mean = capped.reduce(0) { $0 + $1.count * $1.value } / Double(shots)
    let squares = capped.reduce(0) { $0 + $1.count * ($1.value - mean) * ($1.value - mean) }
    let variance = squares / Double(max(1, shots - 1))
    return Evaluation(
      value: sum / share, standardError: (variance / Double(shots)).squareRoot() * Double(shots) / share)
  }
}
