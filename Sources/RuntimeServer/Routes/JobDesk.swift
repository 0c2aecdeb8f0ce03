internal import Foundation
internal import JSONSchemas
internal import NIOCore
internal import RuntimeAPI
internal import RuntimePrograms
internal import RuntimeStore

/// Jobs as their owner sees them: what belongs to somebody else is not there.
struct JobDesk: Sendable {
  let store: RuntimeStore
  let scheduler: JobScheduler

  /// The job whose id stands in a path.
  ///
  /// - Throws: ``APIError`` `unknown-job`.
  func job(_ text: String, owner: String) async throws -> StoredJob {
    guard let id = JobID(text), let job = try await store.job(id, owner: owner) else {
      throw APIError(
        .unknownJob, "There is no job '\(text.prefix(80))'.", solution: "GET /jobs lists those that are yours.")
    }
    return job
  }

  /// The job as it crosses the wire, in JSON.
  ///
  /// - Parameter withParameters: Whether what was submitted is shown, as it stands; never of a private job.
  func json(_ job: StoredJob, withParameters: Bool) async throws -> ByteBuffer {
    let object = JobObject(
      id: job.id, backend: job.backend, state: job.state,
      program: JobObject.Program(id: job.program, version: job.programVersion), created: job.created.description,
      running: job.running?.description, ended: job.ended?.description, cost: job.maximumExecutionTime,
      tags: job.tags, sessionID: job.sessionID, usage: JobObject.Usage(seconds: job.usageSeconds), userID: job.owner,
      isPrivate: job.isPrivate, attempt: job.attempt, eventCount: job.eventCount, error: job.failure)
    var text = ByteBuffer(bytes: try JSONValue(encoding: object).bytes)
    if withParameters, !job.isPrivate {
      text.appendMember("params", json: try await store.parameters(of: job.id) ?? Data("null".utf8))
    }
    return text
  }

  /// How a job ended, waiting for that at most for `wait`.
  ///
  /// - Returns: The job's state, final or not, and what it returned if it has.
  func outcome(of job: StoredJob, wait: Duration) async throws -> FinishedJob {
    if !job.state.status.isFinal, wait > .zero, let finished = await scheduler.waitForEnd(of: job.id, wait: wait) {
      return finished
    }
    // It may have ended since it was read; the store is asked once more unless it was final before.
    let job = if job.state.status.isFinal { job } else { try await store.job(job.id, owner: job.owner) ?? job }
    return FinishedJob(
      state: job.state, result: job.state.status == .completed ? try await store.result(of: job.id) : nil,
      failure: job.failure)
  }
}
