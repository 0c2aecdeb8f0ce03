public import RuntimePrograms

/// A program as `GET /programs/{id}` shows it: its metadata, and since when it is there.
public struct ProgramObject: Codable, Sendable {
  public var metadata: ProgramMetadata
  /// ISO 8601, UTC.
  public var creationDate: String
  public var updateDate: String
  public var isPublic: Bool

  enum CodingKeys: String, CodingKey {
    case creationDate = "creation_date"
    case updateDate = "update_date"
    case isPublic = "is_public"
  }

  public init(_ metadata: ProgramMetadata, creationDate: String, updateDate: String, isPublic: Bool) {
    self.metadata = metadata
    self.creationDate = creationDate
    self.updateDate = updateDate
    self.isPublic = isPublic
  }

  public init(from decoder: any Decoder) throws {
    metadata = try ProgramMetadata(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    creationDate = try container.decode(String.self, forKey: .creationDate)
    updateDate = try container.decode(String.self, forKey: .updateDate)
    isPublic = try container.decode(Bool.self, forKey: .isPublic)
  }

  public func encode(to encoder: any Encoder) throws {
    try metadata.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(creationDate, forKey: .creationDate)
    try container.encode(updateDate, forKey: .updateDate)
    try container.encode(isPublic, forKey: .isPublic)
  }
}
