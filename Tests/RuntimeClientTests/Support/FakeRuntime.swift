import Foundation
import JSONSchemas
import QuantumBackends
import RuntimeAPI
import RuntimePrograms
import Simulators
import Synchronization

/// The runtime service in a few lines: jobs run at once in this process, and nothing is kept.
final class FakeRuntime: Sendable {
  struct Job: Sendable {
    var id: String
    var program: String
    var session: String?
    var results: [UInt8]?
    var failure: ProgramFailure?
    var isCancelled = false
  }
  struct State: Sendable {
    var jobs: [Job] = []
    var jobsByKey: [String: Int] = [:]
    var texts: [String: String] = [:]
    var openSessions: [String] = []
    var closedSessions: [String] = []
    var uploads = 0
  }

  let state = Mutex(State())
  /// Whether it has the additions of our services.
  let hasAdditions: Bool
  private let backend = LocalBackend()

  init(hasAdditions: Bool = true) { self.hasAdditions = hasAdditions }

  var jobs: [Job] { state.withLock { $0.jobs } }

  func reply(_ request: ReceivedRequest) async -> Reply {
    let path = request.path.split(separator: "/").dropFirst(2).map(String.init)
    switch (request.method, path.first, path.count) {
    case ("GET", "backends", 1): return .json(["devices": [["name": "statevector"], ["name": "other"]]])
    case ("GET", "backends", 3) where path[1] == "statevector": return .json(configuration)
    case ("PUT", "texts", 2):
      state.withLock {
        $0.texts[path[1]] = String(decoding: request.body, as: UTF8.self)
        $0.uploads += 1
      }
      return .answer(204)
    case ("HEAD", "texts", 2):
      return state.withLock { $0.texts[path[1]] != nil } ? .answer(200) : .bytes(Reply.message(404, ""))
    case ("POST", "jobs", 1): return await submit(request)
    case ("POST", "jobs", 3):
      state.withLock { state in
        for index in state.jobs.indices where state.jobs[index].id == path[1] { state.jobs[index].isCancelled = true }
      }
      return .answer(204)
    case ("GET", "jobs", 2): return job(path[1]).map { .json(object($0)) } ?? .refusal(404, "unknown-job")
    case ("GET", "jobs", 3): return job(path[1]).map(results) ?? .refusal(404, "unknown-job")
    case ("POST", "sessions", 1):
      return state.withLock { state in
        let id = "session\(state.openSessions.count + state.closedSessions.count)"
        state.openSessions.append(id)
        return .json(["id": .string(id)])
      }
    case ("DELETE", "sessions", 3):
      state.withLock { state in
        state.openSessions.removeAll { $0 == path[1] }
        state.closedSessions.append(path[1])
      }
      return .answer(204)
    default: return .refusal(404, "unknown-path", "Nothing is at \(request.path).")
    }
  }

  private var configuration: JSONValue {
    let configuration = BackendConfiguration(
      name: "statevector", version: "1", qubitCount: 20, basisGates: [], gates: [], isSimulator: true,
      maximumShots: 1_000_000, onlineDate: "2026-01-01T00:00:00Z",
      ritz: hasAdditions ? .init(supportsExactExpectationValues: true, supportsGradients: true) : nil)
    return (try? JSONValue(encoding: configuration)) ?? .null
  }

  private func job(_ id: String) -> Job? { jobs.first { $0.id == id } }

  // MARK: - Jobs

  private func submit(_ request: ReceivedRequest) async -> Reply {
    guard let body = request.json, let program = body["program_id"]?.stringValue, let inputs = body["params"] else {
      return .refusal(400, "malformed-json")
    }
    let listed = (body["texts"]?.arrayValue ?? []).compactMap(\.stringValue)
    let missing = state.withLock { state in listed.first { state.texts[$0] == nil } }
    if let missing { return .refusal(409, "unknown-text", "The text \(missing) is not here.") }
    let (index, isNew) = state.withLock { state in
      if let key = request.key, hasAdditions, let index = state.jobsByKey[key] { return (index, false) }
      let index = state.jobs.count
      let id = String(repeating: "0", count: 17) + String(index + 100)
      state.jobs.append(Job(id: id, program: program, session: body["session_id"]?.stringValue))
      if let key = request.key { state.jobsByKey[key] = index }
      return (index, true)
    }
    if isNew { await run(index, program, inputs, texts: listed) }
    let job = jobs[index]
    guard hasAdditions, request.query.hasPrefix("wait=") else {
      return .json(["id": .string(job.id), "backend": "statevector"])
    }
    var receipt = object(job)
    receipt["results"] = job.results.flatMap { try? JSONValue(parsing: $0) }
    return .json(.object(receipt))
  }

  private func run(_ index: Int, _ program: String, _ inputs: JSONValue, texts: [String]) async {
    let library = CircuitLibrary { [self] hash in
      guard let text = state.withLock({ $0.texts[hash] }) else {
        throw ProgramFailure(code: "invalid-input", message: "no text \(hash)")
      }
      return text
    }
    do {
      guard let native = NativePrograms.named(program) else {
        throw ProgramFailure(code: "invalid-input", message: "no program \(program)")
      }
      let data = try await native.run(
        encoded: Data(inputs.bytes), on: backend, circuits: library.limited(to: Set(texts)), publish: { _ in })
      state.withLock { $0.jobs[index].results = Array(data) }
    } catch {
      state.withLock { $0.jobs[index].failure = ProgramFailure(error) }
    }
  }

  private func object(_ job: Job) -> JSONObject {
    var status: JSONObject = ["status": .string(self.status(of: job).rawValue)]
    if let failure = job.failure {
      status["reason"] = .string(failure.message)
      status["reason_code"] = 1517
    }
    var object: JSONObject = ["id": .string(job.id), "backend": "statevector", "state": .object(status)]
    if hasAdditions {
      object["event_count"] = 3
      if let failure = job.failure { object["error"] = try? JSONValue(encoding: failure) }
    }
    return object
  }

  private func status(of job: Job) -> JobStatus {
    job.isCancelled ? .cancelled : job.failure == nil ? .completed : .failed
  }

  private func results(_ job: Job) -> Reply {
    let headers = hasAdditions ? [("Ritz-Job-Status", status(of: job).rawValue)] : []
    guard let results = job.results else { return .answer(204, headers: headers) }
    return .answer(200, String(decoding: results, as: UTF8.self), headers: headers)
  }
}

extension Reply {
  static func json(_ object: JSONObject) -> Reply { .json(.object(object)) }
}
