import ComplexModule
import PauliAlgebra

/// The terms of a file before its number of qubits is known, and their assembly into a sum.
struct PauliSumContents {
  struct Term {
    var label: String
    var coefficient: Complex<Double>
    var line: Int?
    /// What stands for the line in files without lines.
    var place = ""
  }

  let path: String
  var terms: [Term] = []
  /// Whether the leftmost letter of a label, and not the rightmost, is qubit 0.
  var isLeftmostLetterQubit0 = false
  private var stated: (qubitCount: Int, line: Int?)?

  /// The most qubits that a file may speak of.
  static let largestQubitCount = 4096

  init(path: String) { self.path = path }

  mutating func state(qubitCount: Int, line: Int? = nil) throws(InputFileError) {
    guard 1...Self.largestQubitCount ~= qubitCount else {
      throw InputFileError(
        path: path, line: line, message: "\(qubitCount) qubits; 1...\(Self.largestQubitCount) are allowed")
    }
    if let stated, stated.qubitCount != qubitCount {
      let place = stated.line.map { "line \($0) says" } ?? "n_qubits is"
      throw InputFileError(
        path: path, line: line, message: "\(qubitCount) qubits, but \(place) \(stated.qubitCount); one width is allowed"
      )
    }
    stated = stated ?? (qubitCount, line)
  }

  /// Whether a label has a letter for each qubit; "" and "I" are the identity of any width.
  static func isDense(_ label: some StringProtocol) -> Bool {
    !label.isEmpty && label != "I" && !label.utf8.contains { 48...57 ~= $0 || $0 <= 32 }
  }

  /// The sum of all terms, on as many qubits as the file states, its labels have letters, or its terms name.
  func sum() throws(InputFileError) -> PauliSum {
    guard let first = terms.first else {
      throw InputFileError(path: path, message: "holds no term; a Pauli sum has terms such as 0.5 X0 Z3 or 0.5 XIZ")
    }
    // Widths first: strings are made once their width is known to be allowed.
    var width = stated
    var counts: [Int] = []
    for term in terms {
      let (count, isDense) = try qubitCount(of: term)
      if isDense, let width, width.qubitCount != count {
        let place = width.line.map { "line \($0) has" } ?? "n_qubits is"
        throw failure(
          term,
          "\(Self.quoted(term.label)) has \(count) letters, but \(place) \(width.qubitCount); "
            + "one width is allowed")
      }
      if isDense { width = width ?? (count, term.line) }
      counts.append(count)
    }
    let allowed = width?.qubitCount ?? Self.largestQubitCount
    for (term, count) in zip(terms, counts) where count > allowed {
      throw failure(term, "\(Self.quoted(term.label)) names qubit \(count - 1); 0...\(allowed - 1) is allowed")
    }
    var builder = PauliSumBuilder(qubitCount: width?.qubitCount ?? max(1, counts.max() ?? 1))
    for term in terms { builder.add(term.coefficient, try string(of: term)) }
    let sum = builder.sum()
    guard sum.terms.allSatisfy(\.coefficient.isFinite) else {
      throw failure(first, "the coefficients of equal terms add up to infinity; finite sums are allowed")
    }
    return sum
  }

  /// How many letters a term's label has, or up to which qubit it names some; and whether it has a letter for each.
  private func qubitCount(of term: Term) throws(InputFileError) -> (count: Int, isDense: Bool) {
    if let word = Self.denseWord(of: term) {
      let count = word.utf8.count
      guard count <= Self.largestQubitCount else {
        throw failure(term, "\(count) letters; at most \(Self.largestQubitCount) qubits are allowed")
      }
      return (count, true)
    }
    do {
      let named = try PauliString.factors(ofSparse: term.label).map(\.qubit).max() ?? -1
      return (named == .max ? .max : named + 1, false)
    } catch {
      throw failure(term, error)
    }
  }

  /// A term's string, as wide as its label has letters or names qubits.
  private func string(of term: Term) throws(InputFileError) -> PauliString {
    do {
      guard let word = Self.denseWord(of: term) else { return try PauliString(sparse: term.label) }
      return try PauliString(isLeftmostLetterQubit0 ? String(word.reversed()) : String(word))
    } catch {
      throw failure(term, error)
    }
  }

  /// The label that has a letter for each qubit; nil if the term names its qubits.
  private static func denseWord(of term: Term) -> Substring? {
    let words = term.label.split(whereSeparator: \.isWhitespace)
    return words.count == 1 && isDense(words[0]) ? words[0] : nil
  }

  private func failure(_ term: Term, _ error: PauliError) -> InputFileError {
    let (label, reason) = (Self.quoted(term.label), "\(error)")
    return failure(term, reason.hasPrefix(label) ? reason : "\(label): \(reason)")
  }

  private func failure(_ term: Term, _ message: String) -> InputFileError {
    InputFileError(path: path, line: term.line, message: term.place + message)
  }

  static func quoted(_ text: String) -> String {
    let shown = text.prefix(32).unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : Character($0) }
    return "'\(String(shown))\(text.count > 32 ? "…" : "")'"
  }
}
