public import ClassicalOptimizers
internal import Foundation
internal import PauliAlgebra
public import QuantumBackends
internal import QuantumCircuits

/// What a variational run did, complete enough to be done again: the problem, the settings, the seed, every evaluation.
///
/// The Hamiltonian and the circuit stand in the record themselves, so a record can be replayed without the files it came
/// from; the hashes of those files say whether they are still the same.
public struct RunRecord: Sendable {
  /// A file that the problem was read from.
  public struct Input: Hashable, Sendable, Codable {
    public var path: String
    /// FNV-1a of 128 bits over its bytes.
    public var hash: String

    /// - Throws: ``VQEError`` when the file cannot be read.
    public init(hashing path: String) throws(VQEError) {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw .unreadableFile(path: path, reason: "cannot be read; name a readable file.")
      }
      var hash = FNV1a128()
      for byte in data { hash.combine(byte: byte) }
      self.path = path
      self.hash = hash.text
    }
  }

  public var inputs: [Input]
  /// Name of the backend the run was made on.
  public var backend: String
  /// The backend's choice of sectors, to be made again for the same bits.
  public var usesSector: Bool
  public var vqe: VQE
  public var energy: Double
  public var standardError: Double?
  public var parameters: [Double]
  public var stopReason: StopReason
  public var evaluations: [LoggedEvaluation]
  /// The limits the run began with, and those it was resumed with.
  public var limits: [LimitChange]

  public init(_ result: VQEResult, of vqe: VQE, on backend: some Backend, inputs: [Input] = []) {
    self.inputs = inputs
    self.backend = backend.name
    usesSector = backend.usesSector
    self.vqe = vqe
    // The record holds a circuit, not the ansatz it came from, so what the ansatz told the optimizer is kept with it. A run
    // that has a result has resolved its optimizer before.
    self.vqe.optimizer = (try? vqe.resolvedOptimizer()) ?? vqe.optimizer
    energy = result.energy
    standardError = result.standardError
    parameters = result.parameters
    stopReason = result.stopReason
    evaluations = result.log
    limits = result.limits
    if let first = limits.first { self.vqe.optimizer.limits = first.limits }
  }

  /// Writes the record, whole or not at all.
  public func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try DurableFile.write(try encoder.encode(self), to: path)
  }

  /// Reads a record.
  ///
  /// - Throws: ``VQEError`` with the path and what was found in place of a record.
  public init(contentsOf path: String) throws(VQEError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadableFile(path: path, reason: "cannot be read; name a file that `--record` wrote.")
    }
    do {
      self = try JSONDecoder().decode(RunRecord.self, from: data)
    } catch let error as VQEError {
      throw .unreadableFile(path: path, reason: String(describing: error))
    } catch {
      throw .unreadableFile(
        path: path, reason: "this is not a record of a VQE run, or it is damaged; name a file that `--record` wrote.")
    }
  }
}

extension RunRecord: Codable {
  private static let format = "ritz-vqe-record"
  private static let version = 1

  private enum CodingKeys: String, CodingKey {
    case format, version, inputs, backend, usesSector, hamiltonian, hamiltonianHash, ansatz, circuit, circuitHash, start
    case optimizer, optimizerSettings, gradient, shots, precision, finalPrecision, grouping, seed
    case energy, standardError, parameters, stopReason, evaluations, limits
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.format, forKey: .format)
    try container.encode(Self.version, forKey: .version)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(backend, forKey: .backend)
    try container.encode(usesSector, forKey: .usesSector)
    try container.encode(vqe.hamiltonian, forKey: .hamiltonian)
    try container.encode(vqe.hamiltonian.fingerprint, forKey: .hamiltonianHash)
    try container.encode(vqe.ansatz.name, forKey: .ansatz)
    try container.encode(vqe.ansatz.circuit, forKey: .circuit)
    try container.encode(vqe.ansatz.circuit.contentHash, forKey: .circuitHash)
    try container.encode(vqe.initialPoint.resolved(for: vqe.ansatz, seed: vqe.seed), forKey: .start)
    try container.encode(type(of: vqe.optimizer).name, forKey: .optimizer)
    try vqe.optimizer.encode(to: container.superEncoder(forKey: .optimizerSettings))
    try container.encodeIfPresent(vqe.gradient, forKey: .gradient)
    try container.encodeIfPresent(vqe.shots, forKey: .shots)
    try container.encodeIfPresent(vqe.precision, forKey: .precision)
    try container.encodeIfPresent(vqe.finalPrecision, forKey: .finalPrecision)
    try container.encode(vqe.grouping, forKey: .grouping)
    try container.encode(vqe.seed, forKey: .seed)
    try container.encode(energy, forKey: .energy)
    try container.encodeIfPresent(standardError, forKey: .standardError)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(stopReason, forKey: .stopReason)
    try container.encode(evaluations, forKey: .evaluations)
    try container.encode(limits, forKey: .limits)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func damaged(_ key: CodingKeys, _ reason: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: reason)
    }
    guard try container.decode(String.self, forKey: .format) == Self.format,
      try container.decode(Int.self, forKey: .version) == Self.version
    else { throw damaged(.format, "another format") }
    inputs = try container.decode([Input].self, forKey: .inputs)
    backend = try container.decode(String.self, forKey: .backend)
    // Records from before there was a choice do not have it.
    usesSector = try container.decodeIfPresent(Bool.self, forKey: .usesSector) ?? true
    let hamiltonian = try container.decode(PauliSum.self, forKey: .hamiltonian)
    let circuit = try container.decode(Circuit.self, forKey: .circuit)
    guard try container.decode(String.self, forKey: .hamiltonianHash) == hamiltonian.fingerprint else {
      throw damaged(.hamiltonianHash, "the Hamiltonian was changed")
    }
    guard try container.decode(String.self, forKey: .circuitHash) == circuit.contentHash else {
      throw damaged(.circuitHash, "the circuit was changed")
    }
    let optimizer = try container.decode(OptimizerName.self, forKey: .optimizer)
    let settings = try container.superDecoder(forKey: .optimizerSettings)
    vqe = VQE(
      hamiltonian: hamiltonian,
      ansatz: try CircuitAnsatz(
        circuit, name: container.decode(String.self, forKey: .ansatz),
        initialPoint: container.decode([Double].self, forKey: .start)),
      optimizer: try optimizer.type.init(from: settings),
      gradient: try container.decodeIfPresent(GradientMethod.self, forKey: .gradient),
      shots: try container.decodeIfPresent(Int.self, forKey: .shots),
      precision: try container.decodeIfPresent(Double.self, forKey: .precision),
      finalPrecision: try container.decodeIfPresent(Double.self, forKey: .finalPrecision),
      // Records from before there was a choice do not have it.
      grouping: try container.decodeIfPresent(MeasurementGrouping.self, forKey: .grouping) ?? .qubitWise,
      seed: try container.decode(UInt64.self, forKey: .seed))
    energy = try container.decode(Double.self, forKey: .energy)
    standardError = try container.decodeIfPresent(Double.self, forKey: .standardError)
    parameters = try container.decode([Double].self, forKey: .parameters)
    stopReason = try container.decode(StopReason.self, forKey: .stopReason)
    evaluations = try container.decode([LoggedEvaluation].self, forKey: .evaluations)
    limits = try container.decode([LimitChange].self, forKey: .limits)
  }
}
