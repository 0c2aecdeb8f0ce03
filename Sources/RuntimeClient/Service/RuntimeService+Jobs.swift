internal import Foundation
public import JSONSchemas
internal import NIOHTTP1
public import RuntimeAPI
internal import RuntimePrograms

extension RuntimeService {
  /// Which jobs to list.
  public struct JobFilter: Sendable {
    /// At most this many.
    public var limit = 10
    /// Skips this many of those that match.
    public var offset = 0
    public var backend: String?
    public var program: String?
    /// true for those that have not ended, false for those that have.
    public var isPending: Bool?
    /// Jobs that have all of these tags.
    public var tags: [String] = []
    public var sessionID: String?
    /// ISO 8601.
    public var createdAfter: String?
    public var createdBefore: String?
    /// Oldest first, in place of newest first.
    public var isAscending = false
    /// Whether the jobs come with their inputs.
    public var includesInputs = false

    public init() {}

    var query: String {
      var items = [("limit", "\(limit)"), ("offset", "\(offset)")]
      func add(_ name: String, _ value: String?) { if let value { items.append((name, value)) } }
      add("backend", backend)
      add("program", program)
      add("pending", isPending.map { "\($0)" })
      for tag in tags { add("tags", tag) }
      add("session_id", sessionID)
      add("created_after", createdAfter)
      add("created_before", createdBefore)
      if isAscending { add("sort", "ASC") }
      if !includesInputs { add("exclude_params", "true") }
      return items.map { "\($0)=\(percentEncoded($1))" }.joined(separator: "&")
    }
  }

  /// A page of jobs, newest first unless the filter says otherwise, and how many match in all.
  public func jobs(_ filter: JobFilter = JobFilter()) async throws -> JobList {
    try await get("/jobs?\(filter.query)")
  }

  /// - Throws: ``RuntimeError`` with code `unknown-job`.
  public func job(_ id: String, includesInputs: Bool = false) async throws -> JobObject {
    try await get("\(path(id))\(includesInputs ? "" : "?exclude_params=true")")
  }

  /// What the program of a job returned, as JSON; waits until there is something.
  ///
  /// - Throws: `ProgramFailure` of a job that failed or ran too long; ``RuntimeError`` with code `job-cancelled`.
  public func result(of id: String) async throws -> JSONValue {
    try await finalAnswer(of: id).json()
  }

  /// What the program wrote to its standard output and error so far.
  public func logs(of id: String) async throws -> String {
    try await connection.send(Request(.GET, "\(path(id))/logs")).text
  }

  public func metrics(of id: String) async throws -> JobMetrics {
    try await get("\(path(id))/metrics")
  }

  /// Stops a job that waits or runs.
  ///
  /// - Throws: ``RuntimeError`` with code `job-is-final` for one that has ended.
  public func cancel(_ id: String) async throws {
    _ = try await connection.send(Request(.POST, "\(path(id))/cancel"))
  }

  /// Removes a job that has ended, with its results, logs and events.
  ///
  /// - Throws: ``RuntimeError`` with code `job-is-running` for one that has not.
  public func delete(_ id: String) async throws {
    _ = try await connection.send(Request(.DELETE, path(id)))
  }

  public func setTags(_ tags: [String], of id: String) async throws {
    let body: JSONValue = ["tags": .array(tags.map { .string($0) })]
    _ = try await connection.send(Request(.PUT, "\(path(id))/tags", json: body))
  }

  /// What happened to a job, from event number `from` (at least 1) on, live until it ends.
  ///
  /// A lost connection is taken up again where it broke: no event is missed or seen twice. Each iteration starts anew.
  public func events(of id: String, from: Int = 1) -> EventSequence {
    EventSequence(service: self, id: id, first: max(1, from))
  }

  func path(_ id: String) -> String { "/jobs/\(percentEncoded(id))" }
}
