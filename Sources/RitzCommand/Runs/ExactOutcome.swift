import Foundation
import JSONSchemas
import LinearAlgebra
import LocalVersusRuntime
import Ritz

/// Exact energies and what belongs to them.
struct ExactOutcome {
  let path: String
  let hamiltonian: PauliSum
  /// Non-nil for molecules.
  let molecule: Molecule?
  let spectrum: ExactSpectrum
  /// The lowest energy of the whole space; nil where that is too large to be quick.
  let fockEnergy: Double?

  var json: JSONValue {
    .object([
      "energy": .number(spectrum.groundEnergy),
      "energies": .numbers(spectrum.energies),
      "method": .string(spectrum.method.rawValue),
      "n_qubits": .integer(hamiltonian.qubitCount),
      "n_terms": .integer(hamiltonian.termCount()),
      "one_norm": .number(hamiltonian.oneNorm),
      "identity_coefficient": .number(hamiltonian.identityCoefficient),
      "sector_dimension": .integer(spectrum.dimension),
      "hf_energy": .number(molecule?.hartreeFockEnergy),
      "core_energy": .number(molecule?.coreEnergy),
      "s_squared": .number(spectrum.spinSquared?.first),
      "fock_energy": .number(fockEnergy),
    ])
  }

  var text: String {
    let unit = molecule == nil ? "" : " hartree"
    var lines = LabelledLines()
    lines.append(
      "problem",
      "\(path): \(count(hamiltonian.qubitCount, "qubit")), \(count(hamiltonian.termCount(), "term")), one-norm "
        + "\(String(format: "%.6f", hamiltonian.oneNorm))")
    let space =
      spectrum.sector.map { "\($0.particleCount) particles, 2Sz = \($0.twiceSz)" } ?? "all states of the qubits"
    let parts =
      spectrum.largestPartDimension < spectrum.dimension
      ? " in parts of at most \(spectrum.largestPartDimension)" : ""
    lines.append("space", "\(space): \(spectrum.dimension) dimensions\(parts), \(spectrum.method.rawValue)")
    lines.append("energy", Numbers.energy(spectrum.groundEnergy) + unit)
    if let molecule {
      let energy = molecule.hartreeFockEnergy
      let isOfThisSector =
        spectrum.sector == ParticleSector(alphaCount: molecule.alphaCount, betaCount: molecule.betaCount)
      let correlation = isOfThisSector ? ", correlation \(Numbers.difference(spectrum.groundEnergy - energy))" : ""
      lines.append("Hartree-Fock", Numbers.energy(energy) + unit + correlation)
    }
    if let fockEnergy, fockEnergy < spectrum.groundEnergy - 1e-9 * max(1, hamiltonian.oneNorm) {
      lines.append("lower", Numbers.energy(fockEnergy) + unit + " with another number of particles")
    }
    return lines.text + (spectrum.energies.count > 1 || spectrum.spinSquared != nil ? "\n" + levels + "\n" : "")
  }

  private var levels: String {
    var table = TextTable()
    table.append("state", "energy", "above ground", spectrum.spinSquared == nil ? "" : "S^2")
    for (index, energy) in spectrum.energies.enumerated() {
      table.append(
        "\(index)", Numbers.energy(energy), Numbers.energy(energy - spectrum.groundEnergy),
        spectrum.spinSquared.map { String(format: "%.4f", abs($0[index])) } ?? "")
    }
    return table.text
  }
}
