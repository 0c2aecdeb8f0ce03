/// A file that cannot be used: where, what was found there, and what is allowed.
///
/// Its description is `FILE:LINE: found; allowed`, or `FILE: found; allowed` where no line is to blame.
public struct InputFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the caller named it.
  public var path: String
  /// The line to blame, the first being 1.
  public var line: Int?
  /// `what was found; what is allowed`, on one line.
  public var message: String

  public init(path: String, line: Int? = nil, message: String) {
    self.path = path
    self.line = line
    self.message = message
  }

  public var description: String {
    let file = String(path.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : Character($0) })
    guard let line else { return "\(file): \(message)" }
    return "\(file):\(line): \(message)"
  }
}
