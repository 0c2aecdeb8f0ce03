/// Why a text was not read as OpenQASM 3, and where.
public struct OpenQASMError: Error, Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The Unicode scalar within the line, from 1.
  public let column: Int
  /// What stands there.
  public let found: String
  /// What may stand there, or what to write instead.
  public let allowed: String

  public init(line: Int, column: Int, found: String, allowed: String) {
    self.line = line
    self.column = column
    self.found = found
    self.allowed = allowed
  }
}

extension OpenQASMError: CustomStringConvertible {
  public var description: String { "line \(line), column \(column): found \(found); allowed is \(allowed)" }
}
