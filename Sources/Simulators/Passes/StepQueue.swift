/// Steps that wait to be taken, in their order as far as they do not commute.
struct StepQueue {
  private struct Entry {
    var step: FusedStep
    let mixed: UInt64
    var read: UInt64

    init(_ step: FusedStep) { (self.step, mixed, read) = (step, step.mixedQubits, step.readQubits) }
  }

  /// Nil where a step has been taken.
  private var entries: [Entry?]
  private var start = 0

  /// How far a step may be brought forward: looking on at every turn would take time that grows with the square of a
  /// circuit's length.
  private static let lookahead = 4096

  init(_ steps: [FusedStep]) { entries = steps.map { Entry($0) } }

  var first: FusedStep? { start < entries.count ? entries[start]?.step : nil }

  mutating func removeFirst() {
    entries[start] = nil
    advance()
  }

  private mutating func advance() {
    while start < entries.count, entries[start] == nil { start += 1 }
  }

  /// Takes out, in their order, steps that may come before all that stay and that `accepts` wants; of diagonal gates those
  /// factors that may.
  ///
  /// - Parameter qubits: Of the register or block: no step mixes others.
  mutating func take(qubits: UInt64, where accepts: (FusedStep) -> Bool) -> [FusedStep] {
    var taken: [FusedStep] = []
    // What stays mixes these, or reads them.
    var (mixed, read): (UInt64, UInt64) = (0, 0)
    for index in start..<min(entries.count, start + Self.lookahead) {
      guard var entry = entries[index] else { continue }
      if case .diagonal(let gate) = entry.step, accepts(entry.step) {
        let (free, others) = gate.divided(by: mixed)
        taken += free.steps
        entry = Entry(.diagonal(others))
        entries[index] = others.factors.isEmpty ? nil : entry
      } else if entry.mixed & (mixed | read) == 0, entry.read & mixed == 0, accepts(entry.step) {
        taken.append(entry.step)
        entries[index] = nil
      }
      guard entries[index] != nil else { continue }
      mixed |= entry.mixed
      read |= entry.read
      if mixed & qubits == qubits { break }
    }
    advance()
    return taken
  }
}
