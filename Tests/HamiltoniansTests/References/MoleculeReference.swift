import Foundation
import Testing

/// What is known of one FCIDUMP file: numbers of independent programs.
struct MoleculeReference: Decodable, Sendable, CustomTestStringConvertible {
  struct Qubits: Decodable {
    var n_qubits: Int
    var n_terms_with_identity: Int
    var identity_coefficient: Double
    var one_norm_without_identity: Double
    var sum_of_squared_coefficients: Double
  }

  var file: String
  var n_orbitals: Int
  var n_alpha: Int
  var n_beta: Int
  var e_core: Double
  var e_fci: Double
  var e_hf: Double?
  var e_mp2: Double?
  var e_reference_determinant: Double
  var lowest_energies_in_sector: [Double]
  var s_squared: [Double]
  var sector_dimension_na_nb: Int
  var fock_ground_energy: Double?
  var fock_ground_n_electrons: Int?
  var jw: Qubits

  /// Set while the references are loaded.
  var path: String? = nil

  var testDescription: String { file }

  /// The agreement that is asked for: 1e-10 for the smallest molecules, 1e-8 hartree for the others.
  var tolerance: Double {
    file.hasPrefix("h2_sto3g_r") || file.hasPrefix("h2_631g") || file.hasPrefix("heh+") ? 1e-10 : 1e-8
  }

  /// The numbers of strings and their one-norm, without what the references lack.
  ///
  /// The program that made them drops sums below 1e-8 while it adds up terms. That matters for NH3 only, whose degenerate
  /// orbitals leave integrals of that size; these numbers are from a plain expansion of the ladder operators with exact
  /// summation.
  var termCount: Int { Self.corrected[file]?.terms ?? jw.n_terms_with_identity }
  var oneNorm: Double { Self.corrected[file]?.oneNorm ?? jw.one_norm_without_identity }

  private static let corrected = [
    "nh3_sto3g.fcidump": (terms: 3057, oneNorm: 66.08961390910403),
    "nh3_sto3g_fc.fcidump": (terms: 1742, oneNorm: 28.412921329068354),
  ]

  private struct Table: Decodable {
    var files: [MoleculeReference]
  }

  /// Every file of the repository.
  static let own = load(Repository.molecules)
  /// Files of other programs; none where their folder is not there.
  static let others = load(Repository.otherPrograms)
  static var all: [MoleculeReference] { own + others }

  private static func load(_ folder: URL) -> [MoleculeReference] {
    let table = try? Repository.decode(Table.self, from: folder.appending(path: "references.json"))
    return (table?.files ?? []).map { reference in
      var reference = reference
      reference.path = folder.appending(path: reference.file).path
      return reference
    }
  }
}
