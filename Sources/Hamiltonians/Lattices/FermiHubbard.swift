import ComplexModule
public import PauliAlgebra

/// Electrons that hop between sites and repel each other on them.
///
/// H = −t Σ (c†_iσ c_jσ + c†_jσ c_iσ) + U Σ n_i↑ n_i↓ − μ Σ n_iσ. The modes are those of a molecule with a site for
/// each orbital and up for alpha.
public struct FermiHubbard: LatticeModel {
  public let lattice: Lattice
  /// t.
  public let hopping: Double
  /// U, positive for repulsion.
  public let repulsion: Double
  /// μ; U/2 makes half filling the ground state of a bipartite lattice.
  public let chemicalPotential: Double

  public init(
    on lattice: Lattice, hopping: Double = 1, repulsion: Double, chemicalPotential: Double = 0
  ) throws(LatticeError) {
    self.lattice = lattice
    self.hopping = try finite(hopping, "the hopping")
    self.repulsion = try finite(repulsion, "the repulsion")
    self.chemicalPotential = try finite(chemicalPotential, "the chemical potential")
  }

  public func fermionOperator(spinOrder: SpinOrder = .blocked) -> FermionOperator {
    func mode(_ site: Int, _ spin: Spin) -> Int {
      spinOrder.mode(orbital: site, spin: spin, orbitalCount: lattice.siteCount)
    }
    var sum = FermionOperator.zero
    for edge in lattice.edges {
      for spin in Spin.allCases {
        let (i, j) = (mode(edge.first, spin), mode(edge.second, spin))
        sum.append([.creation(i), .annihilation(j)], coefficient: Complex(-hopping * edge.weight))
        sum.append([.creation(j), .annihilation(i)], coefficient: Complex(-hopping * edge.weight))
      }
    }
    for site in 0..<lattice.siteCount {
      let (up, down) = (mode(site, .alpha), mode(site, .beta))
      sum.append(
        [.creation(up), .annihilation(up), .creation(down), .annihilation(down)], coefficient: Complex(repulsion))
      for mode in [up, down] {
        sum.append([.creation(mode), .annihilation(mode)], coefficient: Complex(-chemicalPotential))
      }
    }
    return sum
  }

  /// The encoding of the model's 2·siteCount modes.
  public func encoding(mapping: FermionMapping = .jordanWigner) -> LinearEncoding {
    LinearEncoding(mapping: mapping, modeCount: 2 * lattice.siteCount)
  }

  public func hamiltonian(mapping: FermionMapping = .jordanWigner, spinOrder: SpinOrder = .blocked) -> PauliSum {
    do {
      return try encoding(mapping: mapping).map(fermionOperator(spinOrder: spinOrder))
    } catch {
      preconditionFailure("a complete encoding refused its own modes: \(error)")
    }
  }

  /// The Hamiltonian in the Jordan–Wigner mapping with blocked spins.
  public var hamiltonian: PauliSum { hamiltonian() }
}
