internal import JSONSchemas
internal import OpenQASM
internal import PauliAlgebra
internal import QuantumCircuits
internal import Synchronization

/// The texts of circuits and observables that were written last: the same problem is often submitted again, with another
/// seed or another optimizer.
enum RecentTexts {
  private static let circuits = Mutex(RecentValues<Circuit, String>(capacity, byteCapacity))
  private static let observables = Mutex(RecentValues<PauliSum, JSONValue>(capacity, byteCapacity))
  private static let capacity = 8
  private static let byteCapacity = 4 << 20

  static func openQASM3(of circuit: Circuit) -> String {
    if let text = circuits.withLock({ $0[circuit] }) { return text }
    let text = circuit.openQASM3
    circuits.withLock { $0.insert(text, for: circuit, cost: text.utf8.count) }
    return text
  }

  /// - Throws: What ``JSONValue/init(observable:)`` throws.
  static func json(of observable: PauliSum) throws -> JSONValue {
    if let value = observables.withLock({ $0[observable] }) { return value }
    let value = try JSONValue(observable: observable)
    observables.withLock { $0.insert(value, for: observable, cost: observable.textSize) }
    return value
  }
}

extension PauliSum {
  /// Roughly the bytes of its text.
  var textSize: Int { terms.count * (qubitCount + 20) }
}
