internal import Hummingbird
internal import JSONSchemas
internal import RuntimeAPI

/// Whether the service is there; the one path that needs no token.
struct HealthRoutes {
  static let path = "/health"
  static let paths = Set(RouteTable.prefixes.map { $0 + path } + [path])

  let version: String

  func add(to routes: inout RouteTable) {
    let body = ByteBuffer(string: JSONValue.object(["status": "ok", "version": .string(version)]).text)
    routes.on(.get, Self.path) { _, _ in .json(body) }
  }
}
