internal import Foundation
internal import Hummingbird
internal import RuntimeAPI
internal import RuntimeStore

/// Circuits and observables by their content: sent once, then referred to by hash.
struct TextRoutes {
  let store: RuntimeStore
  let bodies: RequestBodyReader

  func add(to routes: inout RouteTable) {
    routes.on(.put, "/texts/:hash") { request, context in
      let hash = try hash(in: context)
      let body = try await bodies.bytes(of: request)
      let found = try await offEventLoops(size: body.readableBytes) {
        guard String(validating: body.readableBytesView, as: UTF8.self) != nil else {
          throw APIError(
            .invalidRequest, "The body is no UTF-8.", solution: "Send the text of a circuit or of observables.")
        }
        return ContentHash(of: Array(body.readableBytesView))
      }
      guard found == hash else {
        throw APIError(
          .invalidRequest, "The body has the hash \(found), not \(hash).",
          solution: "Send the bytes whose SHA-256 stands in the path.")
      }
      try await store.put(Data(body.readableBytesView), hash: hash, owner: context.user)
      return .noContent
    }
    routes.on(.get, "/texts/:hash") { _, context in
      let hash = try hash(in: context)
      guard let text = try await store.text(hash, owner: context.user) else {
        var error = APIError(
          .unknownText, "There is no text \(hash).", solution: "Send it with PUT at the same path.")
        error.status = 404
        throw error
      }
      return .text(ByteBuffer(bytes: text))
    }
  }

  private func hash(in context: ServiceRequestContext) throws(APIError) -> ContentHash {
    let text = context.pathParameter("hash")
    guard let hash = ContentHash(text) else {
      throw APIError(
        .invalidRequest, "'\(text.prefix(80))' is no hash; a hash is sha256: and 64 digits of 0-9 and a-f.")
    }
    return hash
  }
}
