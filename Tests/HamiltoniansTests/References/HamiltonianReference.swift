import Foundation
import Testing

/// What is known of one Pauli sum: numbers of independent programs.
struct HamiltonianReference: Decodable, Sendable, CustomTestStringConvertible {
  struct Level: Decodable {
    var energy: Double
    var degeneracy: Int
  }

  struct Sector: Decodable {
    var n_up: Int
    var n_down: Int
    var dimension: Int
    var ground_energy: Double
  }

  struct Edge: Decodable {
    var first: Int
    var second: Int
    var weight: Double

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      first = try container.decode(Int.self)
      second = try container.decode(Int.self)
      weight = try container.decode(Double.self)
    }
  }

  var name: String
  var n_qubits: Int
  var n_terms: Int
  var ground_energy: Double
  var ground_energy_analytic: String?
  var levels: [Level]
  var sectors: [Sector]?
  var edges: [Edge]?
  var max_cut: Double?
  var optimal_bitstrings_qubit0_first: [String]?

  var testDescription: String { name }

  func path(_ suffix: String) -> String {
    Repository.hamiltonians.appending(path: "\(name).\(suffix)").path
  }

  private struct Table: Decodable {
    var hamiltonians: [HamiltonianReference]
  }

  static let all: [HamiltonianReference] =
    (try? Repository.decode(Table.self, from: Repository.hamiltonians.appending(path: "references.json")))?
    .hamiltonians ?? []
}
