internal import Hummingbird
internal import JSONSchemas
internal import RuntimeAPI

/// What can be run, with the schemas of what goes in and what comes out.
struct ProgramRoutes {
  let programs: ProgramCatalogue
  /// ISO 8601; since when the programs are there.
  let since: String

  func add(to routes: inout RouteTable) {
    routes.on(.get, "/programs") { request, _ in
      let query = try QueryParameters(request, allowed: ["limit", "offset"])
      let limit = try query.integer("limit", in: 1...200) ?? 200
      let offset = try query.integer("offset", in: 0...Int.max) ?? 0
      let page = programs.programs.dropFirst(offset).prefix(limit).map(object)
      return try .json(ProgramList(programs: page, count: programs.programs.count))
    }
    routes.on(.get, "/programs/:id") { request, context in
      _ = try QueryParameters(request, allowed: [])
      return try .json(object(programs.program(context.pathParameter("id"))))
    }
  }

  private func object(_ program: OfferedProgram) -> ProgramObject {
    ProgramObject(program.metadata, creationDate: since, updateDate: since, isPublic: true)
  }
}
