public import JSONSchemas
public import VariationalAlgorithms

/// A variational problem with all its settings, as the `vqe` program takes it.
public struct VQEInputs: Codable, Sendable {
  /// The circuit of an ansatz and where to start in it.
  public struct Ansatz: Codable, Sendable {
    /// OpenQASM 3, or the hash `sha256:…` of such a text.
    public var circuit: String
    public var name: String?
    public var initialPoint: [Double]?

    enum CodingKeys: String, CodingKey {
      case initialPoint = "initial_point"
      case circuit, name
    }
  }

  /// A method and those of its settings that differ from the defaults.
  public struct Optimizer: Codable, Sendable {
    public var name: String
    public var settings: JSONValue?
  }

  /// Coefficients by Pauli label, or the hash `sha256:…` of the JSON text of such an object.
  public var hamiltonian: JSONValue
  public var ansatz: Ansatz
  public var optimizer: Optimizer?
  public var gradient: JSONValue?
  public var shots: Int?
  public var precision: Double?
  public var seed: UInt64?
  public var includesLog: Bool?

  enum CodingKeys: String, CodingKey {
    case includesLog = "include_log"
    case hamiltonian, ansatz, optimizer, gradient, shots, precision, seed
  }

  /// The inputs that make the program do what `vqe.run(on:)` does, bit for bit.
  public init(_ vqe: VQE, includesLog: Bool = false) throws {
    throw ProgramFailure(code: "program-error", message: "not yet")
  }
}
