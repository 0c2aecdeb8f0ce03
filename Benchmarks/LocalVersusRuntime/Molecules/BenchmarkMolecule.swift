public import Ritz

/// A molecule that the arms are compared on; its integrals are part of the program, so that it runs anywhere.
public enum BenchmarkMolecule: String, CaseIterable, Sendable {
  /// H2 at 0.735 Å on 4 qubits.
  case hydrogen = "h2"
  /// LiH at 1.547 Å, two electrons in three orbitals, on 4 qubits: the model of the announcement of 2021.
  case smallLithiumHydride = "lih-4"
  /// LiH at 1.595 Å, all electrons and orbitals, on 12 qubits.
  case lithiumHydride = "lih-12"

  /// How people call it.
  public var title: String {
    switch self {
    case .hydrogen: "H2, 4 qubits"
    case .smallLithiumHydride: "LiH, 4 qubits (2 electrons in 3 orbitals, parity mapping, two qubits left out)"
    case .lithiumHydride: "LiH, 12 qubits"
    }
  }

  /// As an FCIDUMP.
  package var integrals: String {
    switch self {
    case .hydrogen: Self.hydrogenIntegrals
    case .smallLithiumHydride: Self.smallLithiumHydrideIntegrals
    case .lithiumHydride: Self.lithiumHydrideIntegrals
    }
  }

  /// The molecule on qubits: by the Jordan–Wigner mapping, or by the parity mapping with two qubits left out.
  public func problem() throws -> MolecularProblem {
    let molecule = try FCIDump(parsing: integrals, name: rawValue).molecule
    return self == .smallLithiumHydride
      ? try molecule.problem(mapping: .parity, reducingTwoQubits: true) : molecule.problem()
  }
}
