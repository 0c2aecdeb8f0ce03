// The dissociation curve of lithium hydride: unitary coupled cluster beside the exact energy of the same orbitals.

import Foundation
import Ritz

let folder = URL(filePath: #filePath).appending(path: "../../../Data/molecules/lih_curve").standardizedFileURL.path
let backend = LocalBackend()
var curve: [(distance: Double, energy: Double)] = []
var previous: [Double]?

print("LiH, STO-3G: energies in hartree")
print(" r/Å       Hartree-Fock          UCCSD          exact  error/mHa  evaluations")
for tenths in stride(from: 8, through: 40, by: 2) {
  let distance = Double(tenths) / 10
  let molecule = try FCIDump(contentsOf: "\(folder)/lih_sto3g_r\(distance).fcidump").molecule
  let problem = molecule.problem()

  // A neighbouring distance has nearly the same amplitudes.
  var vqe = VQE(hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem))
  if let previous { vqe.initialPoint = .values(previous) }
  let result = try await vqe.run(on: backend)
  let exact = try ExactSpectrum(of: problem).groundEnergy

  print(
    String(
      format: "%4.1f %18.10f %14.10f %14.10f %10.4f %12d", distance, molecule.hartreeFockEnergy, result.energy, exact,
      1000 * (result.energy - exact), result.evaluations))
  curve.append((distance, result.energy))
  previous = result.parameters
}

// The bottom of the well, from the parabola through the three lowest points.
if let lowest = curve.indices.dropFirst().dropLast().min(by: { curve[$0].energy < curve[$1].energy }) {
  let (left, middle, right) = (curve[lowest - 1], curve[lowest], curve[lowest + 1])
  let step = right.distance - middle.distance
  let slope = (right.energy - left.energy) / (2 * step)
  let curvature = (right.energy - 2 * middle.energy + left.energy) / (step * step)
  let bottom = middle.energy - slope * slope / (2 * curvature)
  print(String(format: "Equilibrium distance: %.3f Å", middle.distance - slope / curvature))
  print(
    String(
      format: "Depth of the well below %.1f Å: %.2f eV", curve.last!.distance, 27.211386 * (curve.last!.energy - bottom)
    ))
}
