import Foundation
import Testing

@Suite("The comparison of ansätze")
struct AnsatzComparisonTests {
  /// The table below a molecule's heading: what each ansatz reached, with its number of parameters.
  private struct Table {
    var exact: Double
    var rows: [(ansatz: String, parameters: Int, energy: Double, error: Double)] = []
  }

  private func tables() throws -> [String: Table] {
    var tables: [String: Table] = [:]
    var molecule = ""
    for line in try Example("AnsatzComparison").lines {
      let words = line.split(separator: " ")
      if let match = line.firstMatch(of: /^(.+): \d+ qubits, exact energy (-\d+\.\d+)/) {
        molecule = String(match.1)
        tables[molecule] = Table(exact: try #require(Double(match.2)))
      } else if words.count >= 5, let parameters = Int(words[words.count - 4]),
        let energy = Double(words[words.count - 2]), let error = Double(words[words.count - 1])
      {
        let name = words.dropLast(4).joined(separator: " ")
        tables[molecule]?.rows.append((name, parameters, energy, error))
      }
    }
    return tables
  }

  private static let files = [
    ("H2", "h2_sto3g_r0.735.fcidump"), ("LiH, 3 sigma orbitals", "lih_sto3g_r1.595_fc_sigma3.fcidump"),
    ("H4, square", "h4_square_sto3g_r1.23.fcidump"),
  ]

  @Test("never goes below the exact energy, nor above Hartree-Fock")
  func bounds() throws {
    let tables = try tables()
    for (molecule, file) in Self.files {
      let reference = try References.molecule(file)
      let table = try #require(tables[molecule])
      #expect(abs(table.exact - reference.exact) < 1e-9)
      #expect(table.rows.count == 6)
      for row in table.rows {
        #expect(row.energy > reference.exact - 1e-9, "\(row.ansatz) on \(molecule)")
        #expect(row.energy < reference.hartreeFock, "\(row.ansatz) on \(molecule)")
        #expect(abs(row.error - 1000 * (row.energy - reference.exact)) < 1e-4)
      }
    }
  }

  @Test("finds coupled cluster exact for two electrons")
  func twoElectrons() throws {
    let tables = try tables()
    for (molecule, file) in Self.files.prefix(2) {
      let exact = try References.molecule(file).exact
      for row in try #require(tables[molecule]).rows where row.ansatz.hasPrefix("uccsd") {
        #expect(abs(row.energy - exact) < 1e-8, "\(row.ansatz) on \(molecule)")
      }
    }
  }

  @Test(
    "finds the reference energy of square H4 for each order of coupled cluster",
    arguments: [
      ("uccsd", "trotter1_doubles_then_singles"), ("uccsd (singles-then-doubles)", "trotter1_singles_then_doubles"),
      ("uccsd (one-exponential)", "one_exponential_spin_orbital_amplitudes"),
    ])
  func squareH4(ansatz: String, order: String) throws {
    let row = try #require(try tables()["H4, square"]?.rows.first { $0.ansatz == ansatz })
    #expect(row.parameters == 26)
    #expect(abs(row.energy - (try References.coupledCluster("h4_square_sto3g_r1.23.fcidump", order: order))) < 1e-8)
  }
}
