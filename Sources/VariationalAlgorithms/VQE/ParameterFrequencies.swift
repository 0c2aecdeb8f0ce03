internal import ClassicalOptimizers
internal import QuantumCircuits

extension Circuit {
  /// For each parameter the positive frequencies that an expectation value can have in it, ascending.
  ///
  /// An angle with frequencies ω contributes ±cω for its coefficient c; a parameter that stands in several angles has all
  /// their sums and differences.
  /// - Throws: ``VQEError/tooManyFrequencies(parameter:allowed:)`` where there are more than a trigonometric fit can tell
  ///   apart, and for gates whose spectrum depends on the angles.
  func parameterFrequencies() throws(VQEError) -> [[Double]] {
    var frequencies = [[Double]](repeating: [0], count: parameters.count)
    for angle in withIndependentAngles().angles {
      for term in angle.expression.terms {
        let name = parameters[term.index].name
        guard let own = angle.frequencies else {
          throw .tooManyFrequencies(parameter: name, allowed: Self.maximumFrequencyCount)
        }
        let steps = [0] + own.map { abs(term.coefficient) * $0 }
        let sums = frequencies[term.index].flatMap { old in steps.flatMap { [old + $0, abs(old - $0)] } }
        frequencies[term.index] = distinct(sums)
        guard frequencies[term.index].count <= Self.maximumFrequencyCount + 1 else {
          throw .tooManyFrequencies(parameter: name, allowed: Self.maximumFrequencyCount)
        }
      }
    }
    // A parameter that stands nowhere has no frequency; any fit finds it flat.
    return frequencies.map { $0.count > 1 ? Array($0.dropFirst()) : [1] }
  }

  static let maximumFrequencyCount = 16

  /// Ascending, without those that differ by rounding only.
  private func distinct(_ values: [Double]) -> [Double] {
    values.sorted().reduce(into: []) { kept, value in
      if kept.last.map({ value - $0 > 1e-9 * max(1, value) }) ?? true { kept.append(value) }
    }
  }
}
