internal import Foundation
public import PauliAlgebra
public import QuantumCircuits

/// Exact derivatives of expectation values from evaluations at shifted angles, for any backend that estimates.
///
/// A parameter may stand in many gates, each with its own coefficient and its own frequencies. The rule gives every angle of
/// the circuit a parameter of its own, shifts one at a time, and sums by the chain rule. For an angle whose expectation
/// value has the frequencies ω₁ … ω_R it takes 2R evaluations at ±s_μ, s_μ = (2μ − 1)π / (2Rω₁):
/// ∂f = Σ_μ c_μ (f(s_μ) − f(−s_μ)), where Σ_μ 2 c_μ sin(ω_r s_μ) = ω_r.
/// - Note: Wierichs, Izaac, Wang and Lin, Quantum 6, 677 (2022).
public struct ParameterShiftRule: Sendable {
  /// The circuit with one parameter per angle.
  private var independent: PreparedCircuit
  /// The circuit and the observables that it was made for.
  private let circuit: Circuit
  private let observables: [PauliSum]
  /// Which parameter each angle came from, with its coefficient; nothing for a constant.
  private let angles: [IndependentAngle]
  private let shifts: [AngleShifts]

  private struct AngleShifts: Sendable {
    var offsets: [Double]
    var coefficients: [Double]
  }

  /// - Throws: ``BackendError`` with code `unsupported` when a parameterised gate has no shift rule.
  public init(for circuit: Circuit, observables: [PauliSum], on backend: some Backend) async throws {
    try self.init(unpreparedFor: circuit, observables: observables)
    independent = try await backend.prepare(independent.circuit, observables: observables)
  }

  /// A rule whose circuit is prepared by whoever runs it.
  package init(unpreparedFor circuit: Circuit, observables: [PauliSum]) throws(BackendError) {
    let split = circuit.withIndependentAngles()
    var shifts: [AngleShifts] = []
    for angle in split.angles {
      guard let frequencies = angle.frequencies else {
        throw BackendError(
          .unsupported,
          "The gate \(angle.gateName) has no parameter-shift rule; use the adjoint method or central differences.")
      }
      shifts.append(try Self.shifts(for: frequencies))
    }
    self.shifts = shifts
    angles = split.angles
    self.circuit = circuit
    self.observables = observables
    independent = PreparedCircuit(split.circuit, observables: observables)
  }

  /// Evaluations for one parameter set, the unshifted one included.
  public var evaluationCount: Int { 1 + shifts.reduce(0) { $0 + 2 * $1.offsets.count } }

  /// The one batch that the derivatives of a pub follow from: for every parameter set the unshifted point first, then every
  /// shift of every angle.
  ///
  /// - Parameter pub: Its circuit and observables are those that this rule was made for.
  package func shifted(_ pub: EstimatorPub) throws(BackendError) -> EstimatorPub {
    var points: [[Double]] = []
    for set in pub.parameters.elements {
      let base = angles.map { $0.expression.value(at: set) }
      points.append(base)
      for (angle, rule) in shifts.enumerated() {
        for offset in rule.offsets {
          for shift in [offset, -offset] {
            var point = base
            point[angle] += shift
            points.append(point)
          }
        }
      }
    }
    return EstimatorPub(
      independent,
      observables: try ShapedArray(shape: [pub.observables.count, 1], elements: pub.observables.elements),
      parameters: ShapedArray(row: points), precision: pub.precision)
  }

  /// Values and derivatives of a pub whose circuit and observables are those that this rule was made for.
  ///
  /// - Throws: ``BackendError`` with code `invalid-pub` for a pub of another circuit or other observables.
  public func gradient(
    of pub: EstimatorPub, options: EstimatorOptions, on backend: some Backend
  ) async throws -> GradientPubResult {
    // Equal values mostly share their memory, and are then compared in no time.
    guard pub.circuit.circuit == circuit, pub.circuit.observables == observables else {
      throw BackendError(
        .invalidPub, "A pub of another circuit or other observables was given; make a rule for them first.")
    }
    let broadcast = try pub.validated()
    let batch = try shifted(pub)
    let points = batch.parameters.elements
    let result = try await backend.estimate([batch], options: options).pubs[0]
    guard result.values.count == pub.observables.count * points.count else {
      throw BackendError(
        .unsupported,
        "The backend \(backend.name) gave \(result.values.count) values for \(pub.observables.count) observables at "
          + "\(points.count) points.")
    }

    var values: [Double] = []
    var errors: [Double] = []
    var gradients: [[Double]] = []
    for (observable, set) in zip(broadcast.left, broadcast.right) {
      let first = observable * points.count + set * evaluationCount
      values.append(result.values[first])
      if let standardErrors = result.standardErrors { errors.append(standardErrors[first]) }
      var gradient = [Double](repeating: 0, count: circuit.parameters.count)
      var next = first + 1
      for (angle, rule) in zip(angles, shifts) {
        var slope = 0.0
        for coefficient in rule.coefficients {
          slope += coefficient * (result.values[next] - result.values[next + 1])
          next += 2
        }
        for term in angle.expression.terms { gradient[term.index] += term.coefficient * slope }
      }
      gradients.append(gradient)
    }
    return GradientPubResult(
      values: try ShapedArray(shape: broadcast.shape, elements: values),
      gradients: try ShapedArray(shape: broadcast.shape, elements: gradients),
      standardErrors: result.standardErrors == nil ? nil : try ShapedArray(shape: broadcast.shape, elements: errors))
  }

  /// Offsets and coefficients for one angle.
  private static func shifts(for frequencies: [Double]) throws(BackendError) -> AngleShifts {
    let count = frequencies.count
    guard let lowest = frequencies.min(), lowest > 0 else { return AngleShifts(offsets: [], coefficients: []) }
    let offsets = (1...count).map { Double(2 * $0 - 1) * .pi / (2 * Double(count) * lowest) }
    var rows = frequencies.map { frequency in offsets.map { 2 * sin(frequency * $0) } + [frequency] }
    // Gauss–Jordan elimination with row exchange on the count × (count + 1) system.
    for column in 0..<count {
      let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      guard abs(rows[column][column]) > 1e-9 else {
        throw BackendError(.unsupported, "Frequencies \(frequencies) have no equidistant parameter-shift rule.")
      }
      for row in 0..<count where row != column {
        let factor = rows[row][column] / rows[column][column]
        for entry in column...count { rows[row][entry] -= factor * rows[column][entry] }
      }
    }
    return AngleShifts(offsets: offsets, coefficients: (0..<count).map { rows[$0][count] / rows[$0][$0] })
  }
}
