import Foundation
import Testing

@Suite("The LiH curve")
struct LiHCurveTests {
  // Printed with ten digits after the point.
  private static let tolerance = 1e-9

  @Test("lies within chemical accuracy of full configuration interaction everywhere")
  func curve() throws {
    let rows = try Example("LiHCurve").rows
    #expect(rows.map { $0[0] } == stride(from: 8, through: 40, by: 2).map { Double($0) / 10 })
    for row in rows {
      let reference = try References.molecule("lih_curve/lih_sto3g_r\(row[0]).fcidump")
      #expect(abs(row[1] - reference.hartreeFock) < Self.tolerance)
      #expect(abs(row[3] - reference.exact) < Self.tolerance)
      #expect(row[2] > reference.exact - Self.tolerance, "an energy below the exact one at \(row[0])")
      #expect(row[2] < reference.exact + 1.6e-3)
      // Columns must agree with each other: millihartree with four digits.
      #expect(abs(row[4] - 1000 * (row[2] - row[3])) < 1e-4)
    }
  }

  @Test("passes through the published UCCSD energy of the stretched molecule")
  func stretched() throws {
    let row = try #require(try Example("LiHCurve").rows.first { $0[0] == 3.0 })
    let reference = try References.coupledCluster(
      "lih_curve/lih_sto3g_r3.0.fcidump", order: "trotter1_doubles_then_singles")
    #expect(abs(row[2] - reference) < 1e-8)
  }

  @Test("has the well of the exact energies")
  func well() throws {
    let example = try Example("LiHCurve")
    func number(after text: String) throws -> Double {
      let words = try example.line(beginning: text).split(separator: " ")
      return try #require(Double(words[0]))
    }
    // The parabola through the exact energies at 1.4, 1.6 and 1.8 Å.
    let energies = try ["1.4", "1.6", "1.8"].map { try References.molecule("lih_curve/lih_sto3g_r\($0).fcidump").exact }
    let slope = (energies[2] - energies[0]) / 0.4
    let curvature = (energies[2] - 2 * energies[1] + energies[0]) / 0.04
    let bottom = energies[1] - slope * slope / (2 * curvature)
    let outermost = try References.molecule("lih_curve/lih_sto3g_r4.0.fcidump").exact
    #expect(abs(try number(after: "Equilibrium distance: ") - (1.6 - slope / curvature)) < 2e-3)
    #expect(abs(try number(after: "Depth of the well below 4.0 Å: ") - 27.211386 * (outermost - bottom)) < 1.5e-2)
  }
}
