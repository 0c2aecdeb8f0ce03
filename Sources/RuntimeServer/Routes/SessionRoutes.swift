internal import Hummingbird
internal import JSONSchemas
internal import RuntimeAPI
internal import RuntimeStore

/// Workers reserved for the jobs of one user, and jobs that belong together.
struct SessionRoutes {
  let sessions: SessionDesk
  let backend: OfferedBackend
  let bodies: RequestBodyReader

  func add(to routes: inout RouteTable) {
    routes.on(.post, "/sessions") { request, context in
      let backend = backend
      let limit = sessions.maximumTime
      let (mode, maximumTime) = try await bodies.object(in: bodies.bytes(of: request)) { object in
        let body = BodyFields(object)
        try body.check(allowed: ["backend", "mode", "max_ttl", "instance"])
        try backend.check(body.optionalString("backend") ?? OfferedBackend.name)
        let text = try body.optionalString("mode") ?? SessionMode.dedicated.rawValue
        guard let mode = SessionMode(rawValue: text) else {
          throw body.refusal("mode", .string(text), "dedicated or batch")
        }
        return (mode, try body.optionalInteger("max_ttl", in: 1...limit))
      }
      let session = try await sessions.open(
        mode, backend: OfferedBackend.name, maximumTime: maximumTime, owner: context.user)
      return try .json(SessionObject(session))
    }
    routes.on(.get, "/sessions/:id") { _, context in
      let session = try await sessions.session(context.pathParameter("id"), owner: context.user)
      return try .json(SessionObject(session))
    }
    routes.on(.patch, "/sessions/:id") { request, context in
      let session = try await sessions.session(context.pathParameter("id"), owner: context.user)
      try await bodies.object(in: bodies.bytes(of: request)) { object in
        let body = BodyFields(object)
        try body.check(allowed: ["accepting_jobs"])
        guard let value = body["accepting_jobs"] else { throw body.missing("accepting_jobs") }
        guard value == .bool(false) else {
          throw body.refusal("accepting_jobs", value, "false; a session that was closed stays so")
        }
      }
      await sessions.scheduler.stopAccepting(session: session.id)
      return .noContent
    }
    routes.on(.delete, "/sessions/:id/close") { _, context in
      let session = try await sessions.session(context.pathParameter("id"), owner: context.user)
      await sessions.scheduler.close(session: session.id, reason: "The session was closed.")
      return .noContent
    }
  }
}
