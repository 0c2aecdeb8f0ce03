/// Where something stands in a text.
struct SourcePosition: Hashable, Sendable {
  /// The line, from 1.
  var line: Int32
  /// The Unicode scalar within the line, from 1.
  var column: Int32
  /// Which text: 0 is the program itself, others were included.
  var file: Int32 = 0

  init(line: Int, column: Int, file: Int = 0) {
    self.line = Int32(clamping: line)
    self.column = Int32(clamping: column)
    self.file = Int32(clamping: file)
  }

  static let start = SourcePosition(line: 1, column: 1)

  func error(found: String, allowed: String) -> OpenQASMError {
    OpenQASMError(at: self, found: found, allowed: allowed)
  }
}
