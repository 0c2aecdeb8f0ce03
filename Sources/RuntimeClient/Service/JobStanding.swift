internal import NIOHTTP1
internal import JSONSchemas
internal import RuntimeAPI
internal import RuntimePrograms

/// How far a job is and why it ended, from the answers of any service of the protocol.
struct JobStanding {
  var status: JobStatus
  var reason: String?
  var reasonCode: Int?
  var failure: JobFailure?
  /// Of a service of ours.
  var eventCount: Int?

  /// - Parameter object: A job object, or what a service of ours answers to a submission that waits.
  /// - Throws: ``RuntimeError`` with code `unexpected-answer` for anything else.
  init(_ object: JSONValue) throws {
    let state = object["state"]
    guard let name = state?["status"]?.stringValue ?? object["status"]?.stringValue else {
      throw RuntimeError.unexpected("a job without a state")
    }
    guard let status = JobStatus.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
      let known = JobStatus.allCases.map(\.rawValue).joined(separator: ", ")
      throw RuntimeError.unexpected("a job in the unknown state '\(name.prefix(40))'; there are \(known)")
    }
    self.status = status
    reason = state?["reason"]?.stringValue
    reasonCode = state?["reason_code"]?.intValue
    failure = try? object["error"]?.decoded()
    eventCount = object["event_count"]?.intValue
  }

  /// What a job ends with that has no result, and nil for one that has or is not over.
  func error(of id: String) -> (any Error)? {
    switch status {
    case .queued, .running, .completed: return nil
    case .failed:
      if let failure { return ProgramFailure(code: failure.code, message: failure.message) }
      return ProgramFailure(code: ProgramFailure.programError, message: reason ?? "The job \(id) failed.")
    case .cancelled:
      if reasonCode == JobState.ranTooLong || reason?.lowercased().contains("ran too long") == true {
        return ProgramFailure(
          code: ProgramFailure.ranTooLong, message: reason ?? "The job \(id) ran longer than it may.")
      }
      return RuntimeError(.jobCancelled, "The job \(id) was cancelled\(reason.map { ": \($0)" } ?? ".")")
    }
  }
}

extension RuntimeService {
  func standing(of id: String) async throws -> JobStanding {
    try JobStanding(try await connection.send(Request(.GET, "\(path(id))?exclude_params=true")).json())
  }

  /// Waits until a job has ended.
  ///
  /// - Parameter isOurs: Whether the service is known to tell of the end at once; else it is asked.
  /// - Returns: The answer with its result.
  /// - Throws: ``ProgramFailure`` of a job that failed or ran too long; ``RuntimeError``.
  func finalAnswer(of id: String, isOurs: Bool = false) async throws -> Answer {
    var pause = PollingPause(connection.retries)
    if isOurs, let answer = try await awaitResult(of: id) { return answer }
    while true {
      let standing = try await standing(of: id)
      if let error = standing.error(of: id) { throw error }
      if standing.status == .completed {
        let answer = try await connection.send(Request(.GET, "\(path(id))/results"))
        guard answer.status == 200 else {
          throw RuntimeError.unexpected("no result of the completed job \(id)", answer)
        }
        return answer
      }
      // Only a service of ours counts events; it tells of the end at once.
      if standing.eventCount != nil {
        if let answer = try await awaitResult(of: id) { return answer }
      } else {
        try await pause.wait()
      }
    }
  }

  /// Waits for the end of a job on a service of ours.
  ///
  /// - Returns: The answer with the result, or nil when the job ended without one.
  func awaitResult(of id: String) async throws -> Answer? {
    var pause = PollingPause(connection.retries)
    while true {
      let began = connection.retries.now()
      var request = Request(.GET, "\(path(id))/results?wait=\(Self.longestWait)")
      request.wait = .seconds(Self.longestWait)
      let answer = try await connection.send(request)
      switch answer.headers.first(name: "Ritz-Job-Status").flatMap(JobStatus.init) {
      case .completed where answer.status == 200: return answer
      case .completed, .failed, .cancelled: return nil
      case .queued, .running:
        // A service that does not hold its answer is not asked in a tight loop.
        if began.duration(to: connection.retries.now()) < .seconds(1) { try await pause.wait() }
      case nil:
        throw RuntimeError.unexpected("a result without a known Ritz-Job-Status", answer)
      }
    }
  }

  /// Seconds for which the service is asked to hold an answer.
  static let longestWait = 30
}

/// The pauses between two looks at a job: from 0.1 to 2 seconds.
struct PollingPause {
  private let policy: RetryPolicy
  private var delay = Duration.milliseconds(100)

  init(_ policy: RetryPolicy) { self.policy = policy }

  mutating func wait() async throws {
    try await policy.sleep(delay)
    delay = min(delay * 3 / 2, .seconds(2))
  }
}
