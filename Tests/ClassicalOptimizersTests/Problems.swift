import ClassicalOptimizers
import Foundation
import RandomStreams
import Testing

/// An objective with a known minimum: the one set that every method is tested on.
struct Problem: Sendable, CustomTestStringConvertible {
  var name: String
  var start: [Double]
  var minimum: Double
  /// A minimiser, where it is unique enough to compare with.
  var minimiser: [Double]?
  /// Whether the objective is a trigonometric sum of frequency 1 in each parameter.
  var isTrigonometric = false
  /// Value and gradient.
  var objective: @Sendable ([Double]) -> (value: Double, gradient: [Double])

  var testDescription: String { name }

  func evaluate(_ queries: [Query]) -> [Evaluation] {
    queries.map { query in
      let (value, gradient) = objective(query.point)
      return Evaluation(value: value, gradient: query.needsGradient ? gradient : nil)
    }
  }

  static let all = [
    parabola, quadratic, rosenbrock, longRosenbrock, beale, cosine, productState, polarized,
  ]

  static let parabola = Problem(name: "parabola", start: [3], minimum: 0.25, minimiser: [-1]) { x in
    (0.25 + 2 * (x[0] + 1) * (x[0] + 1), [4 * (x[0] + 1)])
  }

  /// Ten dimensions, condition number 10, rotated by a reflection so that no axis is special.
  static let quadratic = Problem(
    name: "quadratic", start: [Double](repeating: 1, count: 10), minimum: 0,
    minimiser: [Double](repeating: 0, count: 10)
  ) { x in
    // y = (1 − 2vvᵀ)x with v = (1, 2, …, 10)/‖·‖; f = ½ Σ (k + 1) y_k².
    let v = (1...10).map { Double($0) / 385.0.squareRoot() }
    func reflect(_ a: [Double]) -> [Double] {
      let overlap = zip(a, v).reduce(0) { $0 + $1.0 * $1.1 }
      return zip(a, v).map { $0 - 2 * overlap * $1 }
    }
    let y = reflect(x)
    let scaled = y.indices.map { Double($0 + 1) * y[$0] }
    return (zip(scaled, y).reduce(0) { $0 + 0.5 * $1.0 * $1.1 }, reflect(scaled))
  }

  static let rosenbrock = Problem(name: "Rosenbrock", start: [-1.2, 1], minimum: 0, minimiser: [1, 1]) {
    rosenbrockSum($0)
  }

  static let longRosenbrock = Problem(
    name: "Rosenbrock of ten", start: (0..<10).map { $0 % 2 == 0 ? -1.2 : 1 }, minimum: 0,
    minimiser: [Double](repeating: 1, count: 10)
  ) { x in
    // Extended Rosenbrock of Moré, Garbow and Hillstrom: pairs of parameters, one valley each.
    var value = 0.0
    var gradient: [Double] = []
    for k in stride(from: 0, to: x.count, by: 2) {
      let part = rosenbrockSum([x[k], x[k + 1]])
      value += part.0
      gradient += part.1
    }
    return (value, gradient)
  }

  static let beale = Problem(name: "Beale", start: [1, 1], minimum: 0, minimiser: [3, 0.5]) { p in
    let (x, y) = (p[0], p[1])
    let residuals = [1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y]
    let dx = [y - 1, y * y - 1, y * y * y - 1]
    let dy = [x, 2 * x * y, 3 * x * y * y]
    return (
      residuals.reduce(0) { $0 + $1 * $1 },
      [
        zip(residuals, dx).reduce(0) { $0 + 2 * $1.0 * $1.1 }, zip(residuals, dy).reduce(0) { $0 + 2 * $1.0 * $1.1 },
      ]
    )
  }

  /// The energy of one qubit in one angle.
  static let cosine = Problem(
    name: "cosine", start: [2.2], minimum: -1.25, minimiser: [0.7], isTrigonometric: true
  ) { x in (-0.25 - cos(x[0] - 0.7), [sin(x[0] - 0.7)]) }

  /// A ring of ten spins in a product state: E = −Σ cos θᵢ cos θᵢ₊₁ − Σ sin θᵢ, the mean field of an Ising ring.
  ///
  /// The minimum is −(1 + h²/4) per site at field h = 1, where all sin θᵢ = 1/2.
  static let productState = Problem(
    name: "product state", start: (0..<10).map { 0.1 * Double($0) - 0.3 }, minimum: -12.5,
    minimiser: [Double](repeating: .pi / 6, count: 10), isTrigonometric: true
  ) { isingRing($0, field: 1) }

  /// The same at field 3, above the critical one: all spins point along the field.
  static let polarized = Problem(
    name: "polarized product state", start: (0..<10).map { 0.3 * Double($0) - 1 }, minimum: -30,
    minimiser: [Double](repeating: .pi / 2, count: 10), isTrigonometric: true
  ) { isingRing($0, field: 3) }

  static func isingRing(_ x: [Double], field: Double) -> (Double, [Double]) {
    let n = x.count
    var value = 0.0
    var gradient = [Double](repeating: 0, count: n)
    for i in 0..<n {
      let j = (i + 1) % n
      value -= cos(x[i]) * cos(x[j]) + field * sin(x[i])
      gradient[i] += sin(x[i]) * cos(x[j]) - field * cos(x[i])
      gradient[j] += cos(x[i]) * sin(x[j])
    }
    return (value, gradient)
  }

  private static func rosenbrockSum(_ x: [Double]) -> (Double, [Double]) {
    let a = 1 - x[0]
    let b = x[1] - x[0] * x[0]
    return (a * a + 100 * b * b, [-2 * a - 400 * b * x[0], 200 * b])
  }
}
