import Foundation
import Testing

/// A program of the package and what it printed; run in a folder that is not the repository unless told otherwise.
struct Example: Sendable {
  let name: String
  let lines: [String]

  static let all = ["LiHCurve", "AnsatzComparison", "OptimizerComparison", "IsingChain", "MaxCut", "ShotStudy"]

  init(
    _ name: String, _ arguments: [String] = [], in folder: URL = FileManager.default.temporaryDirectory
  ) throws {
    self.name = name
    lines = try Self.output(of: name, arguments, in: folder).split(separator: "\n", omittingEmptySubsequences: false)
      .map(
        String.init)
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private static func output(of name: String, _ arguments: [String], in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = try binary(name)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Failure(description: "\(name) ended with status \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The binaries lie beside the tests.
  private static func binary(_ name: String) throws -> URL {
    let tests = [Bundle.main.executableURL] + Bundle.allBundles.map(\.bundleURL)
    let candidates = tests.compactMap { $0?.deletingLastPathComponent().appending(path: name) }
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
      throw Failure(description: "\(name) is not among \(candidates.map(\.path))")
    }
    return found
  }

  /// The lines that begin with a number and hold nothing else, as numbers.
  var rows: [[Double]] {
    lines.compactMap { line in
      let words = line.split(separator: " ").map { Double($0) }
      return words.isEmpty || words.contains(nil) ? nil : words.compactMap { $0 }
    }
  }

  /// The line that begins with `text`.
  func line(beginning text: String) throws -> Substring {
    guard let line = lines.first(where: { $0.hasPrefix(text) }) else {
      throw Failure(description: "\(name) printed no line '\(text)…'")
    }
    return line.dropFirst(text.count)
  }
}

/// Reference energies that the repository carries; they were computed by other programs.
enum References {
  static let repository = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

  struct Molecule: Decodable {
    var file: String
    var hartreeFock: Double
    var exact: Double

    enum CodingKeys: String, CodingKey {
      case file
      case hartreeFock = "e_hf"
      case exact = "e_fci"
    }
  }

  static func molecule(_ file: String) throws -> Molecule {
    struct Contents: Decodable { var files: [Molecule] }
    let contents = try decode(Contents.self, "Data/molecules/references.json")
    return try #require(contents.files.first { $0.file == file })
  }

  /// The energy of a UCCSD ansatz by its key in `vqe_references.json`.
  static func coupledCluster(_ file: String, order: String) throws -> Double {
    let data = try Data(contentsOf: repository.appending(path: "Data/molecules/vqe_references.json"))
    let contents = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let molecules = try #require(contents["uccsd"] as? [String: Any])
    let orders = try #require(molecules[file] as? [String: Any])
    let energies = try #require(orders[order] as? [String: Any])
    return try #require(energies["energy"] as? Double)
  }

  struct Hamiltonian: Decodable {
    var name: String
    var groundEnergy: Double

    enum CodingKeys: String, CodingKey {
      case name
      case groundEnergy = "ground_energy"
    }
  }

  static func hamiltonian(_ name: String) throws -> Hamiltonian {
    struct Contents: Decodable { var hamiltonians: [Hamiltonian] }
    let contents = try decode(Contents.self, "Data/hamiltonians/references.json")
    return try #require(contents.hamiltonians.first { $0.name == name })
  }

  private static func decode<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: repository.appending(path: path)))
  }
}
