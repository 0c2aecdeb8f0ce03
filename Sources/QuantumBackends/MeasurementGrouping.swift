/// Which strings of an observable share their shots.
public enum MeasurementGrouping: String, CaseIterable, Hashable, Sendable, Codable {
  /// Each string has shots of its own: what the others are compared with.
  case oneByOne = "one-by-one"
  /// Strings that commute on every qubit. Turning the qubits into their basis takes gates of one qubit only.
  case qubitWise = "qubit-wise"
  /// Strings that commute. Mostly fewer groups and fewer shots; on a device their circuits have gates of two qubits, whose
  /// errors come on top.
  case commuting
}
