import ComplexModule
public import PauliAlgebra

/// A file that holds a Hamiltonian, recognised by its content and not by its name.
public enum HamiltonianFile: Sendable, Equatable {
  case molecule(FCIDump)
  case pauliSum(PauliSum)

  /// Reads an FCIDUMP, or a Pauli sum as JSON or as text.
  public init(contentsOf path: String) throws(InputFileError) {
    let bytes = try InputFile.bytes(contentsOf: path)
    switch bytes.first(where: { !InputFile.isBlank($0) }) {
    case UInt8(ascii: "&"), UInt8(ascii: "$"):
      self = .molecule(try FCIDump(bytes: bytes, path: path))
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      self = .pauliSum(try PauliSumFile.json(bytes, path: path))
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "#"):
      self = .pauliSum(try PauliSumFile.text(bytes, path: path))
    default:
      let line = 1 + bytes.prefix(while: InputFile.isBlank).count { $0 == UInt8(ascii: "\n") }
      throw InputFileError(
        path: path, line: line,
        message: "neither an FCIDUMP (it begins with &FCI) nor a Pauli sum (JSON, or lines 'coefficient X0 Z3')")
    }
    if case .pauliSum(let sum) = self { try Self.requireHermitian(sum, path: path) }
  }

  private static func requireHermitian(_ sum: PauliSum, path: String) throws(InputFileError) {
    for term in sum.terms where term.coefficient.imaginary != 0 {
      throw InputFileError(
        path: path,
        message: "the coefficient of \(term.string) has the imaginary part \(term.coefficient.imaginary); "
          + "a Hamiltonian has real ones")
    }
  }
}
