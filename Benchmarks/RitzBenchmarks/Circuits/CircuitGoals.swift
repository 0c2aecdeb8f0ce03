import Foundation

extension Goal {
  /// So many times as fast as the fastest other program in double precision.
  private init(_ milliseconds: Double, of holder: String, ahead factor: Double) {
    self.init(
      milliseconds: milliseconds / factor, holder: String(format: "%@ / %g", holder, factor), ahead: factor)
  }

  static func of(_ task: CircuitTask, circuit: String) -> Goal? {
    let (lightning, matrix) = ("pennylane-lightning 0.45.0", "pennylane-lightning 0.45.0, matrix")
    let (scaluq, qulacs) = ("scaluq 0.2.0", "qulacs 0.6.14")
    return switch (task, circuit) {
    case (.state, "su4_n20"): Goal(903, of: scaluq, ahead: 4)
    case (.state, "su4_n24"): Goal(16_947, of: scaluq, ahead: 3.5)
    case (.state, "qft_n20"): Goal(215, of: lightning, ahead: 4)
    case (.state, "qft_n24"): Goal(6705, of: lightning, ahead: 6)
    case (.state, "hea_n20"): Goal(575, of: lightning, ahead: 4)
    case (.state, "hea_n24"): Goal(15_101, of: lightning, ahead: 5)
    case (.expectation(let sum), _) where sum.name == "lih_jw": Goal(0.28, of: matrix, ahead: 1.5)
    case (.expectation(let sum), _) where sum.name == "h2o_jw": Goal(2.96, of: matrix, ahead: 1.5)
    case (.expectation(let sum), _) where sum.name == "tfim_n20": Goal(97, of: matrix, ahead: 1.5)
    case (.expectation(let sum), _) where sum.name == "heis_n20": Goal(47, of: matrix, ahead: 1.5)
    case (.expectation(let sum), _) where sum.name == "n2_jw": Goal(13_911, of: scaluq, ahead: 15)
    case (.sets(let sum, let count), "small_n12") where sum.name == "tfim_n12":
      Goal(1000 / 763 * Double(count), of: "\(scaluq), batched", ahead: 10)
    case (.shots(let count), "prep_n20"): Goal(315e-6 * Double(count), of: lightning, ahead: 5)
    case (.shots(let count), "prep_n24"): Goal(1188e-6 * Double(count), of: qulacs, ahead: 5)
    default: nil
    }
  }
}
