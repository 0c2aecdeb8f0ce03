import ComplexModule
import PauliAlgebra

extension PauliSumFile {
  static func text(_ bytes: [UInt8], path: String) throws(InputFileError) -> PauliSum {
    let result = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(InputFileError) in
        var scanner = ByteScanner(bytes)
        return try text(&scanner, path: path)
      }
    }
    return try result.get()
  }

  private static func text(_ scanner: inout ByteScanner, path: String) throws(InputFileError) -> PauliSum {
    var contents = PauliSumContents(path: path)
    while true {
      scanner.skipSeparatorsAndLines()
      guard let byte = scanner.current else { return try contents.sum() }
      if byte == UInt8(ascii: "#") {
        try readComment(&scanner, into: &contents)
      } else {
        try contents.terms.append(readTerm(&scanner, path: path))
      }
    }
  }

  /// Steps over a comment; `# n_qubits 4` states the width of the sum.
  private static func readComment(
    _ scanner: inout ByteScanner, into contents: inout PauliSumContents
  ) throws(InputFileError) {
    scanner.position += 1
    let words = scanner.restOfLine().split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "n_qubits" else { return }
    guard let count = Int(words[1]) else {
      throw InputFileError(
        path: contents.path, line: scanner.line, message: "n_qubits is '\(words[1].prefix(32))'; an integer is needed")
    }
    try contents.state(qubitCount: count, line: scanner.line)
  }

  private static func readTerm(
    _ scanner: inout ByteScanner, path: String
  ) throws(InputFileError) -> PauliSumContents.Term {
    let token = scanner.token()
    guard let coefficient = scanner.number(token), coefficient.isFinite else {
      throw InputFileError(
        path: path, line: scanner.line,
        message: "\(scanner.quoted(token)) is no finite number; a line is 'coefficient X0 Z3' or 'coefficient XIZ'")
    }
    let label = scanner.restOfLine().prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !label.isEmpty else {
      throw InputFileError(
        path: path, line: scanner.line,
        message: "a coefficient without operators; write X0 Z3 or XIZ behind it, or I for the identity")
    }
    return PauliSumContents.Term(label: label, coefficient: Complex(coefficient), line: scanner.line)
  }
}
