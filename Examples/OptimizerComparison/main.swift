// Every optimizer on one problem: how many energies until LiH (three sigma orbitals, frozen core) is chemically accurate?

import Foundation
import Ritz

let file = URL(filePath: #filePath)
  .appending(path: "../../../Data/molecules/lih_sto3g_r1.595_fc_sigma3.fcidump").standardizedFileURL.path
let problem = try FCIDump(contentsOf: file).molecule.problem()
let ansatz = try UCCSD(problem)
let exact = try ExactSpectrum(of: problem).groundEnergy
let chemicalAccuracy = 1.6e-3
let limit = 2000

print("LiH in 3 sigma orbitals, UCCSD with \(ansatz.parameterCount) parameters, started at Hartree-Fock")
print(String(format: "exact energy %.10f hartree, at most %d evaluations", exact, limit))
print("optimizer          evaluations  gradients  error/μHa  1.6 mHa after  stopped")
for name in OptimizerName.allCases {
  let optimizer = name.optimizer(maximumEvaluations: limit, seed: 1)
  let vqe = VQE(hamiltonian: problem.hamiltonian, ansatz: ansatz, optimizer: optimizer)
  let result = try await vqe.run(on: LocalBackend())
  let first = result.log.firstIndex { $0.value - exact <= chemicalAccuracy }
  print(
    name.rawValue.padding(toLength: 18, withPad: " ", startingAt: 0),
    String(
      format: "%11d %10d %10.4f ", result.evaluations, result.gradientEvaluations, abs(1e6 * (result.energy - exact))),
    (first.map { "\($0 + 1)" } ?? "never").padding(toLength: 14, withPad: " ", startingAt: 0),
    result.stopReason.rawValue)
}
