internal import Hummingbird
internal import JSONSchemas
internal import NIOCore
internal import RuntimeAPI
internal import RuntimePrograms
internal import RuntimeStore

/// What jobs there are, and what can be done with one.
struct JobRoutes {
  let jobs: JobDesk
  let bodies: RequestBodyReader

  private static let listing = [
    "limit", "offset", "backend", "pending", "program", "tags", "session_id", "created_after", "created_before", "sort",
    "exclude_params",
  ]

  func add(to routes: inout RouteTable) {
    routes.on(.get, "/jobs") { request, context in
      // Groups of users and mocks do not exist here.
      let query = try QueryParameters(request, allowed: Self.listing, tolerated: ["provider", "include_mocks"])
      let filter = try Self.filter(query, owner: context.user)
      let isShort = try query.flag("exclude_params") ?? false
      let page = try await jobs.store.jobs(filter)
      return listing(page.jobs, count: page.total, filter, withParameters: !isShort)
    }
    routes.on(.get, "/jobs/:id") { request, context in
      let query = try QueryParameters(request, allowed: ["exclude_params"])
      let isShort = try query.flag("exclude_params") ?? false
      let job = try await jobs.job(context.pathParameter("id"), owner: context.user)
      return try await .json(jobs.json(job, withParameters: !isShort))
    }
    routes.on(.delete, "/jobs/:id") { _, context in
      let job = try await jobs.job(context.pathParameter("id"), owner: context.user)
      if job.state.status == .queued { _ = try await jobs.scheduler.cancel(job.id, reason: nil) }
      if try await jobs.store.delete(job.id) == .running {
        throw APIError(.jobIsRunning, "The job \(job.id) runs.", solution: "Cancel it first.")
      }
      return .noContent
    }
    routes.on(.post, "/jobs/:id/cancel") { _, context in
      let job = try await jobs.job(context.pathParameter("id"), owner: context.user)
      guard try await jobs.scheduler.cancel(job.id, reason: nil) else {
        throw APIError(.jobIsFinal, "The job \(job.id) has ended already.")
      }
      return .noContent
    }
    routes.on(.get, "/jobs/:id/logs") { _, context in
      let job = try await jobs.job(context.pathParameter("id"), owner: context.user)
      return .text(ByteBuffer(string: try await jobs.store.logs(of: job.id)))
    }
    routes.on(.get, "/jobs/:id/metrics") { _, context in
      let job = try await jobs.job(context.pathParameter("id"), owner: context.user)
      return try .json(
        JobMetrics(
          timestamps: JobMetrics.Timestamps(
            created: job.created.description, running: job.running?.description, finished: job.ended?.description),
          usage: JobMetrics.Usage(status: job.state.status.isFinal ? "complete" : "pending", seconds: job.usageSeconds),
          caller: job.owner))
    }
    routes.on(.put, "/jobs/:id/tags") { request, context in
      let job = try await jobs.job(context.pathParameter("id"), owner: context.user)
      let tags = try await bodies.object(in: bodies.bytes(of: request)) { object in
        let body = BodyFields(object)
        try body.check(allowed: ["tags"])
        guard body["tags"] != nil else { throw body.missing("tags") }
        return try JobRequest.tags(body)
      }
      _ = try await jobs.store.setTags(tags, of: job.id)
      return .noContent
    }
  }

  /// A page of jobs, of which only one at a time is in memory: what was submitted may be large.
  private func listing(
    _ page: [StoredJob], count: Int, _ filter: JobFilter, withParameters: Bool
  ) -> Response {
    let jobs = jobs
    return Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody { writer in
        var text = ByteBuffer(string: "{\"jobs\":[")
        for (index, job) in page.enumerated() {
          if index > 0 { text.writeString(",") }
          var object = try await jobs.json(job, withParameters: withParameters)
          text.writeBuffer(&object)
          guard text.readableBytes >= RequestBodyReader.largeSize else { continue }
          try await writer.write(text)
          text.clear()
        }
        text.writeString("],\"count\":\(count),\"limit\":\(filter.limit),\"offset\":\(filter.offset)}")
        try await writer.write(text)
        try await writer.finish(nil)
      })
  }

  private static func filter(_ query: QueryParameters, owner: String) throws(APIError) -> JobFilter {
    var filter = JobFilter(owner: owner)
    filter.limit = try query.integer("limit", in: 1...1000) ?? 10
    filter.offset = try query.integer("offset", in: 0...Int(Int32.max)) ?? 0
    filter.backend = query["backend"]
    filter.isPending = try query.flag("pending")
    filter.program = query["program"]
    filter.tags = query.all("tags")
    filter.sessionID = query["session_id"]
    filter.createdAfter = try time("created_after", query)
    filter.createdBefore = try time("created_before", query)
    switch query["sort"] {
    case nil, "DESC": break
    case "ASC": filter.oldestFirst = true
    case let other?: throw query.refusal("sort", other, "ASC or DESC")
    }
    return filter
  }

  private static func time(_ name: String, _ query: QueryParameters) throws(APIError) -> Timestamp? {
    guard let text = query[name] else { return nil }
    guard let time = Timestamp(text) else {
      throw query.refusal(name, text, "a time in ISO 8601 such as \(Timestamp.example)")
    }
    return time
  }
}
