internal import HTTPTypes

extension HTTPFields {
  private static let xAccessToken = HTTPField.Name("X-Access-Token")

  /// The token that a request shows, in one of the ways that clients have.
  ///
  /// `Authorization: Bearer TOKEN`, `Authorization: apikey TOKEN`, or `X-Access-Token: TOKEN`.
  var accessToken: String? {
    if let authorization = self[.authorization] {
      let parts = authorization.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, ["bearer", "apikey"].contains(parts[0].lowercased()) else { return nil }
      return parts[1]
    }
    return Self.xAccessToken.flatMap { self[$0] }
  }
}
