internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import JSONSchemas
internal import RuntimeAPI
internal import RuntimePrograms
internal import RuntimeStore

/// What came of a job, and what happens to it.
struct ResultRoutes {
  let jobs: JobDesk
  /// In seconds.
  let maximumWait: Int
  let keepAlive: Duration

  private static let jobStatus = HTTPField.Name("Ritz-Job-Status")
  private static let lastEventID = HTTPField.Name("Last-Event-ID")

  func add(to routes: inout RouteTable) {
    routes.on(.get, "/jobs/:id/results") { request, context in
      let query = try QueryParameters(request, allowed: ["wait"])
      let wait = try query.seconds("wait", atMost: Double(maximumWait)) ?? 0
      let job = try await jobs.job(context.pathParameter("id"), owner: context.user)
      let outcome = try await jobs.outcome(of: job, wait: .seconds(wait))
      var response =
        if let result = outcome.result {
          Response.json(ByteBuffer(bytes: result))
        } else if outcome.state.status == .failed {
          Response.text(ByteBuffer(string: outcome.failure?.message ?? outcome.state.reason ?? ""))
        } else {
          Response.noContent
        }
      if let name = Self.jobStatus { response.headers[name] = outcome.state.status.rawValue }
      return response
    }
    routes.on(.get, "/jobs/:id/events") { request, context in
      let query = try QueryParameters(request, allowed: ["from"])
      let first = try query.integer("from", in: 1...Int.max) ?? lastEvent(request.headers).map { $0 + 1 } ?? 1
      let job = try await jobs.job(context.pathParameter("id"), owner: context.user)
      return EventStreamResponse(store: jobs.store, scheduler: jobs.scheduler, keepAlive: keepAlive)
        .response(for: job.id, from: first)
    }
  }

  /// The last event that a reader has, which it says when it reconnects by itself.
  private func lastEvent(_ headers: HTTPFields) throws(APIError) -> Int? {
    guard let text = Self.lastEventID.flatMap({ headers[$0] }), !text.isEmpty else { return nil }
    guard let number = Int(text), (0..<Int.max).contains(number) else {
      throw APIError(.invalidRequest, "The Last-Event-ID is '\(text.prefix(80))'; it is the number of an event.")
    }
    return number
  }
}
