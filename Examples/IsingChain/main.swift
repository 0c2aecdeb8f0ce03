// The quantum phase transition of the Ising ring in a transverse field, H = −Σ ZᵢZᵢ₊₁ − h Σ Xᵢ, critical at h = 1.
//
// Half as many Hamiltonian-variational layers as sites reach the ground state exactly, on both sides of the transition.

import Foundation
import Ritz

let siteCount = 10
let ring = try Lattice.ring(siteCount)
let backend = LocalBackend()
let magnetization = PauliSum(try PauliString(sparse: "X0", qubitCount: siteCount))
let correlation = PauliSum(try PauliString(sparse: "Z0 Z\(siteCount / 2)", qubitCount: siteCount))

/// The ground-state energy of the ring by Jordan, Wigner and Fourier: free fermions with antiperiodic momenta.
func freeFermionEnergy(field: Double) -> Double {
  (0..<siteCount).reduce(0) { energy, mode in
    let momentum = Double(2 * mode + 1) * .pi / Double(siteCount)
    return energy - (1 + field * field - 2 * field * cos(momentum)).squareRoot()
  }
}

print("Transverse-field Ising ring of \(siteCount) sites: energies per site, opposite sites correlated by <ZZ>")
print("    h        VQE          exact    free fermions      <X>     <ZZ>  evaluations")
for field in [0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0] {
  let hamiltonian = try TransverseFieldIsing(on: ring, field: field).hamiltonian
  let ansatz = try HamiltonianVariational(hamiltonian)
  let result = try await VQE(hamiltonian: hamiltonian, ansatz: ansatz).run(on: backend)
  let exact = try ExactSpectrum(of: hamiltonian).groundEnergy

  let state = PreparedCircuit(ansatz.circuit, observables: [magnetization, correlation])
  let pub = EstimatorPub(state, parameters: result.parameters)
  let values = try await backend.estimate([pub], options: .exact).pubs[0].values

  let energies = [result.energy, exact, freeFermionEnergy(field: field)].map { $0 / Double(siteCount) }
  print(
    String(
      format: "%5.2f %14.10f %14.10f %14.10f %8.5f %8.5f %12d", field, energies[0], energies[1], energies[2], values[0],
      values[1], result.evaluations))
}
