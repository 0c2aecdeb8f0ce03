import CNLopt
import Synchronization

/// A minimiser of NLopt on its own thread, standing still at its next evaluation.
///
/// The thread ends when the value does.
struct NLoptSession: ~Copyable {
  private let session: OpaquePointer
  private let dimension: Int
  /// Answers given so far.
  private(set) var answered = 0

  /// nil when the system has no memory or threads left.
  private init?(settings: NLoptSettings, start: [Double]) {
    let opened =
      if let bounds = settings.bounds {
        Self.open(settings, start, lower: bounds.map(\.lowerBound), upper: bounds.map(\.upperBound))
      } else {
        Self.open(settings, start, lower: nil, upper: nil)
      }
    guard let opened else { return nil }
    session = opened
    dimension = start.count
  }

  private static func open(
    _ settings: NLoptSettings, _ start: [Double], lower: [Double]?, upper: [Double]?
  ) -> OpaquePointer? {
    var c = cnlopt_settings()
    c.method = settings.method
    c.initial_step = settings.initialStep
    c.value_tolerance = settings.valueTolerance
    c.step_tolerance = settings.stepTolerance
    guard let lower, let upper else { return cnlopt_open(&c, start.count, start) }
    return lower.withUnsafeBufferPointer { lower in
      upper.withUnsafeBufferPointer { upper in
        c.lower = lower.baseAddress
        c.upper = upper.baseAddress
        return cnlopt_open(&c, start.count, start)
      }
    }
  }

  deinit { cnlopt_close(session) }

  enum Outcome {
    case asks(Query)
    case ended(StopReason)
  }

  /// Where NLopt stands.
  var outcome: Outcome {
    let phase = cnlopt_current(session)
    if phase == CNLOPT_DONE { return .ended(stopReason) }
    let point = Array(UnsafeBufferPointer(start: cnlopt_point(session), count: dimension))
    return .asks(Query(point: point, needsGradient: phase == CNLOPT_ASKS_GRADIENT))
  }

  private var stopReason: StopReason {
    switch cnlopt_result(session) {
    case 3: .valueConverged  // NLOPT_FTOL_REACHED
    case 1, 4: .stepConverged  // NLOPT_SUCCESS: the smallest trust region or simplex; NLOPT_XTOL_REACHED
    case -4: .roundOffReached  // NLOPT_ROUNDOFF_LIMITED
    default: .failed
    }
  }

  /// A new session that has been given the recorded answers.
  ///
  /// - Throws: ``OptimizationError/replayDiffers(evaluation:)`` if it does not ask the recorded questions.
  static func open(
    _ settings: NLoptSettings, at start: [Double], replaying log: [NLoptState.Answer]
  ) throws(OptimizationError) -> NLoptSession {
    guard var session = NLoptSession(settings: settings, start: start) else { throw .outOfThreads }
    for (index, answer) in log.enumerated() {
      guard case let .asks(query) = session.outcome, NLoptState.digest(of: query.point) == answer.point,
        query.needsGradient == (answer.gradient != nil)
      else { throw .replayDiffers(evaluation: index) }
      session.answer(value: answer.value, gradient: answer.gradient)
    }
    return session
  }

  mutating func answer(value: Double, gradient: [Double]?) {
    // The C side copies the gradient before it returns, and only if it asked for one.
    cnlopt_answer(session, value, gradient)
    answered += 1
  }
}

/// The session behind a state and its copies.
///
/// Whoever advances first moves the session on; a copy left behind sees by the count of answers that the session is not
/// its own any more. States that hold a session at their own count have the very log that brought it there.
final class NLoptSessionBox: Sendable {
  private let session: Mutex<NLoptSession?> = Mutex(nil)

  /// Opens a session and brings it to where a recorded one stood; the outcome is what it then says.
  @discardableResult
  func open(
    _ settings: NLoptSettings, at start: [Double], replaying log: [NLoptState.Answer]
  ) throws(OptimizationError) -> NLoptSession.Outcome {
    try session.withLock { session throws(OptimizationError) in
      session = try NLoptSession.open(settings, at: start, replaying: log)
      return session?.outcome ?? .ended(.failed)
    }
  }

  /// Answers the session if it stands at `count` answers; nil, and nothing is done, if it does not.
  func answer(at count: Int, value: Double, gradient: [Double]?) -> NLoptSession.Outcome? {
    session.withLock { session in
      guard session?.answered == count else { return nil }
      session?.answer(value: value, gradient: gradient)
      let outcome = session?.outcome
      // A session that has ended needs its thread no more.
      if case .ended = outcome { session = nil }
      return outcome
    }
  }
}

/// What a session needs to know.
struct NLoptSettings {
  var method: cnlopt_method
  var initialStep: Double
  var valueTolerance: Double
  var stepTolerance: Double
  var bounds: [ClosedRange<Double>]?
}

/// Sessions with a thread, in the whole process: for tests.
package func openNLoptSessionCount() -> Int { Int(cnlopt_open_session_count()) }
