import Foundation
import Hamiltonians
import PauliAlgebra
import Testing

/// The 4-qubit model of LiH whose energies are in textbooks.
struct PublishedPoint: Decodable, Sendable, CustomTestStringConvertible {
  var r: Double
  var published_exact: Double
  var computed: Double

  var testDescription: String { "r = \(r)" }

  private struct Table: Decodable {
    var points: [PublishedPoint]
  }

  static let all: [PublishedPoint] =
    (try? Repository.decode(Table.self, from: Repository.molecules.appending(path: "lih_active3_published.json")))?
    .points ?? []

  /// Those at distances of which the repository has the whole molecule.
  static let onCurve = all.filter { Int(($0.r * 10).rounded()) % 2 == 0 && $0.r > 0.7 }
}

@Suite("The curve of LiH on four qubits")
struct LiHCurveTests {
  private func expectPublished(_ molecule: Molecule, _ point: PublishedPoint) throws {
    let problem = try molecule.problem(mapping: .parity).reducingTwoQubits()
    #expect(problem.qubitCount == 4)
    let sector = try ExactSpectrum(of: problem)
    #expect(abs(sector.groundEnergy - point.computed) < 1e-8)
    #expect(abs(sector.groundEnergy - point.published_exact) < 1e-8)
    // The ground state of the four qubits is the molecule's.
    #expect(abs(try ExactSpectrum(of: problem.hamiltonian).groundEnergy - sector.groundEnergy) < 1e-10)
  }

  @Test("is the published one", arguments: PublishedPoint.all)
  func published(_ point: PublishedPoint) throws {
    try expectPublished(try MoleculeTests.read("lih_active3/lih_active3_r\(point.r).fcidump"), point)
  }

  @Test("follows from the whole molecule", arguments: PublishedPoint.onCurve)
  func activeSpace(_ point: PublishedPoint) throws {
    let full = try MoleculeTests.read("lih_curve/lih_sto3g_r\(point.r).fcidump")
    try expectPublished(try full.activeSpace(freezing: [0], removing: [3, 4]), point)
  }

  @Test("has all its points")
  func count() {
    #expect(PublishedPoint.all.count == 35 && PublishedPoint.onCurve.count == 16)
  }
}
