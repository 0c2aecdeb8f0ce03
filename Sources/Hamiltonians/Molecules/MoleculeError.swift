/// Why a molecule, an active space or a mapping of it cannot exist.
public enum MoleculeError: Error, Equatable, Sendable {
  /// More electrons of one spin than orbitals, or fewer than none.
  case electronsDoNotFit(alpha: Int, beta: Int, orbitals: Int)
  /// As many symmetry labels as orbitals are needed.
  case symmetryLabelCount(found: Int, orbitals: Int)
  /// An orbital number outside the molecule, or named twice.
  case invalidOrbital(Int, orbitals: Int)
  /// Frozen orbitals hold two electrons each, and at least one orbital must stay.
  case coreTooLarge(frozen: Int, alpha: Int, beta: Int, orbitals: Int)
  /// An active space with this many electrons in this many orbitals cannot be cut from the molecule.
  case activeSpace(electrons: Int, orbitals: Int, moleculeElectrons: Int, moleculeOrbitals: Int)
  /// Integrals, core energies and amplitudes are finite numbers.
  case notFinite(String)
  /// Two qubits can be saved only where two qubits hold the parities of the spins.
  case reductionNeedsParityMapping(found: String)
}

extension MoleculeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case let .electronsDoNotFit(alpha, beta, orbitals):
      "\(alpha) alpha and \(beta) beta electrons in \(orbitals) orbitals; 0...\(orbitals) of each spin fit"
    case let .symmetryLabelCount(found, orbitals):
      "\(found) symmetry labels for \(orbitals) orbitals; give one for each, or none"
    case let .invalidOrbital(orbital, orbitals):
      "orbital \(orbital) is outside 0..<\(orbitals) or named twice; name each orbital once"
    case let .coreTooLarge(frozen, alpha, beta, orbitals):
      "\(frozen) orbitals cannot be frozen with \(alpha) alpha and \(beta) beta electrons in \(orbitals) orbitals; "
        + "at most \(max(0, min(alpha, beta, orbitals - 1))) can"
    case let .activeSpace(electrons, orbitals, moleculeElectrons, moleculeOrbitals):
      "\(electrons) electrons in \(orbitals) orbitals cannot be cut from \(moleculeElectrons) electrons in "
        + "\(moleculeOrbitals) orbitals; the frozen electrons must be pairs, and all orbitals must exist"
    case let .notFinite(what):
      "\(what) is not finite; only finite numbers are allowed"
    case let .reductionNeedsParityMapping(found):
      "two qubits cannot be saved in \(found); use the parity mapping with blocked spins"
    }
  }
}
