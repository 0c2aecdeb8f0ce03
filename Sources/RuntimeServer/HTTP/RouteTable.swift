internal import HTTPTypes
internal import Hummingbird

/// Collects the routes of the service and knows, for each path, the methods it is there for.
struct RouteTable {
  typealias Context = ServiceRequestContext
  typealias Handler = @Sendable (Request, Context) async throws -> Response

  /// Where the resources stand: the wire's own prefix, and the one that unmodified clients can be pointed at.
  static let prefixes = ["/api/v1", "/experimental"]
  private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]

  private var handlers: [String: [HTTPRequest.Method: Handler]] = [:]

  mutating func on(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
    handlers[path, default: [:]][method] = handler
    guard method == .get, handlers[path]?[.head] == nil else { return }
    handlers[path]?[.head] = { request, context in
      try await handler(request, context).createHeadResponse()
    }
  }

  /// Hands the routes to a router, below every prefix; other methods on the same paths are refused with what is allowed.
  func install(in router: Router<Context>) {
    for (path, byMethod) in handlers {
      // Whoever asks whether the service is there need not know which wire it speaks.
      for prefix in path == HealthRoutes.path ? Self.prefixes + [""] : Self.prefixes {
        let allowed = Self.methods.filter { byMethod[$0] != nil }.map(\.rawValue).joined(separator: ", ")
        for method in Self.methods {
          let handler: Handler =
            byMethod[method] ?? { request, _ in
              throw MethodNotAllowed(method: request.method.rawValue, allowed: allowed)
            }
          router.on(RouterPath(prefix + path), method: method, use: handler)
        }
      }
    }
  }
}
