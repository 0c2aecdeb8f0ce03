import ComplexModule
import RealModule

extension PauliSum {
  /// Reads a term from each line, `coefficient label`: a real number or `(re, im)`, then "XIZ" or "X2 Z0".
  ///
  /// `#` starts a comment; empty lines are passed over. This reads back what ``description`` prints, bit for bit.
  /// - Parameter qubitCount: The width of the sum; nil takes the length of the labels, or as many qubits as sparse
  ///   labels name.
  /// - Throws: ``PauliError/line(_:_:)`` around what was wrong in that line; ``PauliError/tooManyQubits(_:allowed:task:)``
  ///   for a sum of more than 2³⁰ Pauli matrices, identities included. Nothing of that size is allocated first.
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
    // With nothing but "I" in the text, that is the label of one qubit.
    var named = lines.isEmpty ? 0 : 1
    for line in lines {
      do {
        named = max(named, try qubitsNamed(by: line.label, allowed: width))
      } catch {
        throw .line(line.number, error)
      }
    }
    let count = width ?? named
    let allowed = maximumMatrixCount / max(1, lines.count)
    guard count <= allowed else { throw .tooManyQubits(count, allowed: allowed, task: "a sum of \(lines.count) terms") }
    var terms: [PauliTerm] = []
    for line in lines {
      do {
        let string =
          isSparse(line.label)
          ? try PauliString(sparse: line.label, qubitCount: count) : try PauliString(line.label)
        terms.append(PauliTerm(string, coefficient: line.coefficient))
      } catch {
        throw .line(line.number, error)
      }
    }
    try self.init(qubitCount: count, terms: terms)
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

/// How many qubits a label needs; one that spells out every qubit must have the width of the sum, if that is known.
private func qubitsNamed(by label: String, allowed: Int?) throws(PauliError) -> Int {
  guard isSparse(label) else {
    let letters = label.utf8.count
    if let allowed, letters != allowed { throw .qubitCountMismatch(found: letters, expected: allowed) }
    return letters
  }
  let named = try PauliString.factors(ofSparse: label).map(\.qubit).max() ?? -1
  let allowed = allowed ?? PauliString.maximumQubitCount
  guard named < allowed else { throw .qubitOutOfRange(named, qubitCount: allowed) }
  return named + 1
}

/// Pauli matrices in a sum that is read, terms times qubits: 256 MiB.
private let maximumMatrixCount = 1 << 30

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
