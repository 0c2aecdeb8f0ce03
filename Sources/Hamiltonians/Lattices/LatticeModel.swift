import ComplexModule
public import PauliAlgebra

/// A model of interacting sites with a Hamiltonian on qubits.
public protocol LatticeModel: Sendable, Hashable {
  var lattice: Lattice { get }
  var hamiltonian: PauliSum { get }
}

/// Spins in a magnetic field across their coupling: H = −J Σ Z_i Z_j − h Σ X_i.
public struct TransverseFieldIsing: LatticeModel {
  public let lattice: Lattice
  /// J, positive for a ferromagnet.
  public let coupling: Double
  /// h; |h| = |J| is critical on a chain.
  public let field: Double

  public init(on lattice: Lattice, coupling: Double = 1, field: Double) throws(LatticeError) {
    self.lattice = lattice
    self.coupling = try finite(coupling, "the coupling")
    self.field = try finite(field, "the field")
  }

  public var hamiltonian: PauliSum {
    var sum = QubitTerms(qubitCount: lattice.siteCount)
    for edge in lattice.edges { sum.add(-coupling * edge.weight, .z, edge.first, .z, edge.second) }
    for site in 0..<lattice.siteCount { sum.add(-field, .x, site) }
    return sum.builder.sum()
  }
}

/// Quantum spins ½ with anisotropic exchange: H = J Σ (S^x_i S^x_j + S^y_i S^y_j + Δ S^z_i S^z_j), S = σ/2.
public struct XXZ: LatticeModel {
  public let lattice: Lattice
  /// J, positive for an antiferromagnet.
  public let coupling: Double
  /// Δ; 1 is the Heisenberg model.
  public let anisotropy: Double

  public init(on lattice: Lattice, coupling: Double = 1, anisotropy: Double) throws(LatticeError) {
    self.lattice = lattice
    self.coupling = try finite(coupling, "the coupling")
    self.anisotropy = try finite(anisotropy, "the anisotropy")
  }

  /// The isotropic model, H = J Σ S_i·S_j.
  public static func heisenberg(on lattice: Lattice, coupling: Double = 1) throws(LatticeError) -> XXZ {
    try XXZ(on: lattice, coupling: coupling, anisotropy: 1)
  }

  public var hamiltonian: PauliSum {
    var sum = QubitTerms(qubitCount: lattice.siteCount)
    for edge in lattice.edges {
      let strength = 0.25 * coupling * edge.weight
      for (pauli, factor) in [(Pauli.x, 1), (.y, 1), (.z, anisotropy)] {
        sum.add(strength * factor, pauli, edge.first, pauli, edge.second)
      }
    }
    return sum.builder.sum()
  }
}

/// The largest cut of a weighted graph as a ground state: H = −Σ w (1 − Z_i Z_j)/2, whose lowest level is −(largest cut).
public struct MaxCut: LatticeModel {
  public let lattice: Lattice

  public init(on lattice: Lattice) {
    self.lattice = lattice
  }

  public var hamiltonian: PauliSum {
    var sum = QubitTerms(qubitCount: lattice.siteCount)
    for edge in lattice.edges {
      sum.add(-0.5 * edge.weight)
      sum.add(0.5 * edge.weight, .z, edge.first, .z, edge.second)
    }
    return sum.builder.sum()
  }

  /// The weight of the edges between the two sides.
  ///
  /// - Parameter isOnOtherSide: One Boolean for each site.
  public func cut(_ isOnOtherSide: [Bool]) -> Double {
    precondition(isOnOtherSide.count == lattice.siteCount, "one side for each of \(lattice.siteCount) sites is needed")
    return lattice.edges.reduce(0) { isOnOtherSide[$1.first] == isOnOtherSide[$1.second] ? $0 : $0 + $1.weight }
  }
}

func finite(_ value: Double, _ what: String) throws(LatticeError) -> Double {
  guard value.isFinite else { throw .notFinite(what) }
  return value
}

/// Terms on the qubits of a lattice, whose sites are known to be different and in range.
private struct QubitTerms {
  var builder: PauliSumBuilder

  init(qubitCount: Int) { builder = PauliSumBuilder(qubitCount: qubitCount) }

  mutating func add(_ coefficient: Double, _ factors: [(qubit: Int, pauli: Pauli)]) {
    do {
      builder.add(Complex(coefficient), try PauliString(qubitCount: builder.qubitCount, factors: factors))
    } catch {
      preconditionFailure("an edge of a lattice is no pair of sites: \(error)")
    }
  }

  mutating func add(_ coefficient: Double) { add(coefficient, []) }
  mutating func add(_ coefficient: Double, _ pauli: Pauli, _ qubit: Int) { add(coefficient, [(qubit, pauli)]) }
  mutating func add(_ coefficient: Double, _ first: Pauli, _ i: Int, _ second: Pauli, _ j: Int) {
    add(coefficient, [(i, first), (j, second)])
  }
}
