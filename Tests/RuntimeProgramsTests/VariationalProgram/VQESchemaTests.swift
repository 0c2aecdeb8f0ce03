import ClassicalOptimizers
import Foundation
import Hamiltonians
import JSONSchemas
import PauliAlgebra
import QuantumCircuits
import RuntimePrograms
import Simulators
import Testing
import VariationalAlgorithms

@Suite("Schemas of the program vqe")
struct VQESchemaTests {
  private let spec: ProgramSpecification

  init() throws {
    spec = try #require(NativePrograms.named("vqe")).metadata.spec
  }

  /// Inputs as somebody writes them by hand.
  private static let plain: JSONValue = [
    "hamiltonian": ["ZZ": -1, "XI": -0.5],
    "ansatz": [
      "circuit":
        "OPENQASM 3.0; include \"stdgates.inc\"; input float a; input float b; qubit[2] q; ry(a) q[0]; ry(b) q[1]; cx q[0], q[1];"
    ],
  ]

  private static func plain(_ changes: JSONObject, ansatz: JSONObject = [:]) -> JSONValue {
    guard case .object(var object) = plain, case .object(var circuit) = plain["ansatz"] else { return plain }
    for (key, value) in ansatz { circuit[key] = value }
    object["ansatz"] = .object(circuit)
    for (key, value) in changes { object[key] = value }
    return .object(object)
  }

  private func run(_ inputs: JSONValue) async throws -> JSONValue {
    let data = try await VQEProgram().run(
      encoded: Data(inputs.bytes), on: LocalBackend(),
      circuits: CircuitLibrary { hash in
        guard hash == "sha256:known" else { throw ProgramFailure(code: "unknown-text", message: hash) }
        return #"{"ZZ": -1, "XI": -0.5}"#
      }
    ) { _ in }
    return try JSONValue(parsing: data)
  }

  // MARK: - What comes from runs

  @Test("inputs made of runs meet the schema and come back unchanged", arguments: OptimizerName.allCases)
  func inputs(name: OptimizerName) throws {
    for vqe in [
      try TestProblem.vqe(name), try TestProblem.vqe(name, shots: 10, seed: .max),
      try TestProblem.vqe(name, precision: 0.1),
      try TestProblem.vqe(TestProblem.hydrogen(), name, maximumEvaluations: 9),
    ] {
      let value = try JSONValue(encoding: VQEInputs(vqe, includesLog: true))
      try spec.parameters.validate(value)
      let parsed = try JSONValue(parsing: value.text)
      try spec.parameters.validate(parsed)
      let again = try JSONValue(encoding: parsed.decoded(as: VQEInputs.self))
      #expect(again == value)
    }
  }

  @Test(
    "gradient methods meet the schema and come back unchanged",
    arguments: [
      GradientMethod.adjoint, .parameterShift, .centralDifference, .centralDifference(step: 0.01), .spsa,
      .spsa(step: 0.3),
    ])
  func gradients(method: GradientMethod) throws {
    let value = try JSONValue(encoding: VQEInputs(TestProblem.vqe(.lBFGS, gradient: method)))
    try spec.parameters.validate(value)
    #expect(try value.decoded(as: VQEInputs.self).gradient?.method == method)
  }

  @Test("what a job publishes and returns meets the schemas", arguments: [nil, 16])
  func outputs(shots: Int?) async throws {
    let job = try await TestProblem.vqe(.adam, shots: shots).submit(to: LocalBackend(), includesLog: true)
    for try await data in job.control.interimResults(from: 0) {
      try spec.interimResults.validate(JSONValue(parsing: data))
    }
    try spec.returnValues.validate(JSONValue(parsing: try await job.control.result()))
  }

  // MARK: - What people write

  @Test("inputs written by hand run, with defaults for all that is left out")
  func byHand() async throws {
    try spec.parameters.validate(Self.plain)
    let output = try await run(Self.plain)
    try spec.returnValues.validate(output)
    #expect(output["optimizer"] == "l-bfgs")
    #expect(output["ansatz"] == "circuit")
    #expect(output["seed"] == 0)
    let exact = -1.118033988749895
    #expect(abs(try #require(output["energy"]?.doubleValue) - exact) < 1e-6)

    let sampled = try await run(
      Self.plain([
        "shots": 100,
        "optimizer": [
          "name": "spsa",
          "settings": [
            "limits": ["maximum_iterations": 3]
          ],
        ],
      ]))
    #expect(sampled["iterations"] == 3)
    #expect(sampled["standard_error"] != nil)

    let byHash = try await run(Self.plain(["hamiltonian": "sha256:known"]))
    #expect(byHash["energy"] == output["energy"])
  }

  @Test("settings are laid over the defaults of the method")
  func partialSettings() throws {
    func method(_ json: JSONValue) throws -> any Optimizer {
      try spec.parameters.validate(Self.plain(["optimizer": json]))
      return try json.decoded(as: VQEOptimizer.self).method
    }
    let lbfgs = try #require(
      try method(["name": "l-bfgs", "settings": ["memory": 5, "limits": ["maximum_evaluations": 7]]]) as? LBFGS)
    #expect(lbfgs.memory == 5)
    #expect(lbfgs.gradientTolerance == LBFGS().gradientTolerance)
    #expect(lbfgs.limits == OptimizationLimits(maximumEvaluations: 7, maximumIterations: 10_000))
    let endless = try method(["name": "l-bfgs", "settings": ["limits": ["maximum_iterations": .null]]])
    #expect(endless.limits == OptimizationLimits())
    let spsa = try #require(try method(["name": "spsa", "settings": [:]]) as? SPSA)
    #expect(spsa.seed == nil)
    let bobyqa = try #require(
      try method(["name": "bobyqa", "settings": ["bounds": [[-1, 1], [-0.5, 2]]]]) as? BOBYQA)
    #expect(bobyqa.bounds == [-1...1, -0.5...2])
    for name in OptimizerName.allCases {
      #expect(type(of: try method(["name": .string(name.rawValue)])) == name.type)
    }
  }

  static let wrong: [(JSONValue, path: String, words: [String])] = [
    (["ansatz": ["circuit": "…"]], "", ["hamiltonian"]),
    (plain(["shot": 5]), "", ["\"shot\"", "\"shots\""]),
    (plain(["hamiltonian": ["ZZ": "one"]]), "hamiltonian.ZZ", ["a number"]),
    (plain(["shots": 0]), "shots", ["1"]), (plain(["shots": 2.5]), "shots", ["integer"]),
    (plain(["precision": 0]), "precision", ["0"]), (plain(["seed": -1]), "seed", ["0"]),
    (plain(["final_precision": -1]), "final_precision", ["0"]),
    (plain(["grouping": "by-colour"]), "grouping", ["commuting", "qubit-wise"]),
    (plain(["optimizer": ["name": "newton"]]), "optimizer.name", ["newton", "l-bfgs", "cobyla"]),
    (
      plain(["optimizer": ["name": "l-bfgs", "settings": ["memory": "big"]]]), "optimizer.settings.memory", ["integer"]
    ),
    (plain(["optimizer": ["name": "spsa", "settings": ["memory": 4]]]), "optimizer.settings", ["memory"]),
    (
      plain(["optimizer": ["name": "spsa", "settings": ["limits": ["evaluations": 4]]]]),
      "optimizer.settings.limits", ["\"evaluations\"", "maximum_evaluations"]
    ),
    (
      plain(["optimizer": ["name": "bobyqa", "settings": ["bounds": [[1]]]]]), "optimizer.settings.bounds[0]",
      ["2"]
    ),
    (plain(["optimizer": "spsa"]), "optimizer", ["object"]),
    (plain(["gradient": "finite"]), "gradient", ["adjoint"]),
    (plain(["gradient": ["name": "spsa", "step": -1]]), "gradient.step", ["0"]),
    (plain(["gradient": ["name": "adjoint", "step": 1]]), "gradient", ["step"]),
    (plain([:], ansatz: ["initial_point": [0.1, "x"]]), "ansatz.initial_point[1]", ["a number"]),
    (plain([:], ansatz: ["parameters": [0.1]]), "ansatz", ["parameters"]),
  ]

  @Test("wrong inputs are refused with the place and what is allowed there", arguments: wrong.indices)
  func violations(index: Int) throws {
    let (inputs, path, words) = Self.wrong[index]
    let violation = try #require(throws: JSONSchemaViolation.self) { try spec.parameters.validate(inputs) }
    #expect(violation.path == path, "\(violation)")
    for word in words { #expect(violation.description.contains(word), "\(violation)") }
  }

  static let refused: [(JSONValue, code: String, words: [String])] = [
    (plain(["hamiltonian": ["ZZZ": 1]]), "invalid-input", ["3 qubits", "2"]),
    (plain(["hamiltonian": ["ZQ": 1]]), "invalid-input", ["hamiltonian", "Q"]),
    (plain(["hamiltonian": "sha256:unknown"]), "unknown-text", ["hamiltonian", "sha256:unknown"]),
    (
      plain([:], ansatz: ["circuit": "OPENQASM 3.0; qubit[2] q; foo q[0];"]), "invalid-input",
      ["ansatz.circuit", "line 1", "foo"]
    ),
    (plain([:], ansatz: ["circuit": "OPENQASM 3.0; qubit[2] q;"]), "invalid-input", ["no parameters"]),
    (plain([:], ansatz: ["initial_point": [1]]), "invalid-input", ["1 angle", "2"]),
    (plain([:], ansatz: ["initial_point": [0.1, "x"]]), "invalid-input", ["ansatz.initial_point[1]", "a number"]),
    (plain(["final_precision": 0.1]), "invalid-input", ["final precision", "exact"]),
    (plain(["shots": 5, "precision": 0.1]), "invalid-option", ["shots", "precision"]),
    (plain(["shots": 5, "optimizer": ["name": "adam"], "gradient": "adjoint"]), "invalid-input", ["Adjoint"]),
    (plain(["optimizer": ["name": "cobyla"], "gradient": "adjoint"]), "invalid-input", ["cobyla"]),
    (plain(["gradient": ["name": "adjoint", "step": 0.1]]), "invalid-input", ["step"]),
    (plain(["optimizer": ["name": "l-bfgs", "settings": ["memory": 0]]]), "invalid-input", ["memory", "0"]),
    (
      plain(["optimizer": ["name": "l-bfgs", "settings": ["memory": 4, "momentum": 1]]]), "invalid-input",
      ["optimizer.settings", "momentum"]
    ),
    (
      plain(["optimizer": ["name": "bobyqa", "settings": ["bounds": [[1, -1], [0, 1]]]]]), "invalid-input",
      ["bounds"]
    ),
    (plain(["optimizer": ["name": "newton"]]), "invalid-input", ["optimizer.name", "newton", "l-bfgs"]),
  ]

  @Test("inputs that fit the schema but not each other are refused by the program", arguments: refused.indices)
  func refusals(index: Int) async throws {
    let (inputs, code, words) = Self.refused[index]
    let failure = try await #require(throws: ProgramFailure.self) { try await run(inputs) }
    #expect(failure.code == code, "\(failure)")
    for word in words { #expect(failure.message.contains(word), "\(failure)") }
  }

  // MARK: - Documents

  @Test("every property has a text, and the schemas are standard documents")
  func descriptions() throws {
    for schema in [spec.parameters, spec.returnValues, spec.interimResults] {
      #expect(try JSONSchema(document: JSONValue(parsing: schema.document.text)) == schema)
      #expect(schema.document["description"]?.stringValue?.isEmpty == false)
      check(schema.document, path: "")
      #expect(schema.document["properties"]?.objectValue?.count ?? 0 > 5)
    }
    let optimizers = spec.parameters.document["properties"]?["optimizer"]?.text ?? ""
    for name in OptimizerName.allCases { #expect(optimizers.contains("\"\(name.rawValue)\"")) }
  }

  private func check(_ value: JSONValue, path: String) {
    switch value {
    case .object(let object):
      for (key, property) in object["properties"]?.objectValue ?? [:] {
        #expect(property["description"]?.stringValue?.isEmpty == false, "\(path).\(key)")
      }
      for (key, member) in object { check(member, path: "\(path).\(key)") }
    case .array(let elements):
      for (index, element) in elements.enumerated() { check(element, path: "\(path)[\(index)]") }
    default: break
    }
  }
}
