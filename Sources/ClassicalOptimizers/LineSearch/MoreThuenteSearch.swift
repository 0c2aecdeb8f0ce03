/// A search along a line for a step that meets the strong Wolfe conditions.
///
///     φ(α) ≤ φ(0) + μ α φ′(0)    sufficient decrease
///     |φ′(α)| ≤ η |φ′(0)|        curvature
///
/// Asked for its `step`, told the value and slope there, until it accepts or gives up. Where φ(α) and φ(0) agree to
/// rounding the first condition says nothing; the approximate Wolfe condition then decides by slopes alone.
/// - Note: Moré and Thuente, ACM Trans. Math. Softw. 20, 286 (1994); Hager and Zhang, SIAM J. Optim. 16, 170 (2005).
package struct MoreThuenteSearch: Codable, Sendable {
  package enum Verdict {
    case tryAgain
    case accepted
    /// No acceptable step was found in the trials allowed, or rounding hides it.
    case gaveUp
  }

  /// One end of the interval of uncertainty.
  private struct End: Codable, Sendable {
    var step, value, slope: Double

    mutating func subtract(_ testSlope: Double) {
      value -= step * testSlope
      slope -= testSlope
    }
  }

  /// The step to try next.
  package private(set) var step: Double
  package private(set) var trials = 0

  private let sufficientDecrease, curvature: Double
  /// Values that differ by less are taken as equal.
  private let roundOff: Double
  private let start: End
  /// The end with the lowest value so far (of ψ in stage 1), and the other one.
  private var low, high: End
  private var isBracketed = false
  /// Stage 1 works on ψ(α) = φ(α) − φ(0) − μ α φ′(0), until ψ ≤ 0 and φ′ ≥ 0 were seen.
  private var isStage1 = true
  private var width, earlierWidth: Double
  private var minimumStep, maximumStep: Double

  private static let maximumTrials = 20
  private static let largestStep = 1e20
  /// An interval narrower than this, relative to its upper end, is not searched further.
  private static let relativeWidth = 1e-10

  /// - Parameter slope: φ′(0) < 0.
  package init(
    value: Double, slope: Double, step: Double, sufficientDecrease: Double, curvature: Double, roundOff: Double
  ) {
    start = End(step: 0, value: value, slope: slope)
    low = start
    high = start
    self.step = step
    self.sufficientDecrease = sufficientDecrease
    self.curvature = curvature
    self.roundOff = roundOff
    width = Self.largestStep
    earlierWidth = 2 * Self.largestStep
    minimumStep = 0
    maximumStep = step + 4 * step
  }

  package mutating func advance(value: Double, slope: Double) -> Verdict {
    trials += 1
    let testSlope = sufficientDecrease * start.slope
    let test = start.value + step * testSlope
    if value <= test && slope.magnitude <= -curvature * start.slope { return .accepted }
    if isApproximatelyWolfe(value: value, slope: slope) { return .accepted }

    if isStage1 && value <= test && slope >= 0 { isStage1 = false }
    if isBracketed && (step <= minimumStep || step >= maximumStep) { return .gaveUp }
    if isBracketed && maximumStep - minimumStep <= Self.relativeWidth * maximumStep { return .gaveUp }
    if step >= Self.largestStep || step <= 1 / Self.largestStep || trials >= Self.maximumTrials { return .gaveUp }

    let trial = End(step: step, value: value, slope: slope)
    if isStage1 && value <= low.value && value > test {
      // Stage 1 updates on ψ (Moré and Thuente, section 2), then returns to φ.
      low.subtract(testSlope)
      high.subtract(testSlope)
      var shifted = trial
      shifted.subtract(testSlope)
      takeTrial(shifted)
      low.subtract(-testSlope)
      high.subtract(-testSlope)
    } else {
      takeTrial(trial)
    }
    chooseBounds()
    return step.isFinite ? .tryAgain : .gaveUp
  }

  /// Hager and Zhang, eq. (4.1): φ(0) + ε ≥ φ(α) and (2δ − 1) φ′(0) ≥ φ′(α) ≥ σ φ′(0).
  ///
  /// Only where the difference of the values is all rounding.
  private func isApproximatelyWolfe(value: Double, slope: Double) -> Bool {
    (value - start.value).magnitude <= roundOff
      && slope >= curvature * start.slope
      && slope <= (2 * Self.approximateDecrease - 1) * start.slope
  }

  private static let approximateDecrease = 0.1

  /// Bisects an interval that does not shrink fast enough, and sets the bounds of the next step.
  private mutating func chooseBounds() {
    if isBracketed {
      // Section 4: an interval that has not shrunk by 0.66 in two trials is halved.
      if (high.step - low.step).magnitude >= 0.66 * earlierWidth { step = low.step + 0.5 * (high.step - low.step) }
      earlierWidth = width
      width = (high.step - low.step).magnitude
      minimumStep = min(low.step, high.step)
      maximumStep = max(low.step, high.step)
    } else {
      // Eq. (2.3): [1.1 α_t, 5 α_t] measured from the low end, until a minimiser is enclosed.
      minimumStep = step + 1.1 * (step - low.step)
      maximumStep = step + 4 * (step - low.step)
    }
    step = min(max(step, 0), Self.largestStep)
    if isBracketed
      && (step <= minimumStep || step >= maximumStep
        || maximumStep - minimumStep <= Self.relativeWidth * maximumStep)
    {
      step = low.step
    }
  }

  /// Section 4: the next trial step by cubic and quadratic interpolation, and the new interval.
  private mutating func takeTrial(_ trial: End) {
    let oppositeSlopes = trial.slope * (low.slope / low.slope.magnitude) < 0
    var next: Double
    if trial.value > low.value {
      // Case 1: a higher value. A minimiser is enclosed.
      let cubic = Self.cubicMinimiser(low, trial, sign: trial.step < low.step ? -1 : 1)
      let quadratic =
        low.step + low.slope / ((low.value - trial.value) / (trial.step - low.step) + low.slope) / 2
        * (trial.step - low.step)
      next =
        (cubic - low.step).magnitude < (quadratic - low.step).magnitude ? cubic : cubic + (quadratic - cubic) / 2
      isBracketed = true
    } else if oppositeSlopes {
      // Case 2: a lower value and slopes of opposite sign. A minimiser is enclosed.
      let cubic = Self.cubicMinimiser(trial, low, sign: trial.step > low.step ? -1 : 1)
      let secant = trial.step + trial.slope / (trial.slope - low.slope) * (low.step - trial.step)
      next = (cubic - trial.step).magnitude > (secant - trial.step).magnitude ? cubic : secant
      isBracketed = true
    } else if trial.slope.magnitude < low.slope.magnitude {
      // Case 3: a lower value, slopes of the same sign, the slope flattens.
      let cubic = extrapolatedCubic(trial)
      let secant = trial.step + trial.slope / (trial.slope - low.slope) * (low.step - trial.step)
      if isBracketed {
        next = (cubic - trial.step).magnitude < (secant - trial.step).magnitude ? cubic : secant
        let limit = trial.step + 0.66 * (high.step - trial.step)
        next = trial.step > low.step ? min(limit, next) : max(limit, next)
      } else {
        next = (cubic - trial.step).magnitude > (secant - trial.step).magnitude ? cubic : secant
        next = max(minimumStep, min(maximumStep, next))
      }
    } else if isBracketed {
      // Case 4: a lower value, slopes of the same sign, the slope does not flatten.
      next = Self.cubicMinimiser(trial, high, sign: trial.step > high.step ? -1 : 1)
    } else {
      next = trial.step > low.step ? maximumStep : minimumStep
    }

    // The modified updating algorithm (section 3).
    if trial.value > low.value {
      high = trial
    } else {
      if oppositeSlopes { high = low }
      low = trial
    }
    step = next
  }

  /// The minimiser of the cubic through the values and slopes of two ends; measured from `a`.
  private static func cubicMinimiser(_ a: End, _ b: End, sign: Double) -> Double {
    let theta = 3 * (a.value - b.value) / (b.step - a.step) + a.slope + b.slope
    let scale = max(theta.magnitude, a.slope.magnitude, b.slope.magnitude)
    let discriminant = (theta / scale) * (theta / scale) - (a.slope / scale) * (b.slope / scale)
    let gamma = sign * scale * max(0, discriminant).squareRoot()
    let p = (gamma - a.slope) + theta
    let q = ((gamma - a.slope) + gamma) + b.slope
    return a.step + p / q * (b.step - a.step)
  }

  /// Case 3: the cubic is used where it goes to infinity in the direction of the step, or its minimum is beyond it.
  private func extrapolatedCubic(_ trial: End) -> Double {
    let theta = 3 * (low.value - trial.value) / (trial.step - low.step) + low.slope + trial.slope
    let scale = max(theta.magnitude, low.slope.magnitude, trial.slope.magnitude)
    let discriminant = (theta / scale) * (theta / scale) - (low.slope / scale) * (trial.slope / scale)
    var gamma = scale * max(0, discriminant).squareRoot()
    if trial.step > low.step { gamma = -gamma }
    let p = (gamma - trial.slope) + theta
    let q = (gamma + (low.slope - trial.slope)) + gamma
    let r = p / q
    if r < 0 && gamma != 0 { return trial.step + r * (low.step - trial.step) }
    return trial.step > low.step ? maximumStep : minimumStep
  }
}
