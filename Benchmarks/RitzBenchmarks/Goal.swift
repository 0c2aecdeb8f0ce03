import Foundation

/// A processor time to beat, and whose it is.
struct Goal: Encodable {
  /// Milliseconds of one thread.
  let milliseconds: Double
  let holder: String
  /// How many times as fast as the holder that is.
  let ahead: Double

  init(milliseconds: Double, holder: String, ahead: Double = 1) {
    self.milliseconds = milliseconds
    self.holder = holder
    self.ahead = ahead
  }

  /// How many times faster than the goal, by processor time.
  func ratio(_ timing: Timing) -> Double { milliseconds / timing.processorMilliseconds }

  /// A goal and how many times faster that was, as columns of a table.
  static func columns(_ goal: Goal?, _ timing: Timing) -> String {
    goal.map { String(format: "%9.2f%8.2f", $0.milliseconds, $0.ratio(timing)) } ?? "        -       -"
  }

  /// Where the numbers come from.
  static let source = """
    the fastest shipped program per workload, processor time of one thread, 2 cores of an AMD EPYC (Zen 3, AVX2) under \
    load; LiH and H2O in STO-3G, native excitation gates of others included
    """

  /// Energies and gradients at the test point; a variational run until 1e-8 above its own minimum.
  static func of(_ workload: Workload, molecule: String) -> Goal? {
    switch (workload, molecule) {
    case (.energy, "lih"): Goal(milliseconds: 20, holder: "scaluq 0.2.0")
    case (.energy, "h2o"): Goal(milliseconds: 110, holder: "pennylane-lightning 0.45.0")
    case (.gradient, "lih"): Goal(milliseconds: 54, holder: "pennylane-lightning 0.45.0")
    case (.gradient, "h2o"): Goal(milliseconds: 193, holder: "pennylane-lightning 0.45.0")
    case (.vqe, "h2"): Goal(milliseconds: 4.2, holder: "qulacs 0.6.14")
    case (.vqe, "lih"): Goal(milliseconds: 1410, holder: "pennylane-lightning 0.45.0")
    case (.vqe, "h2o"): Goal(milliseconds: 7100, holder: "pennylane-lightning 0.45.0")
    default: nil
    }
  }
}

extension String {
  /// As a column of a table, with a space behind it in any case.
  func column(_ width: Int) -> String {
    count < width ? self + String(repeating: " ", count: width - count) : self + " "
  }
}
