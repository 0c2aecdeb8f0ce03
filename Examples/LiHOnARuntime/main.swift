// Lithium hydride on four qubits as one program: beside the simulator of this process, or, with a URL, on a runtime service.

import Foundation
import Ritz
import RuntimeClient

let molecules = URL(filePath: #filePath).appending(path: "../../../Data/molecules").standardizedFileURL.path
let molecule = try FCIDump(contentsOf: "\(molecules)/lih_active3/lih_active3_r1.547.fcidump").molecule
let problem = try molecule.problem(mapping: .parity, reducingTwoQubits: true)
let vqe = VQE(hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem))

let host: any ProgramHost =
  if let url = CommandLine.arguments.dropFirst().first {
    try await RuntimeService.saved(url).backend("statevector")
  } else {
    LocalBackend()
  }

print("LiH at 1.547 Å, two electrons in three orbitals, on the backend \(host.name)")
print("iteration  energy/hartree")
let job = try await vqe.submit(to: host)
for try await step in job.interimResults {
  print(String(format: "%9d %15.10f", step.iteration, step.energy))
}
let result = try await job.result()
let exact = try ExactSpectrum(of: problem).groundEnergy
print(String(format: "Energy: %.10f hartree, %.1e above the exact one", result.energy, result.energy - exact))
