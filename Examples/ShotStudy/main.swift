// How the error of a molecule's energy falls with the shots, and how much less it is when strings share them.

import Foundation
import Plots
import Ritz

let folder = URL(filePath: #filePath).appending(path: "../../../Data/molecules").standardizedFileURL.path
let problem = try FCIDump(contentsOf: "\(folder)/lih_sto3g_r1.595_fc.fcidump").molecule.problem()
let hamiltonian = problem.hamiltonian
let backend = LocalBackend()

// The state to measure: the ground state as unitary coupled cluster has it.
let ansatz = try UCCSD(problem)
let solution = try await VQE(hamiltonian: hamiltonian, ansatz: ansatz).run(on: backend)
let circuit = try await backend.prepare(ansatz.circuit, observables: [hamiltonian])
let pub = EstimatorPub(circuit, parameters: solution.parameters)

let groups: [(grouping: MeasurementGrouping, count: Int, color: String)] = [
  (.oneByOne, hamiltonian.terms.count - 1, Plot.gray),
  (.qubitWise, hamiltonian.qubitWiseCommutingGroups().count, Plot.orange),
  (.commuting, hamiltonian.commutingGroups().count, Plot.blue),
]
let repetitions = 40
var curves: [Plot.Series] = []

print("LiH, frozen core, \(problem.qubitCount) qubits: \(groups[0].count) strings; error/mHa over \(repetitions) seeds")
for (grouping, count, color) in groups {
  print("\(grouping.rawValue), \(count) groups:\n     shots   RMS error   error bar")
  var points: [Plot.Point] = []
  for shots in [3_000, 10_000, 30_000, 100_000] {
    var (squares, bars) = (0.0, 0.0)
    for seed in 0..<UInt64(repetitions) {
      let options = try EstimatorOptions(shots: shots, grouping: grouping, seed: seed)
      let result = try await backend.estimate([pub], options: options).pubs[0]
      squares += pow(result.values[0] - solution.energy, 2) / Double(repetitions)
      bars += (result.standardErrors?[0] ?? 0) / Double(repetitions)
    }
    let error = squares.squareRoot()
    print(String(format: "%10d %11.3f %11.3f", shots, 1000 * error, 1000 * bars))
    points.append(Plot.Point(x: Double(shots), y: error))
  }
  curves.append(Plot.Series(label: grouping.rawValue, points: points, style: .lineWithPoints, color: color))
}

let accuracy = 1.6e-3  // hartree: 1 kcal/mol
print("Shots for a standard error of \(1000 * accuracy) mHa:")
for (grouping, _, _) in groups {
  let options = try EstimatorOptions(precision: accuracy, grouping: grouping, seed: 1)
  let result = try await backend.estimate([pub], options: options).pubs[0]
  print(String(format: "%10d  ", result.shots?[0] ?? 0) + grouping.rawValue)
}

if let path = CommandLine.arguments.dropFirst().first {
  let plot = Plot(
    title: "LiH: error against shots", xLabel: "shots", yLabel: "RMS error / hartree", xScale: .logarithmic,
    yScale: .logarithmic, series: curves, guides: [Plot.Guide(value: accuracy, label: "chemical accuracy")])
  try Data(plot.svg.utf8).write(to: URL(filePath: path))
  print("Drawn in \(path)")
}
