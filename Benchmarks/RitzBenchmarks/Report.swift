import Foundation
import PhysicalFloors

/// Measurements as a table that grows, or as one JSON object at the end.
struct Report {
  let isJSON: Bool
  let machine: MachineLimits
  private var measurements: [Measurement] = []

  init(isJSON: Bool, machine: MachineLimits) {
    self.isJSON = isJSON
    self.machine = machine
  }

  func begin() {
    guard !isJSON else { return }
    print(
      "molecule  workload  gates        CPU ms   wall ms        per s  amplitudes/s  floor ms x floor   goal ms   ratio"
        + "  value")
  }

  mutating func add(_ measurement: Measurement) {
    measurements.append(measurement)
    guard !isJSON else { return }
    let m = measurement
    func column(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
    func number(_ value: Double?, _ form: String, _ width: Int) -> String {
      let text = value.map { String(format: form, $0) } ?? "-"
      return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    var line = column(m.molecule, 10) + column(m.workload.rawValue, 10) + column(m.gates, 11)
    line += number(m.timing?.processorMilliseconds, "%.3f", 9) + number(m.timing?.wallMilliseconds, "%.3f", 10)
    line += number(m.timing?.rate, "%.1f", 13) + number(m.amplitudeUpdatesPerSecond, "%.2e", 14)
    line += number(m.floorMilliseconds, "%.5f", 10) + number(m.timesFloor, "%.1f", 8)
    line += number(m.goal?.milliseconds, "%.1f", 10) + number(m.ratioToGoal, "%.1f", 8)
    line += number(m.value, "%.11f", 18)
    if let norm = m.gradientNorm { line += String(format: "  |gradient| %.10f", norm) }
    if let evaluations = m.evaluations, let all = m.evaluationsInAll, let error = m.errorToExact {
      line += String(format: "  %.2e above exact, %d of %d evaluations", error, evaluations, all)
    }
    print(line)
  }

  func end() throws {
    guard isJSON else {
      print(Self.legend)
      return
    }
    struct Output: Encodable {
      var measurements: [Measurement]
      var goalSource = Goal.source
      var machine: MachineLimits
    }
    try Self.printJSON(Output(measurements: measurements, machine: machine))
  }

  static let legend = """
    Floors are what the arithmetic or the memory traffic takes on this machine at least. \
    Ratios above 1 are faster than the goal: \(Goal.source).
    """

  /// Prints one JSON object.
  static func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
