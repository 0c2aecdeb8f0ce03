extension ComparisonReport {
  /// The last tables, below those of the cases: how fast the service is, and how near each number is to its goal.
  public var summary: String {
    var table = TextTable()
    table.append("measured beside its goal", "measured", "goal", "", "goal ratio", "met")
    for goal in goals {
      table.append(
        goal.name, Format.number(goal.measured), (goal.isAtLeast ? "≥ " : "≤ ") + Format.number(goal.goal), goal.unit,
        Format.number(goal.ratio), goal.isMet ? "yes" : "NO")
    }
    var lines = [table.text]
    if let speed {
      lines.append(
        "GET health: median \(Format.milliseconds(speed.health.median)) ms, 99th percentile "
          + "\(Format.milliseconds(speed.health.quantile(0.99))) ms, \(speed.health.count) times; a job of 4 qubits: "
          + "99th percentile \(Format.milliseconds(speed.roundTrips.quantile(0.99))) ms, \(speed.roundTrips.count) times."
      )
    }
    lines.append(
      isIdentical
        ? "All arms of all cases found the same energies, parameters and evaluations, to the last bit."
        : "NOT all arms found the same to the last bit; the tables say which.")
    return lines.joined(separator: "\n")
  }
}
