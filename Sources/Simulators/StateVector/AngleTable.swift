internal import QuantumCircuits

/// All angles of a circuit, laid out so that evaluating them touches numbers only.
struct AngleTable: Sendable {
  private var constants: [Double] = []
  /// Where the terms of each angle end.
  private var ends: [Int] = []
  private var parameters: [Int] = []
  private var coefficients: [Double] = []

  init(_ angles: [IndexedExpression]) {
    for angle in angles {
      constants.append(angle.constant)
      for term in angle.terms {
        parameters.append(term.index)
        coefficients.append(term.coefficient)
      }
      ends.append(parameters.count)
    }
  }

  /// Writes the angles at a parameter set into a table.
  func evaluate(at values: [Double], into table: inout [Double]) {
    table.removeAll(keepingCapacity: true)
    var term = 0
    for (constant, end) in zip(constants, ends) {
      var sum = constant
      while term < end {
        sum += coefficients[term] * values[parameters[term]]
        term += 1
      }
      table.append(sum)
    }
  }

  /// Adds derivatives by the parameters, from those by the angles.
  func addDerivatives(_ derivatives: some Collection<Double>, to gradient: inout [Double]) {
    var term = 0
    for (derivative, end) in zip(derivatives, ends) {
      while term < end {
        gradient[parameters[term]] += coefficients[term] * derivative
        term += 1
      }
    }
  }
}
