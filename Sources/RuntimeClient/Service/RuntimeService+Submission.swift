internal import Foundation
internal import JSONSchemas
internal import NIOCore
internal import NIOHTTP1
internal import RuntimeAPI

/// A job on its way to a service.
struct Submission: Sendable {
  var program: String
  var backend: String
  var inputs: JSONValue
  var texts: [HashedText] = []
  var sessionID: String?
  var tags: [String] = []
  var maximumTime: Int?
  /// Whether the service is one of ours: it waits, knows texts by hash, and makes one job of a repeated submission.
  var hasAdditions: Bool
  /// The same for every repetition.
  let key = UUID().uuidString.lowercased()

  fileprivate var body: ByteBuffer {
    var object: JSONObject = ["program_id": .string(program), "backend": .string(backend), "params": inputs]
    if let sessionID { object["session_id"] = .string(sessionID) }
    if !tags.isEmpty { object["tags"] = .array(tags.map { .string($0) }) }
    if let maximumTime { object["cost"] = .integer(Int64(maximumTime)) }
    if !texts.isEmpty { object["texts"] = .array(texts.map { .string($0.hash.description) }) }
    return ByteBuffer(bytes: JSONValue.object(object).bytes)
  }

  fileprivate func request(wait: Int) -> Request {
    var request = Request(.POST, wait > 0 ? "/jobs?wait=\(wait)" : "/jobs")
    request.headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)]
    request.body = body
    request.wait = .seconds(wait)
    // Elsewhere a submission whose answer was lost may have made a job already.
    request.isRepeatable = hasAdditions
    return request
  }
}

extension RuntimeService {
  /// Makes a job of a submission, once, however often it has to be sent.
  ///
  /// - Parameters:
  ///   - wait: Seconds to wait for the job's end.
  ///   - willSend: Called before there may be a job.
  func submit(
    _ submission: Submission, wait: Int = 0, willSend: () -> Void = {}
  ) async throws -> (id: String, receipt: JSONValue) {
    let request = submission.request(wait: wait)
    for _ in 0..<Self.textRounds {
      try await connection.send(submission.texts)
      willSend()
      do {
        let answer = try await connection.send(request)
        let receipt = try answer.json()
        guard let id = receipt["id"]?.stringValue, !id.isEmpty else {
          throw RuntimeError.unexpected("a submission without a job id", answer)
        }
        return (id, receipt)
      } catch let error as RuntimeError where error.code == .unknownText && !submission.texts.isEmpty {
        // It has dropped a text that it had; the refusal came before there was a job.
        connection.texts.remove(submission.texts)
      }
    }
    throw RuntimeError(
      .unknownText, "The service at \(url) loses texts as soon as it has them.", solution: "See its log.")
  }

  private static let textRounds = 3

  /// Submits a job and waits for what its program returns; cancelling the task cancels the job.
  func perform(_ submission: Submission) async throws -> JSONValue {
    try Task.checkCancellation()
    return try await submission.hasAdditions ? performWaiting(submission) : performPolling(submission)
  }

  private func performWaiting(_ submission: Submission) async throws -> JSONValue {
    var known: String?
    var mayExist = false
    do {
      let (id, receipt) = try await submit(submission, wait: Self.longestWait) { mayExist = true }
      known = id
      let standing = try JobStanding(receipt)
      if standing.status == .completed, let results = receipt["results"] { return results }
      if let error = standing.error(of: id) { throw error }
      return try await finalAnswer(of: id, isOurs: true).json()
    } catch {
      guard Task.isCancelled else { throw error }
      guard mayExist else { throw CancellationError() }
      let id = known
      await shielded(for: Self.patienceWithCancellation) {
        // Sent again, a submission whose answer did not come tells the job that it made.
        let made = if let id { id } else { try? await submit(submission).id }
        if let made { try? await cancel(made) }
      }
      throw CancellationError()
    }
  }

  private func performPolling(_ submission: Submission) async throws -> JSONValue {
    let submitting = Task { try await submit(submission).id }
    do {
      let id = try await abandonableValue(of: submitting)
      return try await finalAnswer(of: id).json()
    } catch {
      guard Task.isCancelled else { throw error }
      await shielded(for: Self.patienceWithCancellation) {
        if let id = try? await submitting.value { try? await cancel(id) }
      }
      throw CancellationError()
    }
  }

  /// How long a cancelled task waits until its job is cancelled; that goes on in the background then.
  static let patienceWithCancellation = Duration.seconds(2)
}
