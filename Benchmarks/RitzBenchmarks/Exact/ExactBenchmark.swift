import Foundation
import PhysicalFloors
import Ritz

/// Times a ground-state energy by exact diagonalisation, beside the fastest other program.
struct ExactBenchmark: Encodable {
  let name: String
  /// Of the whole space that was searched, and of the largest part of it that was solved at a time.
  let dimension: Int
  let largestPartDimension: Int
  let method: String
  let timing: Timing
  let value: Double
  /// Nil where nothing was computed but a diagonal was sorted.
  let floorMilliseconds: Double?
  /// How many times the floor the processor time is.
  let timesFloor: Double?
  let goal: Goal?
  let ratioToGoal: Double?

  init(path: String, repetition: Repetition, machine: MachineLimits) async throws {
    let contents = try HamiltonianFile(contentsOf: path)
    func solve() throws -> ExactSpectrum {
      switch contents {
      case .molecule(let dump): try ExactSpectrum(of: dump.molecule.problem())
      case .pauliSum(let sum): try ExactSpectrum(of: sum)
      }
    }
    name = CircuitInput.name(path)
    let spectrum = try solve()
    timing = try await repetition.timing { _ = try solve() }
    dimension = spectrum.dimension
    largestPartDimension = spectrum.largestPartDimension
    method = "\(spectrum.method)"
    value = spectrum.groundEnergy
    floorMilliseconds = Floor(groundStateOf: spectrum).milliseconds(on: machine)
    timesFloor = floorMilliseconds.map { [timing] in timing.processorMilliseconds / $0 }
    goal = Goal.ofGroundState(name)
    ratioToGoal = goal?.ratio(timing)
  }

  static let header =
    "hamiltonian  dimension  largest part  method      CPU ms   wall ms  floor ms x floor   goal ms   ratio  value"

  var line: String {
    var line = name.column(11) + String(format: "%11d%14d  ", dimension, largestPartDimension) + method.column(8)
    line += String(format: "%10.2f%10.2f", timing.processorMilliseconds, timing.wallMilliseconds)
    line += floorMilliseconds.map { String(format: "%10.3f%8.1f ", $0, timesFloor ?? 0) } ?? "         -       - "
    line += Goal.columns(goal, timing)
    return line + String(format: "  %.10f", value)
  }
}

extension Goal {
  /// The solver alone of the fastest other program; what it needs to set up its matrix is left to it.
  static func ofGroundState(_ name: String) -> Goal? {
    switch name {
    case "lih": Goal(milliseconds: 9.5, holder: "ffsim 0.0.85")
    case "h2o": Goal(milliseconds: 29, holder: "ffsim 0.0.85")
    case "n2": Goal(milliseconds: 196, holder: "pyscf 2.14.0")
    case "heis_n16": Goal(milliseconds: 27, holder: "quimb 1.15.0")
    case "heis_n20": Goal(milliseconds: 915, holder: "quimb 1.15.0")
    case "heis_n22": Goal(milliseconds: 3502, holder: "quimb 1.15.0")
    default: nil
    }
  }
}
