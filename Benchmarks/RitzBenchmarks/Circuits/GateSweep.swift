import Foundation
import PhysicalFloors
import Ritz
import Simulators

/// Times each gate of a circuit in a pass of its own, beside a pass in place over the same memory right after it.
struct GateSweep: Encodable {
  struct Gate: Encodable {
    let name: String
    let qubits: [Int]
    let milliseconds: Double
    /// Cache lines a second that it must read and write, over those of the pass in place.
    let shareOfInPlace: Double?
    /// The same over those of a pass in place that leaves out the lines that the gate leaves out: gaps make memory slower.
    let shareOfSameLines: Double?
  }

  let name: String
  let qubits: Int
  let gates: [Gate]
  /// Of all gates once, processor time.
  let milliseconds: Double
  /// Cache lines of all gates over their time.
  let linesPerSecond: Double?
  let inPlaceLinesPerSecond: Double
  /// The time of the same lines in place over that of the gates.
  let shareOfInPlace: Double?
  /// The same for passes in place over the very lines that the gates need.
  let shareOfSameLines: Double?
  var goal = GateSweep.goal

  /// The share of the bandwidth in place that single gates must reach on states in memory.
  static let goal = 0.9

  init(path: String, repetition: Repetition) throws {
    let circuit = try CircuitInput.read(path)
    let workspace = try Workspace(qubitCount: circuit.qubitCount)
    let steps = try circuit.operations.map { operation in
      var single = try Circuit(qubitCount: circuit.qubitCount, parameters: circuit.parameters)
      try single.append(operation)
      return try StateCircuit(single, usesSector: false)
    }
    let numberCount = 2 << circuit.qubitCount
    var times = steps.map { _ in [Double]() }
    var (inPlace, sameLines) = (times, times)
    let start = Elapsed.now
    repeat {
      for (index, step) in steps.enumerated() {
        times[index].append(try Elapsed.during { try step.applyGates(in: workspace) }.processor)
        let numbers = workspace.state.amplitudes
        inPlace[index].append(inPlaceSeconds(numbers, count: numberCount))
        let mask = circuit.operations[index].cacheLineConditions
        if mask != 0 { sameLines[index].append(inPlaceSeconds(numbers, count: numberCount, linesWith: mask)) }
      }
    } while (times.first?.count ?? .max) < repetition.count && (Elapsed.now - start).wall < repetition.budget

    let stateLines = Double(numberCount) / 8
    let measured = steps.indices.map { index in
      let (operation, inPlace) = (circuit.operations[index], inPlace[index].median)
      let share = operation.cacheLineShare
      // A gate that leaves out half of each pair of lines, as swaps do, has none.
      let isSelected = share == 1 / Double(1 << operation.cacheLineConditions.nonzeroBitCount)
      let least = sameLines[index].isEmpty ? inPlace : sameLines[index].median
      return (
        operation: operation, seconds: times[index].median, inPlace: inPlace,
        sameLines: share == 0 ? 0 : isSelected ? least : nil
      )
    }
    gates = measured.map { operation, seconds, inPlace, sameLines in
      Gate(
        name: operation.name, qubits: operation.qubits, milliseconds: 1000 * seconds,
        shareOfInPlace: operation.cacheLineShare.map { $0 * inPlace / seconds },
        shareOfSameLines: sameLines.map { $0 / seconds })
    }
    name = CircuitInput.name(path)
    qubits = circuit.qubitCount
    let seconds = measured.reduce(0) { $0 + $1.seconds }
    milliseconds = 1000 * seconds
    inPlaceLinesPerSecond = stateLines * Double(measured.count) / measured.reduce(0) { $0 + $1.inPlace }
    let shares = circuit.operations.compactMap(\.cacheLineShare)
    let isKnown = shares.count == measured.count
    linesPerSecond = isKnown ? stateLines * shares.reduce(0, +) / seconds : nil
    shareOfInPlace = isKnown ? zip(shares, measured).reduce(0) { $0 + $1.0 * $1.1.inPlace } / seconds : nil
    let same = measured.compactMap(\.sameLines)
    shareOfSameLines = same.count == measured.count ? same.reduce(0, +) / seconds : nil
  }

  static let header =
    "circuit       qubits  gates    CPU ms     lines/s  in place/s   share    goal  same lines  least share"

  var line: String {
    func number(_ value: Double?, _ form: String, _ width: Int) -> String {
      let text = value.map { String(format: form, $0) } ?? "-"
      return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    var line = name.padding(toLength: 14, withPad: " ", startingAt: 0)
    line += String(format: "%6d%7d%10.2f", qubits, gates.count, milliseconds)
    line += number(linesPerSecond, "%.3e", 12) + String(format: "%12.3e", inPlaceLinesPerSecond)
    line += number(shareOfInPlace, "%.2f", 8) + String(format: "%8.2f", goal)
    line += number(shareOfSameLines, "%.2f", 12)
    let shares = gates.compactMap { gate in gate.shareOfInPlace.map { (gate: gate, share: $0) } }
    if let least = shares.min(by: { $0.share < $1.share }) {
      line += number(least.share, "%.2f", 6) + " \(least.gate.name) on \(least.gate.qubits)"
    }
    return line
  }
}
