/// What the methods that search along descent directions share: the iterate, the line, and when to stop.
///
/// A method chooses directions; this asks for the points along them. One iteration is one line.
struct LineSearchDescent: Codable, Sendable {
  /// A point with everything known about it.
  struct Site: Codable, Sendable {
    var point: [Double]
    var value: Double
    var standardError: Double?
    var gradient: [Double]

    init(_ point: [Double], _ evaluation: Evaluation) {
      self.point = point
      value = evaluation.value
      standardError = evaluation.standardError
      gradient = evaluation.gradient ?? []
    }
  }

  enum Outcome {
    case searching
    /// At a new iterate: the method chooses the next direction. `previous` is nil at the start.
    case arrived(previous: Site?)
    case stopped(StopReason)
    /// This line leads nowhere, and the values cannot tell why: the method may try another one from the same place.
    case stuck(StopReason)
  }

  /// The point to evaluate next.
  private(set) var trial: [Double]
  /// The present iterate; nil before the start was evaluated.
  private(set) var site: Site?
  private(set) var iteration = 0
  private var direction: [Double] = []
  private var search: MoreThuenteSearch?
  private var firstStep = 0.0
  /// The lowest point of this line, should the search give up.
  private var lowest: Site?
  private var smallestGradient = Double.greatestFiniteMagnitude
  /// Iterations since the value or the gradient last got smaller.
  private var idleIterations = 0

  private static let maximumIdleIterations = 4

  init(start: [Double]) { trial = start }

  /// The step along the line that has just been accepted or is being tried.
  var step: Double { search?.step ?? 0 }

  /// Whether a line has been started; not before the start was evaluated, nor when the run ended there.
  var isSearching: Bool { search != nil }

  /// φ′(0) of the line.
  var slope: Double { site.map { dot($0.gradient, direction) } ?? 0 }

  /// Starts a line at the iterate; false when `direction` does not lead downhill.
  mutating func search(along direction: [Double], step: Double, settings: LineSearchSettings) -> Bool {
    guard let site else { return false }
    let slope = dot(site.gradient, direction)
    guard slope < 0, slope.isFinite, step > 0, step.isFinite else { return false }
    self.direction = direction
    firstStep = step
    search = MoreThuenteSearch(
      value: site.value, slope: slope, step: step, sufficientDecrease: settings.sufficientDecrease,
      curvature: settings.curvature, roundOff: settings.roundOff(at: site.value))
    lowest = nil
    trial = sum(site.point, step, direction)
    return true
  }

  mutating func advance(with evaluation: Evaluation, settings: LineSearchSettings) -> Outcome {
    let here = Site(trial, evaluation)
    guard let site, var search else {
      site = here
      return arrive(from: nil, settings: settings)
    }
    if here.value < lowest?.value ?? site.value { lowest = here }
    let verdict = search.advance(value: here.value, slope: dot(here.gradient, direction))
    self.search = search
    switch verdict {
    case .tryAgain:
      trial = sum(site.point, search.step, direction)
      // Rounding has eaten the step: the same point again would tell nothing.
      if trial == site.point || trial == here.point { return giveUp(at: site, settings: settings) }
      return .searching
    case .accepted:
      self.site = here
      return arrive(from: site, settings: settings)
    case .gaveUp:
      return giveUp(at: site, settings: settings)
    }
  }

  /// The search ended without an acceptable step: the lowest point of the line will do, if it is really lower.
  private mutating func giveUp(at site: Site, settings: LineSearchSettings) -> Outcome {
    let roundOff = settings.roundOff(at: site.value)
    if let lowest, lowest.value < site.value - roundOff {
      self.site = lowest
      return arrive(from: site, settings: settings)
    }
    // What the first step of the line promised to gain, to first order: if that is rounding, there is nothing to find.
    let promise = (slope * firstStep).magnitude
    return .stuck(promise <= 100 * roundOff ? .roundOffReached : .lineSearchStalled)
  }

  private mutating func arrive(from previous: Site?, settings: LineSearchSettings) -> Outcome {
    guard let site else { return .searching }
    let gradient = maximumMagnitude(site.gradient)
    if let previous {
      iteration += 1
      let decrease = previous.value - site.value
      if decrease > settings.roundOff(at: site.value) || gradient < smallestGradient {
        idleIterations = 0
      } else {
        idleIterations += 1
      }
      if gradient <= settings.gradientTolerance { return .stopped(.gradientConverged) }
      if settings.valueTolerance > 0 && decrease <= settings.valueTolerance { return .stopped(.valueConverged) }
      if idleIterations >= Self.maximumIdleIterations { return .stopped(.roundOffReached) }
    } else if gradient <= settings.gradientTolerance {
      return .stopped(.gradientConverged)
    }
    smallestGradient = min(smallestGradient, gradient)
    return .arrived(previous: previous)
  }

  func validate(dimension: Int) throws(OptimizationError) {
    let vectors = [trial] + [site, lowest].compactMap { $0 }.flatMap { [$0.point, $0.gradient] }
    guard vectors.allSatisfy({ $0.count == dimension }), search == nil || direction.count == dimension,
      search == nil || site != nil
    else { throw .corruptState("its vectors are not of dimension \(dimension)") }
  }

  var progress: OptimizerProgress {
    OptimizerProgress(
      iteration: iteration, parameters: site?.point ?? trial, value: site?.value, standardError: site?.standardError)
  }
}

/// How exactly lines are searched, and when the whole run has converged.
struct LineSearchSettings {
  var sufficientDecrease: Double
  var curvature: Double
  var gradientTolerance: Double
  var valueTolerance: Double
  var relativeRoundOff: Double

  /// Values that differ by less are taken as equal.
  func roundOff(at value: Double) -> Double { relativeRoundOff * max(1, value.magnitude) }
}
