internal import HTTPTypes
internal import RuntimeAPI
internal import RuntimeStore

/// Knows whose token a request shows.
struct Authenticator: Sendable {
  let store: RuntimeStore

  /// The user's name.
  ///
  /// - Throws: ``APIError`` `unauthorized`.
  func user(of headers: HTTPFields) throws(APIError) -> String {
    guard let token = headers.accessToken, !token.isEmpty else {
      throw APIError(
        .unauthorized, "The request shows no access token.",
        solution: "Send the header 'Authorization: Bearer TOKEN'; 'ritz login' keeps a token for you.")
    }
    guard let stored = store.token(withHash: ContentHash(of: token)) else {
      throw APIError(
        .unauthorized, "The access token is unknown to this service.",
        solution: "Tokens belong to one service; ask its operator for one.")
    }
    return stored.user
  }
}
