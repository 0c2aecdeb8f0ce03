import Foundation

extension SPSA {
  /// The a that evaluations in pairs around the start suggest; pairs of odd index are perturbed by 2c, the others by c.
  func calibratedGain(_ evaluations: [Evaluation], in state: State) -> Double {
    let c = state.perturbation
    var slopes: [Double] = []
    // The means of pairs: f + (c²/2) ΔᵀHΔ and f + 2c² ΔᵀHΔ, where ΔᵀHΔ is the trace of the Hessian on average.
    var near: [Double] = []
    var far: [Double] = []
    for pair in 0..<(evaluations.count / 2) {
      let (plus, minus) = (evaluations[2 * pair].value, evaluations[2 * pair + 1].value)
      let isNear = pair.isMultiple(of: 2)
      slopes.append((plus - minus).magnitude / (isNear ? 2 * c : 4 * c))
      if isNear { near.append(plus / 2 + minus / 2) } else { far.append(plus / 2 + minus / 2) }
    }
    let damping = pow(stabilityConstant + 1, gainExponent)
    let slope = slopes.reduce(0, +) / Double(slopes.count)
    // Flat to rounding: the slope would ask for steps without bound.
    let gain = slope < 1e-10 ? firstStepSize * damping : firstStepSize * damping / slope

    // The mean square of θ shrinks by steps −a ΔΔᵀHθ while a < 2/tr H.
    guard let nearMean = Sample(near), let farMean = Sample(far) else { return gain }
    let rise = farMean.mean - nearMean.mean
    let noise = (farMean.variance + nearMean.variance).squareRoot()
    let trace = rise / (1.5 * c * c)
    return rise > 3 * noise && trace > 0 ? min(gain, 2 * damping / trace) : gain
  }

  /// The mean of some numbers and its variance; nil for fewer than two.
  private struct Sample {
    var mean, variance: Double

    init?(_ values: [Double]) {
      let count = Double(values.count)
      guard count >= 2 else { return nil }
      let mean = values.reduce(0) { $0 + $1 / count }
      self.mean = mean
      variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * (count - 1))
    }
  }
}
