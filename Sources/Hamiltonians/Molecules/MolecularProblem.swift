public import PauliAlgebra

/// A molecule on qubits: Hamiltonian, encoding and reference state, made together so that they cannot be mixed up.
public struct MolecularProblem: Sendable {
  public let molecule: Molecule
  public let spinOrder: SpinOrder
  /// How occupations of the 2n spin orbitals stand in the qubits.
  public let encoding: LinearEncoding
  public let hamiltonian: PauliSum
  /// The reference determinant, which fills the first orbitals of each spin: whether each mode is occupied.
  public let referenceOccupations: [Bool]
  /// The reference determinant as a basis state: whether each qubit is in |1⟩.
  public let referenceState: [Bool]

  public var mapping: FermionMapping { encoding.mapping }
  public var qubitCount: Int { encoding.qubitCount }
  /// The modes of the alpha orbitals, in the order of the orbitals.
  public var alphaModes: [Int] { spinOrder.modes(of: .alpha, orbitalCount: molecule.orbitalCount) }
  /// The modes of the beta orbitals, in the order of the orbitals.
  public var betaModes: [Int] { spinOrder.modes(of: .beta, orbitalCount: molecule.orbitalCount) }

  fileprivate init(_ molecule: Molecule, encoding: LinearEncoding, spinOrder: SpinOrder) throws(PauliError) {
    self.molecule = molecule
    self.spinOrder = spinOrder
    self.encoding = encoding
    hamiltonian = try molecule.hamiltonian(encoding: encoding, spinOrder: spinOrder)
    let n = molecule.orbitalCount
    var occupations = Array(repeating: false, count: 2 * n)
    for (spin, count) in [(Spin.alpha, molecule.alphaCount), (.beta, molecule.betaCount)] {
      for orbital in 0..<count { occupations[spinOrder.mode(orbital: orbital, spin: spin, orbitalCount: n)] = true }
    }
    referenceOccupations = occupations
    referenceState = try encoding.encode(occupations: occupations)
  }

  /// The same problem on two qubits less, without those that hold the parities of the alpha and of all electrons.
  ///
  /// The spectrum that is left is that of all occupations with these two parities.
  /// - Throws: ``MoleculeError/reductionNeedsParityMapping(found:)`` where no two qubits hold these parities.
  public func reducingTwoQubits() throws(MoleculeError) -> MolecularProblem {
    let isReduced = !encoding.removedQubits.isEmpty
    let found = "the \(mapping.rawValue) mapping with \(spinOrder.rawValue) spins\(isReduced ? ", reduced before" : "")"
    guard spinOrder == .blocked else { throw .reductionNeedsParityMapping(found: found) }
    do {
      let reduced = try encoding.reducedByParity(
        alphaParity: molecule.alphaCount % 2 == 1, totalParity: molecule.electronCount % 2 == 1)
      return try MolecularProblem(molecule, encoding: reduced, spinOrder: spinOrder)
    } catch {
      throw .reductionNeedsParityMapping(found: found)
    }
  }
}

extension Molecule {
  /// The molecule on 2n qubits.
  public func problem(
    mapping: FermionMapping = .jordanWigner, spinOrder: SpinOrder = .blocked
  ) -> MolecularProblem {
    do {
      return try MolecularProblem(
        self, encoding: LinearEncoding(mapping: mapping, modeCount: 2 * orbitalCount), spinOrder: spinOrder)
    } catch {
      // Every mode is one of the 2n, no qubit is removed, and the occupations are as many as the modes.
      preconditionFailure("a complete encoding refused its own modes: \(error)")
    }
  }

  /// The molecule on 2n qubits, or on two less: ``MolecularProblem/reducingTwoQubits()``.
  public func problem(
    mapping: FermionMapping = .jordanWigner, spinOrder: SpinOrder = .blocked, reducingTwoQubits: Bool
  ) throws(MoleculeError) -> MolecularProblem {
    let problem = problem(mapping: mapping, spinOrder: spinOrder)
    return reducingTwoQubits ? try problem.reducingTwoQubits() : problem
  }
}
