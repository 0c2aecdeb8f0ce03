import CNLopt
import Synchronization

/// A minimiser of NLopt on its own thread, standing still at its next evaluation.
///
/// The thread ends when the value does.
struct NLoptSession: ~Copyable {
  private let session: OpaquePointer
  private let dimension: Int
  /// What values and gradients are multiplied with on their way to NLopt; nil until an answer decides it.
  private var scale: NLoptScale?
  /// Answers given so far.
  private(set) var answered = 0

  /// nil when the system has no memory or threads left.
  private init?(settings: NLoptSettings, start: [Double], scale: NLoptScale?) {
    var settings = settings
    if let scale { settings.valueTolerance = scale.scaled(settings.valueTolerance) }
    self.scale = scale
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
    c.patience = NLoptPatience.seconds(for: start.count)
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
    case -1000: .methodStalled  // CNLOPT_STALLED
    default: .failed
    }
  }

  /// A new session that has been given the recorded answers, and knows the scale that they or the `next` one decide.
  ///
  /// - Throws: ``OptimizationError/replayDiffers(evaluation:)`` if it does not ask the recorded questions.
  static func open(
    _ settings: NLoptSettings, at start: [Double], replaying log: [NLoptState.Answer], next: NLoptState.Answer? = nil
  ) throws(OptimizationError) -> NLoptSession {
    let scale = NLoptScale.decided(by: next.map { log + [$0] } ?? log)
    guard var session = NLoptSession(settings: settings, start: start, scale: scale) else { throw .outOfThreads }
    for (index, answer) in log.enumerated() {
      guard case let .asks(query) = session.outcome, NLoptState.digest(of: query.point) == answer.point,
        query.needsGradient == (answer.gradient != nil)
      else { throw .replayDiffers(evaluation: index) }
      session.give(answer)
    }
    return session
  }

  /// Decides the scale by this answer if none before it did; false, if the session must be opened anew for it.
  mutating func fits(_ answer: NLoptState.Answer) -> Bool {
    if scale == nil, let decided = NLoptScale.decided(by: [answer]) {
      // So far every value was zero, whatever the scale; but NLopt took its tolerance as it was opened.
      guard decided == .unscaled else { return false }
      scale = decided
    }
    return true
  }

  mutating func give(_ answer: NLoptState.Answer) {
    let scale = scale ?? .unscaled
    // The C side copies the gradient before it returns, and only if it asked for one.
    cnlopt_answer(
      session, scale.scaled(answer.value), scale == .unscaled ? answer.gradient : answer.gradient?.map(scale.scaled))
    answered += 1
  }
}

/// The session and the log behind a state and its copies.
///
/// Whoever advances first moves the session on; a copy left behind sees by the count of answers that the session is not
/// its own any more. The log only grows, so what a copy shares with it stays its beginning.
final class NLoptSessionBox: Sendable {
  private struct Contents: ~Copyable {
    var session: NLoptSession?
    var log: [NLoptState.Answer]
  }

  private let contents: Mutex<Contents>

  init(log: [NLoptState.Answer] = []) {
    contents = Mutex(Contents(session: nil, log: log))
  }

  func log(upTo count: Int) -> ArraySlice<NLoptState.Answer> { contents.withLock { $0.log[..<count] } }

  /// Opens a session and brings it to where the log ends; the outcome is what it then says.
  func open(_ settings: NLoptSettings, at start: [Double]) throws(OptimizationError) -> NLoptSession.Outcome {
    try contents.withLock { contents throws(OptimizationError) in
      contents.session = try NLoptSession.open(settings, at: start, replaying: contents.log)
      return contents.session?.outcome ?? .ended(.failed)
    }
  }

  /// Answers the session if it stands at `count` answers; nil, and nothing is done, if it does not.
  func append(
    _ answer: NLoptState.Answer, at count: Int, settings: NLoptSettings, start: [Double]
  ) throws(OptimizationError) -> NLoptSession.Outcome? {
    try contents.withLock { contents throws(OptimizationError) in
      guard contents.session?.answered == count else { return nil }
      if contents.session?.fits(answer) == false {
        contents.session = try NLoptSession.open(settings, at: start, replaying: contents.log, next: answer)
      }
      contents.session?.give(answer)
      contents.log.append(answer)
      let outcome = contents.session?.outcome
      // A session that has ended needs its thread no more.
      if case .ended = outcome { contents.session = nil }
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
