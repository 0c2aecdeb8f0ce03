// Chemistry's ansatz against the hardware's: what each reaches, from its own starting point, with how many parameters.

import Foundation
import Ritz

let folder = URL(filePath: #filePath).appending(path: "../../../Data/molecules").standardizedFileURL.path
let molecules = [
  ("H2", "h2_sto3g_r0.735"), ("LiH, 3 sigma orbitals", "lih_sto3g_r1.595_fc_sigma3"),
  ("H4, square", "h4_square_sto3g_r1.23"),
]

for (name, file) in molecules {
  let molecule = try FCIDump(contentsOf: "\(folder)/\(file).fcidump").molecule
  let problem = molecule.problem()
  let exact = try ExactSpectrum(of: problem).groundEnergy
  let qubits = problem.qubitCount
  let correlation = molecule.hartreeFockEnergy - exact
  print(
    String(
      format: "%@: %d qubits, exact energy %.10f, correlation energy %.2f mHa", name, qubits, exact, 1000 * correlation)
  )
  print("ansatz                        parameters  evaluations       energy/Ha  error/mHa")

  let ansatze: [any Ansatz] = [
    try UCCSD(problem), try UCCSD(problem, order: .singlesThenDoubles), try UCCSD(problem, order: .oneExponential),
    try HamiltonianVariational(problem.hamiltonian, layers: 2), try RealAmplitudes(qubitCount: qubits, layers: 4),
    try EfficientSU2(qubitCount: qubits, layers: 4),
  ]
  for ansatz in ansatze {
    let vqe = VQE(hamiltonian: problem.hamiltonian, ansatz: ansatz, optimizer: LBFGS(valueTolerance: 1e-9))
    let result = try await vqe.run(on: LocalBackend())
    print(
      ansatz.name.padding(toLength: 29, withPad: " ", startingAt: 0),
      String(
        format: "%10d %12d %15.10f %10.4f", ansatz.circuit.parameters.count, result.evaluations, result.energy,
        1000 * abs(result.energy - exact)))
  }
  print("")
}
