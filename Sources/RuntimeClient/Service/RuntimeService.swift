internal import JSONSchemas
internal import NIOHTTP1
public import RuntimeAPI
@_exported public import RuntimePrograms

/// A runtime service: backends behind a queue, and programs that run beside them.
///
/// ```swift
/// let runtime = try RuntimeService.saved()
/// let backend = try await runtime.backend("statevector")
/// let result = try await VQE(hamiltonian: h, ansatz: a).run(on: backend)
/// ```
/// Values of it are cheap to copy and share connections. Requests that got no answer are repeated, and are acted upon once.
public struct RuntimeService: Sendable {
  let connection: Connection

  /// - Parameters:
  ///   - url: `http://127.0.0.1:8000`, or the root of an API of the same form, which ends in `/api/v1`.
  ///   - retries: How long a request is repeated that got no answer.
  /// - Throws: ``RuntimeError`` with code `invalid-url`.
  public init(url: String, authentication: Authentication, retries: RetryPolicy = RetryPolicy()) throws {
    try self.init(url: url, authentication: authentication, retries: retries, timeouts: Timeouts())
  }

  package init(url: String, authentication: Authentication, retries: RetryPolicy, timeouts: Timeouts) throws {
    connection = Connection(
      base: try serviceBase(url), authentication: authentication, retries: retries, timeouts: timeouts)
  }

  /// The service that `ritz login` or `ritz serve` has saved: the one at `url`, or the default.
  ///
  /// - Throws: ``RuntimeError`` with code `saved-services` where there is none.
  public static func saved(_ url: String? = nil) throws -> RuntimeService {
    let saved = try SavedServices().service(url)
    return try RuntimeService(url: saved.url, authentication: saved.authentication)
  }

  /// Where the service is, without the path of the protocol.
  public var url: String { serviceAddress(of: connection.base) }

  /// What went over the wire so far, of all copies of this value.
  public var traffic: Traffic { connection.traffic }

  /// Asks whether the service is there.
  ///
  /// - Returns: Its version.
  @discardableResult
  public func health() async throws -> String {
    var request = Request(.GET, "/health")
    request.isBelowAddress = true
    let answer = try await connection.send(request)
    return try answer.json()["version"]?.stringValue ?? ""
  }

  // MARK: - Backends

  /// Every backend of the service, with its queue.
  public func backends() async throws -> [BackendSummary] {
    let list: BackendList = try await get("/backends")
    return list.devices
  }

  /// A backend to run circuits and programs on.
  ///
  /// - Parameter mode: Whether algorithms reserve a worker while they run.
  /// - Throws: ``RuntimeError`` with code `unknown-backend` that lists those there are; `unreachable`; `unauthorized`.
  public func backend(_ name: String, mode: ExecutionMode = .session) async throws -> RuntimeBackend {
    do {
      let configuration = try await connection.send(Request(.GET, Self.configurationPath(name))).json()
      return RuntimeBackend(service: self, traits: try BackendTraits(configuration), mode: mode)
    } catch let error as RuntimeError where error.status == 404 {
      let names = try await backendNames().map { "'\($0)'" }
      throw RuntimeError(
        .unknownBackend, "The service at \(url) has no backend '\(name)'.",
        solution: names.isEmpty ? "It has none at all." : "It has \(names.joined(separator: ", ")).",
        status: error.status, cause: error)
    }
  }

  /// What a backend is and can do.
  public func configuration(ofBackend name: String) async throws -> BackendConfiguration {
    try await get(Self.configurationPath(name))
  }

  private static func configurationPath(_ name: String) -> String { "/backends/\(percentEncoded(name))/configuration" }

  /// Whether a backend takes jobs, and how many wait.
  public func status(ofBackend name: String) async throws -> BackendStatus {
    try await get("/backends/\(percentEncoded(name))/status")
  }

  /// Names alone, which every service gives in one form or another.
  private func backendNames() async throws -> [String] {
    let list = try await connection.send(Request(.GET, "/backends")).json()
    return (list["devices"]?.arrayValue ?? []).compactMap { $0.stringValue ?? $0["name"]?.stringValue }
  }

  // MARK: - Programs

  /// Every program that jobs can run, with the schemas of what goes in and what comes out.
  public func programs() async throws -> [ProgramMetadata] {
    var programs: [ProgramMetadata] = []
    while true {
      let page: ProgramList = try await get("/programs?limit=100&offset=\(programs.count)")
      programs += page.programs.map(\.metadata)
      if page.programs.isEmpty || programs.count >= page.count { return programs }
    }
  }

  /// - Throws: ``RuntimeError`` with code `unknown-program`.
  public func program(_ id: String) async throws -> ProgramMetadata {
    let program: ProgramObject = try await get("/programs/\(percentEncoded(id))")
    return program.metadata
  }

  func get<T: Decodable>(_ path: String) async throws -> T {
    try await connection.send(Request(.GET, path)).decoded()
  }
}
