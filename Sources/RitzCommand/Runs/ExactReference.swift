import Ritz

/// The exact energies beside a variational one, where they are quickly known.
struct ExactReference {
  /// The lowest energy: of a molecule in the sector of its electrons, of a Pauli sum in the space of its qubits.
  var energy: Double?
  /// The lowest energy of a molecule whatever its electrons, where the ansatz can leave the sector.
  var fockEnergy: Double?
  /// The lowest level that the ansatz could reach.
  var bound: Double?

  private static let largestSector = 20_000.0
  private static let widestSpace = 14

  /// - Throws: `CancellationError` only: what cannot be computed is not known.
  init(for task: VariationalTask) throws(CancellationError) {
    do {
      try solve(task)
    } catch {
      if Task.isCancelled { throw CancellationError() }
    }
  }

  private mutating func solve(_ task: VariationalTask) throws {
    var options = ExactSpectrumOptions()
    options.shouldStop = { Task.isCancelled }
    if let molecule = task.molecule {
      guard Self.sectorDimension(of: molecule) <= Self.largestSector else { return }
      energy = try ExactSpectrum(of: molecule.problem(), options: options).groundEnergy
      if task.isNumberConserving {
        bound = energy
      } else if 2 * molecule.orbitalCount <= Self.widestSpace {
        fockEnergy = try FockGroundState(of: molecule, options: options).energy
        bound = fockEnergy
      }
    } else if task.hamiltonian.qubitCount <= (task.hamiltonian.isDiagonal ? 20 : Self.widestSpace) {
      energy = try ExactSpectrum(of: task.hamiltonian, options: options).groundEnergy
      bound = energy
    }
  }

  private static func sectorDimension(of molecule: Molecule) -> Double {
    [molecule.alphaCount, molecule.betaCount].reduce(1) { product, count in
      (0..<count).reduce(product) { $0 * Double(molecule.orbitalCount - $1) / Double($1 + 1) }
    }
  }

  /// - Throws: ``Failure`` when a result lies below what exists: an error somewhere, and no energy.
  func requirePossible(_ result: RunResult, of task: VariationalTask) throws(Failure) {
    // Of many noisy values the lowest is too low by chance; only an independent one proves anything.
    if result.standardError != nil && result.stopReason == .interrupted { return }
    guard let bound else { return }
    let tolerance = 1e-9 * task.hamiltonian.oneNorm + 5 * (result.standardError ?? 0)
    guard result.energy >= bound - tolerance else {
      throw Failure(
        .work,
        "\(task.path): the energy \(result.energy) lies \(bound - result.energy) below the lowest that exists, \(bound); "
          + "at most \(tolerance) is rounding or chance")
    }
  }
}
