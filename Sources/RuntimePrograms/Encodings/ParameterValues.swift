public import QuantumBackends

/// The parameter sets of a pub as it gives them.
public enum ParameterValues: Sendable, Equatable {
  /// One set of no values.
  case none
  /// Values by position: the last dimension runs over the parameters, by name, elements of vectors by index.
  case list(ShapedArray<Double>)
  /// Values by the names of inputs; their shapes broadcast.
  case named([String: ShapedArray<Double>])
}
