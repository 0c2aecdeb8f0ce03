import Foundation
import Ritz

/// A molecule with its UCCSD circuit, and a point far from stationary at which energy and gradient are timed.
struct CoupledClusterCase {
  /// How the excitations stand in the circuit.
  enum Gates: String, CaseIterable {
    /// Each a gate of its own.
    case excitations
    /// Each as its product of two or eight Pauli rotations.
    case rotations
  }

  let name: String
  let hamiltonian: PauliSum
  let ansatze: [Gates: any Ansatz]
  let exactEnergy: Double
  /// 0.1·(frac((k + 1)/φ) − ½) for parameter k, with the golden ratio φ: any program can make the same numbers.
  let testPoint: [Double]

  var parameterCount: Int { testPoint.count }
  var qubitCount: Int { hamiltonian.qubitCount }

  private static let repositoryFiles = [
    "h2": "h2_sto3g_r0.735", "lih": "lih_sto3g_r1.595", "h2o": "h2o_sto3g",
  ]

  /// A molecule of the repository with Ritz's own order of excitations.
  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).appending(path: "../../../Data/molecules").standardizedFileURL.path
    let problem = try FCIDump(contentsOf: "\(folder)/\(Self.repositoryFiles[name] ?? name).fcidump").molecule.problem()
    let ansatz = try UCCSD(problem)
    let circuit = ansatz.circuit
    var rotations = try Circuit(qubitCount: circuit.qubitCount, parameters: circuit.parameters)
    for operation in circuit.operations {
      guard case .excitation(let gate) = operation.kind else {
        try rotations.append(operation)
        continue
      }
      // The gate speaks of its own qubits 0, 1, …, which are those of the operation.
      for (string, factor) in gate.pauliRotations(qubitCount: operation.qubits.count) {
        try rotations.append(
          Circuit.Operation(.pauliRotation(string), qubits: operation.qubits, angles: [factor * operation.angles[0]]))
      }
    }
    self.name = name
    hamiltonian = problem.hamiltonian
    ansatze = [.excitations: ansatz, .rotations: try CircuitAnsatz(rotations)]
    exactEnergy = try ExactSpectrum(of: problem).groundEnergy
    testPoint = circuit.parameters.indices.map {
      0.1 * ((Double($0 + 1) * 0.6180339887498949).truncatingRemainder(dividingBy: 1) - 0.5)
    }
  }

  /// The circuit and Hamiltonian of `NAME_uccsd.json` and `NAME_jw.json`, to compare with programs that read them too.
  init(_ name: String, inputs folder: String) throws {
    let path = "\(folder)/\(name)_uccsd.json"
    guard let contents = FileManager.default.contents(atPath: path) else {
      throw InputFileError(path: path, message: "cannot be read; a readable file is needed")
    }
    let file = try JSONDecoder().decode(CircuitFile.self, from: contents)
    self.name = name
    hamiltonian = try PauliSumFile.read(contentsOf: "\(folder)/\(name)_jw.json")
    ansatze = [
      .excitations: try CircuitAnsatz(file.excitationCircuit()), .rotations: try CircuitAnsatz(file.rotationCircuit()),
    ]
    let electronsOfASpin = file.electronCount / 2
    exactEnergy = try ExactSpectrum(
      of: hamiltonian, sector: ParticleSector(alphaCount: electronsOfASpin, betaCount: electronsOfASpin),
      spinOrder: .interleaved
    ).groundEnergy
    testPoint = file.testPoint
  }
}

/// A UCCSD circuit as JSON: Pauli rotations exp(−i·coefficient·θ[parameter]/2·P), character k of P acting on qubit k, and
/// the excitations a†a†aa that they come from.
private struct CircuitFile: Decodable {
  var qubitCount: Int
  var electronCount: Int
  var parameterCount: Int
  var excitations: [[[Int]]]
  var testPoint: [Double]
  var rotations: [Rotation]

  enum CodingKeys: String, CodingKey {
    case qubitCount = "n_qubits"
    case electronCount = "n_electrons"
    case parameterCount = "n_params"
    case testPoint = "test_point"
    case excitations, rotations
  }

  struct Rotation: Decodable {
    var parameter: Int
    var coefficient: Double
    var label: String

    init(from decoder: any Decoder) throws {
      var entries = try decoder.unkeyedContainer()
      parameter = try entries.decode(Int.self)
      coefficient = try entries.decode(Double.self)
      label = try entries.decode(String.self)
    }
  }

  private func reference() throws -> (circuit: Circuit, parameters: [Parameter]) {
    let parameters = Parameter.vector("t", count: parameterCount)
    var circuit = try Circuit(qubitCount: qubitCount, parameters: parameters)
    for qubit in 0..<electronCount { try circuit.append(.x, on: qubit) }
    return (circuit, parameters)
  }

  func rotationCircuit() throws -> Circuit {
    var (circuit, parameters) = try reference()
    for rotation in rotations {
      try circuit.append(
        pauliRotation: PauliString(String(rotation.label.reversed())),
        angle: rotation.coefficient * parameters[rotation.parameter])
    }
    return circuit
  }

  func excitationCircuit() throws -> Circuit {
    var (circuit, parameters) = try reference()
    for (excitation, parameter) in zip(excitations, parameters) {
      // The file lists operators from left to right, so the last annihilator acts first.
      try circuit.append(
        excitation: ExcitationGate(
          jordanWignerCreating: excitation[0], annihilating: excitation[1].reversed()),
        angle: parameter)
    }
    return circuit
  }
}

extension CoupledClusterCase {
  struct Disagreement: Error, CustomStringConvertible {
    var description: String
  }

  /// Excitations as gates and as rotations are the same circuit: value and gradient at the test point must be equal.
  func requireAgreement() async throws {
    let backend = LocalBackend()
    var results: [(value: Double, gradient: [Double])] = []
    for gates in Gates.allCases {
      guard let circuit = ansatze[gates]?.circuit else { continue }
      let pub = EstimatorPub(circuit, observable: hamiltonian, parameters: testPoint)
      let result = try await backend.gradients([pub], options: .exact).pubs[0]
      results.append((result.values[0], result.gradients[0]))
    }
    for other in results.dropFirst() {
      let difference =
        zip(results[0].gradient + [results[0].value], other.gradient + [other.value])
        .map { abs($0 - $1) }.max() ?? 0
      guard difference <= 1e-10 else {
        throw Disagreement(description: "\(name): excitations and their Pauli rotations differ by \(difference)")
      }
    }
  }
}
