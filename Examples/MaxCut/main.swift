// The largest cut of a weighted graph of 16 sites by QAOA: CVaR over 1000 outcomes, layers added one by one.
//
// A random bit string is one of the two best with probability 2/2¹⁶; the circuits make them common. The best cut is drawn
// to the file that the argument names.

import Foundation
import Ritz

let data = URL(filePath: #filePath).appending(path: "../../../Data/hamiltonians/maxcut_weighted_n16.json")
let problem = try MaxCut(PauliSumFile.read(contentsOf: data.standardizedFileURL.path))
let exact = try problem.largestCut()
let backend = LocalBackend()
let shots = 10_000

print(
  "MaxCut of \(problem.lattice.siteCount) sites, \(problem.lattice.edges.count) edges, by QAOA with CVaR, alpha 0.1")
print("layers      CVaR     error  best cut     exact  seen in \(shots)  at random  evaluations")
var angles: [Double]?
var best: [SampledOutcome] = []
for layers in [1, 2, 4, 8] {
  var qaoa = try QAOA(
    cost: problem.hamiltonian, layers: layers, alpha: 0.1, shots: 1000, finalShots: shots, seed: 1)
  if let angles { qaoa.initialPoint = .values(try qaoa.ansatz.interpolated(from: angles)) }
  var search = qaoa.search
  search.outcomeLimit = shots
  let result = try await search.run(on: backend)
  angles = result.parameters
  best += result.best.prefix(1)

  // How often the final circuit yields a cut as large as the largest.
  let hits = result.distribution.filter { -$0.value > exact.weight - 1e-9 }.reduce(0) { $0 + $1.count }
  print(
    String(
      format: "%6d %9.4f %9.4f %9.4f %9.4f %14d %10.2f %12d", layers, -result.energy, result.standardError ?? 0,
      -(result.best.first?.value ?? 0), exact.weight, hits, Double(2 * exact.count * shots) / 65536,
      result.evaluations))
}

let path =
  CommandLine.arguments.dropFirst().first ?? FileManager.default.temporaryDirectory.appending(path: "maxcut.svg").path
if let cut = best.min(by: { $0.value < $1.value }) {
  try problem.svg(of: cut.bits).write(toFile: path, atomically: true, encoding: .utf8)
  print("best cut  \(cut.bitString), site 0 at the right end")
  print(String(format: "weight    %.4f, exact %.4f", -cut.value, exact.weight))
  print("drawing   \(path)")
}
