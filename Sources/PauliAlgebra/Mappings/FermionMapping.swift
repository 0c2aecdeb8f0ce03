/// How occupations of fermionic modes are written into qubits.
///
/// All three are linear over GF(2): qubit i holds the parity of a set of occupations. They give different Pauli strings
/// but the same number of terms, coefficients up to sign, and spectrum.
public enum FermionMapping: String, CaseIterable, Hashable, Sendable, Codable {
  /// Qubit p holds the occupation of mode p.
  case jordanWigner = "jordan-wigner"
  /// Qubit p holds the parity of modes 0...p.
  case parity
  /// Qubit p holds the parity of the modes below it in a Fenwick tree, so that O(log modes) qubits hold each
  /// occupation and each parity.
  case bravyiKitaev = "bravyi-kitaev"

  /// The modes whose parity qubit `qubit` holds.
  ///
  /// - Note: Bravyi–Kitaev as in Seeley, Richard and Love, J. Chem. Phys. 137, 224109 (2012), whose matrix for 2ᵏ modes,
  ///   cut to its upper left, is the Fenwick tree of any number of modes: node j = qubit + 1 spans (j − lowbit(j), j].
  func modes(heldBy qubit: Int) -> ClosedRange<Int> {
    switch self {
    case .jordanWigner: qubit...qubit
    case .parity: 0...qubit
    case .bravyiKitaev: (qubit & (qubit + 1))...qubit
    }
  }
}
