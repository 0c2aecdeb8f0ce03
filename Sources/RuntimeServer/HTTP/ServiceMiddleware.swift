internal import Hummingbird
internal import Logging
internal import NIOCore
internal import RuntimeAPI

/// Stands before every route: counts the request, asks who sends it, and turns whatever is thrown into an answer.
struct ServiceMiddleware: RouterMiddleware {
  typealias Context = ServiceRequestContext

  let authenticator: Authenticator
  let errors: ErrorResponder
  /// Paths that are answered without a token.
  let openPaths: Set<String>

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      var context = context
      if !openPaths.contains(request.uri.path) { context.user = try authenticator.user(of: request.headers) }
      return try await next(request, context)
    } catch let error where !(error is CancellationError) {
      return errors.response(for: error, to: request, logger: context.logger)
    }
  }
}
