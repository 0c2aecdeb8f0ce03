public import RuntimeAPI

/// Who may ask, and for what; the token itself is not kept, only its hash.
public struct StoredToken: Hashable, Sendable {
  public var hash: ContentHash
  public var user: String
  /// `run`, `upload`, `publish` or `admin`.
  public var role: String
  public var created: Timestamp

  public init(hash: ContentHash, user: String, role: String, created: Timestamp) {
    self.hash = hash
    self.user = user
    self.role = role
    self.created = created
  }
}
