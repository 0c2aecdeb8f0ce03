import ArgumentParser
import Foundation
import JSONSchemas
import LinearAlgebra
import Ritz

/// `ritz exact`: the lowest energies by diagonalisation.
struct ExactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exact",
    abstract: "Compute the lowest energies of a molecule or a lattice model exactly.",
    discussion: """
      A molecule's states are those with its own number of electrons and its own spin; a Pauli sum's are those of all its \
      qubits, unless --sector says otherwise. The method (dense, lanczos or davidson) is chosen by size and printed.
      """)

  @Argument(help: "An FCIDUMP or a Pauli sum.")
  var file: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many states, degenerate ones counted as often as they occur.", valueName: "k"))
  var states = 1

  @Option(
    help: ArgumentHelp(
      "Only states of N particles with this 2Sz, such as 4,0 or 3,-1 (default: for molecules, what the file says).",
      valueName: "n,2sz"),
    transform: SectorArgument.init)
  var sector: SectorArgument?

  @Option(help: "The order of spin orbitals on qubits; needed for a --sector of a Pauli sum (default: blocked).")
  var spinOrder: SpinOrder?

  @Option(help: "How fermions are put on qubits (default: jordan-wigner).")
  var mapping: FermionMapping?

  @Flag(help: "Print one JSON object.")
  var json = false

  /// Whole spaces of molecules are searched up to here, sector by sector.
  private static let widestMolecule = 16
  /// Whole spaces beside a sector of a Pauli sum are searched up to here.
  private static let widestSum = 14

  func validate() throws {
    if states < 1 { throw ValidationError("--states is \(states); 1 or more are allowed.") }
  }

  func run() async throws {
    let outcome: ExactOutcome
    do {
      outcome = try solve(HamiltonianFile(contentsOf: file))
    } catch {
      throw Failure.about(file, error)
    }
    Console.printResult(json ? outcome.json.text : outcome.text)
  }

  private func solve(_ contents: HamiltonianFile) throws -> ExactOutcome {
    var options = ExactSpectrumOptions(stateCount: states)
    let line = ProgressLine()
    defer { line.clear() }
    options.progress = { progress in
      line.show {
        let energy = progress.values.first.map(Numbers.energy) ?? ""
        return "step \(progress.iteration)  energy \(energy)  residual \(Numbers.shortDifference(progress.residual))"
      }
    }
    switch contents {
    case .molecule(let dump):
      let problem = dump.molecule.problem(mapping: mapping ?? .jordanWigner, spinOrder: spinOrder ?? .blocked)
      return ExactOutcome(
        path: file, hamiltonian: problem.hamiltonian, molecule: dump.molecule,
        spectrum: try ExactSpectrum(of: problem, sector: sector?.sector, options: options),
        fockEnergy: problem.qubitCount <= Self.widestMolecule ? try? FockGroundState(of: dump.molecule).energy : nil)
    case .pauliSum(let sum):
      guard let sector else {
        if mapping != nil || spinOrder != nil {
          throw Failure(
            .usage,
            "\(file): a Pauli sum; \(mapping != nil ? "--mapping" : "--spin-order") has a meaning only with --sector")
        }
        let spectrum = try ExactSpectrum(of: sum, options: options)
        return ExactOutcome(
          path: file, hamiltonian: sum, molecule: nil, spectrum: spectrum, fockEnergy: spectrum.groundEnergy)
      }
      guard let spinOrder else {
        throw Failure(
          .usage,
          "\(file): a Pauli sum, which does not know its spin orbitals; --sector needs --spin-order blocked or interleaved"
        )
      }
      let encoding = LinearEncoding(mapping: mapping ?? .jordanWigner, modeCount: sum.qubitCount)
      return ExactOutcome(
        path: file, hamiltonian: sum, molecule: nil,
        spectrum: try ExactSpectrum(
          of: sum, sector: sector.sector, encoding: encoding, spinOrder: spinOrder, options: options),
        fockEnergy: sum.qubitCount <= Self.widestSum ? try? ExactSpectrum(of: sum).groundEnergy : nil)
    }
  }
}
