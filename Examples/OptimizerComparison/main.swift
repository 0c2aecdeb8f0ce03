// Every optimizer on one problem: how many energies until LiH (three sigma orbitals, frozen core) is chemically accurate?

import Foundation
import Ritz

let file = URL(filePath: #filePath)
  .appending(path: "../../../Data/molecules/lih_sto3g_r1.595_fc_sigma3.fcidump").standardizedFileURL.path
let problem = try FCIDump(contentsOf: file).molecule.problem()
let ansatz = try UCCSD(problem)
let parameterCount = ansatz.circuit.parameters.count
let exact = try ExactSpectrum(of: problem).groundEnergy
let chemicalAccuracy = 1.6e-3
let limits = OptimizationLimits(maximumEvaluations: 2000)

/// The method with its default settings, but for the one that strays too far with them.
func optimizer(_ name: OptimizerName) -> any Optimizer {
  name == .spsa
    // Hartree-Fock is near and energies are exact: small steps, smaller perturbations.
    ? SPSA(perturbation: 0.01, firstStepSize: 0.02, seed: 1, limits: limits)
    : name.optimizer(maximumEvaluations: limits.maximumEvaluations)
}

print("LiH in 3 sigma orbitals, UCCSD with \(parameterCount) parameters, started at Hartree-Fock")
print(String(format: "exact energy %.10f hartree, at most %d evaluations", exact, limits.maximumEvaluations ?? 0))
print("optimizer          evaluations  gradients  error/μHa  1.6 mHa after  stopped")
for name in OptimizerName.allCases {
  let vqe = VQE(hamiltonian: problem.hamiltonian, ansatz: ansatz, optimizer: optimizer(name))
  let result = try await vqe.run(on: LocalBackend())
  let first = result.log.firstIndex { $0.value - exact <= chemicalAccuracy }
  print(
    name.rawValue.padding(toLength: 18, withPad: " ", startingAt: 0),
    String(
      format: "%11d %10d %10.4f ", result.evaluations, result.gradientEvaluations, abs(1e6 * (result.energy - exact))),
    (first.map { "\($0 + 1)" } ?? "never").padding(toLength: 14, withPad: " ", startingAt: 0),
    result.stopReason.rawValue)
}
