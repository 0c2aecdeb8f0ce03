import ComplexModule
import RealModule

extension PauliSum {
  /// Reads a term from each line, `coefficient label`: a real number or `(re, im)`, then "XIZ" or "X2 Z0".
  ///
  /// `#` starts a comment; empty lines are passed over. This reads back what ``description`` prints, bit for bit.
  /// - Parameter qubitCount: The width of the sum; nil takes the length of the labels, or as many qubits as sparse
  ///   labels name.
  /// - Throws: ``PauliError/line(_:_:)`` around what was wrong in that line.
  public init(parsing text: String, qubitCount: Int? = nil) throws(PauliError) {
    var lines: [(number: Int, coefficient: Complex<Double>, label: String)] = []
    var width = qubitCount
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let content = line.prefix { $0 != "#" }.trimmingSpaces()
      guard !content.isEmpty else { continue }
      do {
        let (coefficient, label) = try parseTerm(content)
        if width == nil, !isSparse(label) { width = label.utf8.count }
        lines.append((index + 1, coefficient, label))
      } catch {
        throw .line(index + 1, error)
      }
    }
    var terms: [PauliTerm] = []
    for line in lines {
      do {
        let string = try readLabel(line.label, qubitCount: width)
        terms.append(PauliTerm(string, coefficient: line.coefficient))
      } catch {
        throw .line(line.number, error)
      }
    }
    // With nothing but "I" in the text, that is the label of one qubit.
    let count = width ?? max(terms.isEmpty ? 0 : 1, terms.map(\.string.qubitCount).max() ?? 0)
    try self.init(
      qubitCount: count,
      terms: terms.map { PauliTerm($0.string.widened(to: count), coefficient: $0.coefficient) })
  }
}

extension PauliSum: CustomStringConvertible {
  /// A term on each line, coefficient and label; empty for the operator 0.
  public var description: String {
    terms.map { "\(coefficientText($0.coefficient)) \($0.string)" }.joined(separator: "\n")
  }
}

/// A real coefficient as the shortest decimal that reads back as the same number, others as `(re, im)`.
func coefficientText(_ coefficient: Complex<Double>) -> String {
  coefficient.imaginary == 0 ? "\(coefficient.real)" : "(\(coefficient.real), \(coefficient.imaginary))"
}

/// The two parts of a line `coefficient label`.
private func parseTerm(_ line: Substring) throws(PauliError) -> (coefficient: Complex<Double>, label: String) {
  let isComplex = line.hasPrefix("(")
  let end = isComplex ? line.firstIndex(of: ")").map(line.index(after:)) : line.firstIndex(where: \.isWhitespace)
  guard let end else { throw .malformedTerm(String(line)) }
  let label = line[end...].trimmingSpaces()
  guard !label.isEmpty else { throw .malformedTerm(String(line)) }
  let number = line[..<end]
  let parts =
    isComplex
    ? number.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false) : [number]
  let values = parts.compactMap { Double($0.trimmingSpaces()) }
  guard values.count == parts.count, values.count == (isComplex ? 2 : 1) else {
    throw .malformedCoefficient(String(number))
  }
  guard values.allSatisfy(\.isFinite) else { throw .coefficientNotFinite(String(number)) }
  return (Complex(values[0], isComplex ? values[1] : 0), String(label))
}

/// A label of either form; one that spells out every qubit must have the width of the sum.
private func readLabel(_ label: String, qubitCount: Int?) throws(PauliError) -> PauliString {
  if isSparse(label) { return try PauliString(sparse: label, qubitCount: qubitCount) }
  let string = try PauliString(label)
  if let qubitCount, string.qubitCount != qubitCount {
    throw .qubitCountMismatch(found: string.qubitCount, expected: qubitCount)
  }
  return string
}

/// Whether a label names its qubits. "I" alone is the identity of any width.
private func isSparse(_ label: String) -> Bool {
  label == "I" || label.contains { $0.isWhitespace || $0.isNumber }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var text = self.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
