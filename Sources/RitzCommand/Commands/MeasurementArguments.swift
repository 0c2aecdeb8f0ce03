import ArgumentParser
import Ritz

/// How values are measured; without any of it they are exact.
struct MeasurementArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Shots for each value (default: none, values are exact).", valueName: "n"))
  var shots: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "In place of --shots, a bound on the standard error of each value, in its unit; shots follow from it (default: "
        + "none).",
      valueName: "bound"))
  var precision: Double?

  @Option(
    help: ArgumentHelp(
      "With --shots or --precision, which strings share their shots: one-by-one, qubit-wise or commuting (default: "
        + "qubit-wise).",
      valueName: "groups"))
  var grouping: MeasurementGrouping?

  var isSampled: Bool { shots != nil || precision != nil }

  func validate() throws {
    if let shots, shots < 1 { throw ValidationError("--shots is \(shots); 1 or more are allowed.") }
    if let precision, !(precision > 0 && precision.isFinite) {
      throw ValidationError("--precision is \(precision); positive numbers are allowed.")
    }
    if shots != nil && precision != nil { throw ValidationError("--shots and --precision exclude each other.") }
    if let grouping, !isSampled {
      throw ValidationError("--grouping \(grouping.rawValue) goes with --shots or --precision.")
    }
  }

  func options(seed: UInt64 = 0) throws -> EstimatorOptions {
    try EstimatorOptions(shots: shots, precision: precision, grouping: grouping ?? .qubitWise, seed: seed)
  }
}
