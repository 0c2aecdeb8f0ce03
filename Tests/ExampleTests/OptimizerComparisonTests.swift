import Foundation
import Ritz
import Testing

@Suite("The comparison of optimizers")
struct OptimizerComparisonTests {
  private struct Row {
    var optimizer: OptimizerName
    var evaluations: Int
    var gradients: Int
    var microhartree: Double
    /// Evaluations to chemical accuracy.
    var accurateAfter: Int
    var stopReason: StopReason
  }

  private func rows() throws -> [Row] {
    try Example("OptimizerComparison").lines.compactMap { line -> Row? in
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 6, let name = OptimizerName(rawValue: words[0]) else { return nil }
      return Row(
        optimizer: name, evaluations: try #require(Int(words[1])), gradients: try #require(Int(words[2])),
        microhartree: try #require(Double(words[3])), accurateAfter: try #require(Int(words[4])),
        stopReason: try #require(StopReason(rawValue: words[5])))
    }
  }

  @Test("has a line for each, none of which took more evaluations than it was allowed")
  func complete() throws {
    let rows = try rows()
    #expect(rows.map(\.optimizer) == OptimizerName.allCases)
    for row in rows {
      #expect(row.evaluations <= 2000 && row.accurateAfter <= row.evaluations, "\(row.optimizer)")
      #expect(row.gradients == (row.optimizer.needsGradient ? row.evaluations : 0), "\(row.optimizer)")
    }
  }

  @Test("brings all of them to chemical accuracy, and all but the stochastic one to the exact energy")
  func converged() throws {
    for row in try rows() {
      #expect(row.microhartree < (row.optimizer.isRandom ? 1600 : 0.01), "\(row.optimizer)")
      #expect(row.stopReason.isConverged != row.optimizer.isRandom, "\(row.optimizer) stopped: \(row.stopReason)")
    }
  }

  @Test("measures errors from the exact energy")
  func exact() throws {
    let printed = try Example("OptimizerComparison").line(beginning: "exact energy ").split(separator: " ")
    let reference = try References.molecule("lih_sto3g_r1.595_fc_sigma3.fcidump").exact
    #expect(abs(try #require(Double(printed[0])) - reference) < 1e-9)
  }
}
