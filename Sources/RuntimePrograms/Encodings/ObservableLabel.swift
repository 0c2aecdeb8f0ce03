internal import PauliAlgebra

/// A label with a letter for each qubit of a text's circuit, the rightmost for qubit 0: Paulis and projectors.
///
/// `0` and `1` project on the eigenstates of Z, `+` and `-` on those of X, `r` and `l` on those of Y.
struct ObservableLabel {
  /// The letter of each qubit, qubit 0 first.
  let letters: [UInt8]

  static let allowedLetters = "I, X, Y, Z, 0, 1, +, -, r and l"

  /// - Throws: ``ObservableError`` for another letter.
  init(_ text: String) throws(ObservableError) {
    letters = text.utf8.reversed()
    for (qubit, letter) in letters.enumerated() where Self.factor(letter) == nil {
      let character = Unicode.Scalar(letter)
      throw ObservableError(
        "letter \(letters.count - qubit) of a label is \(character.escaped(asASCII: true)); "
          + "allowed are \(Self.allowedLetters)")
    }
  }

  /// What a letter is: a Pauli, or half of the identity plus or minus one.
  enum Factor: Equatable {
    case pauli(Pauli)
    case projector(Pauli, isNegative: Bool)
  }

  static func factor(_ letter: UInt8) -> Factor? {
    switch letter {
    case UInt8(ascii: "I"): .pauli(.i)
    case UInt8(ascii: "X"): .pauli(.x)
    case UInt8(ascii: "Y"): .pauli(.y)
    case UInt8(ascii: "Z"): .pauli(.z)
    case UInt8(ascii: "0"): .projector(.z, isNegative: false)
    case UInt8(ascii: "1"): .projector(.z, isNegative: true)
    case UInt8(ascii: "+"): .projector(.x, isNegative: false)
    case UInt8(ascii: "-"): .projector(.x, isNegative: true)
    case UInt8(ascii: "r"): .projector(.y, isNegative: false)
    case UInt8(ascii: "l"): .projector(.y, isNegative: true)
    default: nil
    }
  }

  /// The expectation value of a letter's operator on a qubit that is left at 0.
  static func valueOnIdleQubit(_ letter: UInt8) -> Double {
    switch factor(letter) {
    case .pauli(.i), .pauli(.z), .projector(.z, isNegative: false): 1
    case .projector(.x, _), .projector(.y, _): 0.5
    case .pauli, .projector, nil: 0
    }
  }
}

/// What is wrong with an observable.
struct ObservableError: Error {
  var message: String

  init(_ message: String) { self.message = message }
}
