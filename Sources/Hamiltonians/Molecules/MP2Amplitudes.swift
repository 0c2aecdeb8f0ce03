/// First-order amplitudes of Møller–Plesset theory over the reference determinant.
///
/// t(ij→ab) = ⟨ab‖ij⟩ / (εᵢ + εⱼ − εₐ − ε_b) multiplies a†ₐ a†_b aⱼ aᵢ, with the Fock diagonal as orbital energies:
/// right for canonical orbitals, a starting point for any others. Spin orbitals are numbered in blocked order.
/// - Note: Helgaker, Jørgensen, Olsen, Molecular Electronic-Structure Theory, section 14.4.
public struct MP2Amplitudes: Sendable {
  let molecule: Molecule
  /// The orbital energies of the 2n spin orbitals, all alpha first.
  public let orbitalEnergies: [Double]

  public init(_ molecule: Molecule) {
    self.molecule = molecule
    orbitalEnergies = molecule.orbitalEnergies(spin: .alpha) + molecule.orbitalEnergies(spin: .beta)
  }

  /// t(ij→ab); zero where the orbital energies are so close that perturbation theory says nothing.
  public func double(creating a: Int, _ b: Int, annihilating i: Int, _ j: Int) -> Double {
    let gap = orbitalEnergies[i] + orbitalEnergies[j] - orbitalEnergies[a] - orbitalEnergies[b]
    return abs(gap) < Self.smallestGap ? 0 : antisymmetrized(a, b, i, j) / gap
  }

  /// t(i→a) = F(a,i) / (εᵢ − εₐ), which is zero for canonical orbitals and between different spins.
  public func single(creating a: Int, annihilating i: Int) -> Double {
    let n = molecule.orbitalCount
    guard a / n == i / n else { return 0 }
    let gap = orbitalEnergies[i] - orbitalEnergies[a]
    return abs(gap) < Self.smallestGap ? 0 : molecule.fockElement(a % n, i % n, spin: a < n ? .alpha : .beta) / gap
  }

  /// The second-order correlation energy of the double excitations.
  public var correlationEnergy: Double {
    let n = molecule.orbitalCount
    let occupied = Array(0..<molecule.alphaCount) + Array(n..<n + molecule.betaCount)
    let virtual = Array(molecule.alphaCount..<n) + Array(n + molecule.betaCount..<2 * n)
    var energy = 0.0
    for (k, i) in occupied.enumerated() {
      for j in occupied[(k + 1)...] {
        for (l, a) in virtual.enumerated() {
          for b in virtual[(l + 1)...] {
            energy += antisymmetrized(a, b, i, j) * double(creating: a, b, annihilating: i, j)
          }
        }
      }
    }
    return energy
  }

  private static let smallestGap = 1e-6

  /// ⟨ab‖ij⟩ = (ai|bj) − (aj|bi), each only between equal spins.
  private func antisymmetrized(_ a: Int, _ b: Int, _ i: Int, _ j: Int) -> Double {
    let n = molecule.orbitalCount
    var value = 0.0
    if a / n == i / n, b / n == j / n { value += molecule.integrals[a % n, i % n, b % n, j % n] }
    if a / n == j / n, b / n == i / n { value -= molecule.integrals[a % n, j % n, b % n, i % n] }
    return value
  }
}

extension Molecule {
  /// First-order amplitudes for the initial point of a coupled-cluster ansatz.
  public var mp2Amplitudes: MP2Amplitudes { MP2Amplitudes(self) }
}
