/// Where the text of a circuit is: here, or known already by its hash.
///
/// In JSON a string: OpenQASM 3, or `sha256:` and 64 hexadecimal digits.
public enum CircuitSource: Hashable, Sendable {
  case text(String)
  case hash(String)

  /// The source that a string of JSON stands for.
  public init(_ string: String) {
    self = string.hasPrefix(Self.scheme) ? .hash(string) : .text(string)
  }

  /// The text or the hash.
  public var string: String {
    switch self {
    case .text(let text), .hash(let text): text
    }
  }

  /// How much of it is kept where it is a key.
  var byteCount: Int { string.utf8.count }

  /// How every hash begins.
  static let scheme = "sha256:"
}

extension CircuitSource: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(string)
  }
}
