/// An expectation value from a finite number of shots.
struct SampledValue: Sendable {
  var value: Double
  var standardError: Double
  var shots: Int
}

/// What was measured so far: the outcomes' moments in each basis, in one or two independent halves of the experiment.
///
/// The value is the mean of the halves' values, each the sum of its bases' means. Every mean takes in all shots of its
/// half, however many they are, so its weight is fixed beforehand; what its number of shots follows from is the affair of
/// ``ShotSchedule``.
struct SampledMeans: Sendable {
  let plan: MeasurementPlan
  var halves: [[Moments]] = []

  init(_ plan: MeasurementPlan) {
    self.plan = plan
  }

  /// Shots in each basis of a half.
  func shots(inHalf half: Int) -> [Int] { halves[half].map(\.count) }

  var result: SampledValue {
    var result = SampledValue(value: plan.constant, standardError: 0, shots: 0)
    var variance = 0.0
    let weight = 1 / Double(max(1, halves.count))
    for index in plan.bases.indices {
      for half in halves {
        result.value += weight * half[index].mean
        variance += weight * weight * (half[index].variance / Double(half[index].count))
        result.shots += half[index].count
      }
    }
    result.standardError = variance.squareRoot()
    return result
  }

  /// The variance of the value as far as it can be known: with s² + Λ²/n in the place of each basis's s², as in
  /// ``NeymanAllocation``, and so never below the square of the standard error.
  var boundedVariance: Double {
    let weight = 1 / Double(max(1, halves.count))
    return halves.reduce(0) { sum, half in
      zip(half, plan.bases).reduce(sum) { sum, entry in
        let (count, norm) = (Double(entry.0.count), entry.1.oneNorm)
        return sum + weight * weight * (entry.0.variance + norm * (norm / count)) / count
      }
    }
  }
}
