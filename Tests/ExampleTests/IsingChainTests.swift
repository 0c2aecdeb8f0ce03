import Foundation
import Testing

@Suite("The Ising ring")
struct IsingChainTests {
  /// The ground state as free fermions in the sector of antiperiodic momenta.
  private struct FreeFermions {
    var siteCount: Int
    var field: Double

    /// The mean over momenta k = (2m + 1)π/n of f(k)/ε(k), with ε² = 1 + h² − 2h cos k.
    private func mean(_ f: (Double) -> Double) -> Double {
      (0..<siteCount).reduce(0) { sum, mode in
        let k = Double(2 * mode + 1) * .pi / Double(siteCount)
        return sum + f(k) / (1 + field * field - 2 * field * cos(k)).squareRoot()
      } / Double(siteCount)
    }

    var magnetization: Double { mean { field - cos($0) } }
    var energyPerSite: Double { -mean { 1 + field * field - 2 * field * cos($0) } }

    /// ⟨Z₀Z_r⟩, the r × r determinant of Lieb, Schultz and Mattis, Ann. Phys. 16, 407 (1961).
    func correlation(distance: Int) -> Double {
      func element(_ offset: Int) -> Double {
        mean { k in cos(k * Double(offset)) - field * cos(k * Double(offset + 1)) }
      }
      var rows: [[Double]] = (0..<distance).map { a in (0..<distance).map { b in element(a - b) } }
      var determinant = 1.0
      for column in 0..<distance {
        let pivot = (column..<distance).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
        if pivot != column {
          rows.swapAt(pivot, column)
          determinant.negate()
        }
        determinant *= rows[column][column]
        for row in column + 1..<distance {
          let factor = rows[row][column] / rows[column][column]
          for entry in column..<distance { rows[row][entry] -= factor * rows[column][entry] }
        }
      }
      return determinant
    }
  }

  private static let siteCount = 10

  @Test("has the energies, the magnetization and the correlations of free fermions")
  func freeFermions() throws {
    let rows = try Example("IsingChain").rows
    #expect(rows.count == 10)
    for row in rows {
      let reference = FreeFermions(siteCount: Self.siteCount, field: row[0])
      for energy in row[1...3] { #expect(abs(energy - reference.energyPerSite) < 1e-9, "energy at h = \(row[0])") }
      // A variational state whose energy is good to ε is itself good to √ε only.
      #expect(abs(row[4] - reference.magnetization) < 1e-4, "<X> at h = \(row[0])")
      #expect(abs(row[5] - reference.correlation(distance: 5)) < 1e-4, "<ZZ> at h = \(row[0])")
    }
  }

  @Test("has the energies of the repository's Hamiltonians", arguments: ["0.5", "1.0", "2.0"])
  func references(field: String) throws {
    let row = try #require(try Example("IsingChain").rows.first { $0[0] == Double(field) })
    let energy = try References.hamiltonian("tfim_n10_ring_h\(field)").groundEnergy / Double(Self.siteCount)
    #expect(abs(row[1] - energy) < 1e-9)
  }

  @Test("shows the transition: order across the ring below the critical field, none above")
  func transition() throws {
    let rows = try Example("IsingChain").rows
    let (magnetizations, correlations) = (rows.map { $0[4] }, rows.map { $0[5] })
    #expect(zip(magnetizations, magnetizations.dropFirst()).allSatisfy { $0 < $1 })
    #expect(zip(correlations, correlations.dropFirst()).allSatisfy { $0 > $1 })
    #expect(try #require(correlations.first) > 0.9)
    #expect(try #require(correlations.last) < 0.05)
  }
}
