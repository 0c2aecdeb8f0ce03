/// What was wrong with a Pauli string, a Pauli sum, a fermionic operator or an encoding that was asked for.
public enum PauliError: Error, Hashable, Sendable {
  /// A label has a letter other than I, X, Y, Z; `position` counts from its left end, starting at 1.
  case unknownLetter(Character, position: Int)
  /// A factor of a sparse label is not a letter followed by a qubit.
  case malformedFactor(String)
  /// A qubit that the operator does not have.
  case qubitOutOfRange(Int, qubitCount: Int)
  /// A qubit named twice where once is allowed.
  case repeatedQubit(Int)
  /// A string, state or sum of another width than the one it is to be used with.
  case qubitCountMismatch(found: Int, expected: Int)
  /// A sum of fewer than no qubits.
  case negativeQubitCount(Int)
  /// More qubits than `task` can do.
  case tooManyQubits(Int, allowed: Int, task: String)
  /// A number that is not one.
  case malformedCoefficient(String)
  /// An infinite coefficient, or one that is not a number.
  case coefficientNotFinite(String)
  /// A line of a text without the shape `coefficient label`.
  case malformedTerm(String)
  /// An error in a line of a text, counted from 1.
  indirect case line(Int, PauliError)
  /// A sum with non-real coefficients where an observable is needed; the first of them.
  case notHermitian(term: String)
  /// Strings that do not commute where all have to.
  case notCommuting(String, String)
  /// A sum that has no real matrix in the computational basis where one is needed; the first offending string.
  case notReal(term: String)
  /// A product of ladder operators of more modes than are mapped: each of them doubles the number of Pauli strings.
  case tooManyModes(Int, allowed: Int)
  /// A fermionic mode that the encoding does not have.
  case modeOutOfRange(Int, modeCount: Int)
  /// Occupations of another number of modes than the encoding has.
  case modeCountMismatch(found: Int, expected: Int)
  /// A term acts with X or Y on a qubit that is to be removed, so it does not conserve the parity held there.
  case parityNotConserved(term: String, qubit: Int)
  /// Occupations whose parity differs from the one that the removed qubit was fixed to.
  case outsideSector(qubit: Int)
  /// An encoding in which no single qubit holds the parity that was asked for.
  case parityNotHeldByOneQubit(encoding: String, modeCount: Int, reason: String)
}

extension PauliError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownLetter(let letter, let position):
      "Letter \(position) of the Pauli label is '\(letter)'; only I, X, Y and Z are allowed."
    case .malformedFactor(let factor):
      "'\(factor)' is not a factor of a sparse Pauli label; write a letter I, X, Y or Z and the qubit, as in X0."
    case .qubitOutOfRange(let qubit, let count):
      count > 0
        ? "Qubit \(qubit) is outside 0..<\(count)." : "Qubit \(qubit) was named, but there are no qubits."
    case .repeatedQubit(let qubit):
      "Qubit \(qubit) is named twice; a Pauli string has one factor for each qubit."
    case .qubitCountMismatch(let found, let expected):
      "Found \(found) qubits where \(expected) are needed."
    case .negativeQubitCount(let count):
      "\(count) qubits; a Pauli sum has 0 or more."
    case .tooManyQubits(let found, let allowed, let task):
      "\(found) qubits are too many for \(task); at most \(allowed) are allowed."
    case .malformedCoefficient(let text):
      "'\(text)' is not a coefficient; write a number such as -0.5, or (re, im)."
    case .coefficientNotFinite(let text):
      "The coefficient \(text) is not finite."
    case .malformedTerm(let text):
      "'\(text)' is not a term; write a coefficient and a Pauli label, as in -0.5 XIZ or -0.5 X2 Z0."
    case .line(let number, let error):
      "Line \(number): \(error)"
    case .notHermitian(let term):
      "The sum is not Hermitian: the coefficient of \(term) is not real."
    case .notCommuting(let first, let second):
      "\(first) and \(second) do not commute; only strings that do are measured together."
    case .notReal(let term):
      "The matrix of the sum is not real symmetric because of \(term)."
    case .tooManyModes(let found, let allowed):
      "A product of ladder operators of \(found) modes has 2^\(found) Pauli strings; at most \(allowed) modes are allowed."
    case .modeOutOfRange(let mode, let count):
      "Mode \(mode) is outside 0..<\(count)."
    case .modeCountMismatch(let found, let expected):
      "Found occupations of \(found) modes where the encoding has \(expected)."
    case .parityNotConserved(let term, let qubit):
      "\(term) flips qubit \(qubit), which is to be removed; only operators that conserve its parity can be reduced."
    case .outsideSector(let qubit):
      "The occupations have another parity than the one that the removed qubit \(qubit) was fixed to."
    case .parityNotHeldByOneQubit(let encoding, let modeCount, let reason):
      "The \(encoding) encoding of \(modeCount) modes has no two qubits to remove: \(reason)."
    }
  }
}
