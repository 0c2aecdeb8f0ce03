internal import HTTPTypes
internal import Hummingbird
internal import JSONSchemas
internal import RuntimeAPI
internal import RuntimePrograms
internal import RuntimeStore

/// `POST /jobs`: checks a submission, stores it, queues it, and may wait for its end.
struct SubmissionRoutes {
  let programs: ProgramCatalogue
  let backend: OfferedBackend
  let bodies: RequestBodyReader
  let jobs: JobDesk
  /// In seconds.
  let maximumWait: Int

  private static let idempotencyKey = HTTPField.Name("Idempotency-Key")
  private static let maximumKeyLength = 255

  func add(to routes: inout RouteTable) {
    routes.on(.post, "/jobs") { request, context in
      let query = try QueryParameters(request, allowed: ["wait"])
      let wait = try query.seconds("wait", atMost: Double(maximumWait))
      let key = try idempotencyKey(request.headers)
      let body = try await bodies.bytes(of: request)
      let (programs, backend) = (programs, backend)
      let job = try await bodies.object(in: body) { try JobRequest($0, programs: programs, backend: backend) }
      let idempotency = key.map { key in
        NewJob.Idempotency(key: key, bodyHash: ContentHash(of: Array(body.readableBytesView)))
      }
      return try await submit(job, owner: context.user, idempotency: idempotency, wait: wait)
    }
  }

  private func submit(
    _ request: JobRequest, owner: String, idempotency: NewJob.Idempotency?, wait: Double?
  ) async throws -> Response {
    let new = NewJob(
      owner: owner, program: request.program.id, programVersion: request.program.metadata.version,
      backend: request.backend, parameters: request.inputs, sessionID: request.sessionID, tags: request.tags,
      maximumExecutionTime: request.maximumExecutionTime, isPrivate: request.isPrivate, logLevel: request.logLevel,
      texts: request.texts, idempotency: idempotency)
    let wait = wait.map { Duration.seconds($0) }
    switch try await insert(new) {
    case .new(let job):
      let finished = await jobs.scheduler.enqueue(job, inputs: request.inputs, wait: wait)
      guard wait != nil else { return try Self.receipt(of: job, nil) }
      if let finished { return try Self.receipt(of: job, finished) }
      return try await Self.receipt(of: job, jobs.outcome(of: job, wait: .zero))
    case .existing(let job):
      return try await Self.receipt(of: job, wait == nil ? nil : jobs.outcome(of: job, wait: wait ?? .zero))
    case .conflict:
      throw APIError(
        .idempotencyConflict, "The key '\(idempotency?.key ?? "")' came with another body before.",
        solution: "Take a new Idempotency-Key for a new job.")
    case .unknownSession: throw SessionDesk.unknownSession(request.sessionID ?? "")
    case .sessionClosed:
      throw APIError(
        .sessionClosed, "The session '\(request.sessionID ?? "")' takes no more jobs.",
        solution: "POST /sessions opens another.")
    case .unknownTexts(let hashes):
      throw APIError(
        .unknownText,
        "The job refers to texts that are not here: \(hashes.map(\.description).joined(separator: ", ")).",
        solution: "Send each with PUT /texts/HASH, then the job again.")
    }
  }

  /// Stores a job, unless its owner has too many; what was submitted before is no further job.
  private func insert(_ job: NewJob) async throws -> Insertion {
    do {
      try jobs.scheduler.admit(owner: job.owner)
    } catch {
      guard let idempotency = job.idempotency,
        let earlier = try await jobs.store.earlierSubmission(idempotency, owner: job.owner)
      else { throw error }
      return earlier
    }
    return try await jobs.store.insert(job)
  }

  private func idempotencyKey(_ headers: HTTPFields) throws(APIError) -> String? {
    guard let key = Self.idempotencyKey.flatMap({ headers[$0] }) else { return nil }
    guard (1...Self.maximumKeyLength).contains(key.utf8.count) else {
      throw APIError(
        .invalidRequest, "The Idempotency-Key has \(key.utf8.count) bytes; it has 1 to \(Self.maximumKeyLength).")
    }
    return key
  }

  /// The answer, with what the job returned as it stands.
  private static func receipt(of job: StoredJob, _ finished: FinishedJob?) throws -> Response {
    var object: JSONObject = ["id": .string(job.id.description), "backend": .string(job.backend)]
    if let session = job.sessionID { object["session_id"] = .string(session) }
    object["status"] = .string((finished?.state.status ?? job.state.status).rawValue)
    guard let finished else { return .json(ByteBuffer(bytes: JSONValue.object(object).bytes)) }
    object["state"] = try JSONValue(encoding: finished.state)
    if let failure = finished.failure { object["error"] = try JSONValue(encoding: failure) }
    var body = ByteBuffer(bytes: JSONValue.object(object).bytes)
    if let result = finished.result { body.appendMember("results", json: result) }
    return .json(body)
  }
}
