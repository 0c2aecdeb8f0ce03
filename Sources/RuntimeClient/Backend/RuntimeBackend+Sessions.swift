internal import JSONSchemas
internal import NIOHTTP1
public import QuantumBackends
internal import RuntimeAPI

extension RuntimeBackend {
  /// Runs `body` with a worker reserved, in mode `session`; the session is closed however `body` ends.
  public func withSession<R: Sendable>(_ body: (any Backend) async throws -> R) async throws -> R {
    guard mode == .session, sessionID == nil, hasAdditions || !traits.isSimulator else {
      return try await body(self)
    }
    let id = try await service.openSession(on: name)
    let session = RuntimeBackend(service: service, traits: traits, mode: mode, sessionID: id)
    let outcome: Result<R, any Error>
    do {
      outcome = .success(try await body(session))
    } catch {
      outcome = .failure(error)
    }
    await shielded(for: RuntimeService.patienceWithCancellation) { try? await service.closeSession(id) }
    return try outcome.get()
  }
}

extension RuntimeService {
  /// Reserves a worker for the jobs that are going to name the session.
  func openSession(on backend: String) async throws -> String {
    let body: JSONValue = ["backend": .string(backend), "mode": .string(SessionMode.dedicated.rawValue)]
    // A repeated request may leave a session behind that has no job and holds no worker.
    let answer = try await connection.send(Request(.POST, "/sessions", json: body))
    guard let id = try answer.json()["id"]?.stringValue, !id.isEmpty else {
      throw RuntimeError.unexpected("a session without an id", answer)
    }
    return id
  }

  func closeSession(_ id: String) async throws {
    _ = try await connection.send(Request(.DELETE, "/sessions/\(percentEncoded(id))/close"))
  }
}
