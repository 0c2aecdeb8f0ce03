internal import HTTPTypes
internal import Hummingbird
internal import JSONSchemas
internal import RuntimeAPI

/// Where jobs can run.
struct BackendRoutes {
  let backend: OfferedBackend
  let scheduler: JobScheduler

  /// From this form of the interface on, `GET /backends` lists objects; before, names.
  private static let objectsSince = "2025-01-01"
  private static let versionHeader = HTTPField.Name("IBM-API-Version")

  func add(to routes: inout RouteTable) {
    routes.on(.get, "/backends") { request, _ in
      // Names of what this service has none of: mocks, groups of users.
      _ = try QueryParameters(request, allowed: [], tolerated: ["include_mocks", "provider"])
      if wantsObjects(request.headers) {
        return try .json(BackendList(devices: [backend.summary(queueLength: scheduler.queueLength)]))
      }
      return try .json(["devices": [backend.configuration.name]])
    }
    routes.on(.get, "/backends/:name/configuration") { request, context in
      try check(request, context)
      return try .json(backend.configuration)
    }
    routes.on(.get, "/backends/:name/properties") { request, context in
      try check(request, context)
      return .json(ByteBuffer(string: "{}"))  // A simulator has no error rates.
    }
    routes.on(.get, "/backends/:name/status") { request, context in
      try check(request, context)
      return try .json(backend.status(queueLength: scheduler.queueLength))
    }
  }

  private func check(_ request: Request, _ context: ServiceRequestContext) throws(APIError) {
    // A simulator is never calibrated, so there is only one state of it to ask for.
    _ = try QueryParameters(request, allowed: [], tolerated: ["calibration_id", "updated_before"])
    try backend.check(context.pathParameter("name"))
  }

  /// Without the header the oldest form is meant; whatever is no known date means the newest.
  private func wantsObjects(_ headers: HTTPFields) -> Bool {
    guard let version = Self.versionHeader.flatMap({ headers[$0] }) else { return false }
    return version >= Self.objectsSince
  }
}
