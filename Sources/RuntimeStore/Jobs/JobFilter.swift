public import RuntimeAPI

/// Which jobs a listing shows; what is nil or empty does not restrict it.
public struct JobFilter: Hashable, Sendable {
  /// nil: everybody's.
  public var owner: String?
  /// The length of a page; below zero counts as zero.
  public var limit: Int
  /// How many that match come before the page; below zero counts as zero.
  public var offset: Int
  public var backend: String?
  /// true: those that are queued or running; false: those that have ended.
  public var isPending: Bool?
  public var program: String?
  /// A job must have all of them.
  public var tags: [String]
  public var sessionID: String?
  /// Itself included.
  public var createdAfter: Timestamp?
  /// Itself included.
  public var createdBefore: Timestamp?
  /// In the order of submission; otherwise the newest comes first.
  public var oldestFirst: Bool

  public init(
    owner: String?, limit: Int = 10, offset: Int = 0, backend: String? = nil, isPending: Bool? = nil,
    program: String? = nil, tags: [String] = [], sessionID: String? = nil, createdAfter: Timestamp? = nil,
    createdBefore: Timestamp? = nil, oldestFirst: Bool = false
  ) {
    self.owner = owner
    self.limit = limit
    self.offset = offset
    self.backend = backend
    self.isPending = isPending
    self.program = program
    self.tags = tags
    self.sessionID = sessionID
    self.createdAfter = createdAfter
    self.createdBefore = createdBefore
    self.oldestFirst = oldestFirst
  }
}

/// A part of the jobs that match a ``JobFilter``.
public struct JobPage: Hashable, Sendable {
  public var jobs: [StoredJob]
  /// All that match, not only this page.
  public var total: Int

  public init(jobs: [StoredJob], total: Int) {
    self.jobs = jobs
    self.total = total
  }
}
