/// Why a text was not read or run as OpenQASM, and where.
public struct OpenQASMError: Error, Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The Unicode scalar within the line, from 1.
  public let column: Int
  /// What stands there.
  public let found: String
  /// What may stand there, or what to write instead.
  public let allowed: String
  /// The name of the included file that the place is in; nil for the text itself.
  public private(set) var file: String?
  /// The number of the text, until its name is known.
  private(set) var fileIndex: Int

  public init(line: Int, column: Int, found: String, allowed: String) {
    self.line = line
    self.column = column
    self.found = found
    self.allowed = allowed
    fileIndex = 0
  }

  init(at position: SourcePosition, found: String, allowed: String) {
    self.init(line: Int(position.line), column: Int(position.column), found: found, allowed: allowed)
    fileIndex = Int(position.file)
  }

  /// The error with the name of the file that it is in.
  ///
  /// - Parameter files: The names of the texts by their numbers.
  func named(by files: [String]) -> OpenQASMError {
    var error = self
    if file == nil, fileIndex > 0, fileIndex < files.count { error.file = files[fileIndex] }
    return error
  }
}

extension OpenQASMError: CustomStringConvertible {
  public var description: String {
    (file.map { "\(shortened($0)), " } ?? "") + "line \(line), column \(column): found \(found); allowed is \(allowed)"
  }
}
