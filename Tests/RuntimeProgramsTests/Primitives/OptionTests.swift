import Foundation
import JSONSchemas
import QuantumBackends
import RandomStreams
import RuntimePrograms
import Simulators
import Testing

@Suite("Options of primitives")
struct OptionTests {
  private static let plus: JSONValue = "OPENQASM 3; include \"stdgates.inc\"; qubit q; bit c; h q;"
  private static let measured: JSONValue = "OPENQASM 3; include \"stdgates.inc\"; qubit q; bit c; h q; c = measure q;"

  private func estimate(
    _ options: JSONValue? = nil, precision: JSONValue = .null, further: JSONObject = [:]
  ) async throws -> EstimatorOutput {
    var inputs: JSONObject = ["pubs": [[Self.plus, "Z", .null, precision]]]
    if let options { inputs["options"] = options }
    for (key, value) in further { inputs[key] = value }
    return try await runAsText(EstimatorProgram(), .object(inputs), library: emptyLibrary())
  }

  private func sample(
    _ options: JSONValue? = nil, shots: JSONValue = .null, further: JSONObject = [:]
  ) async throws -> SamplerOutput {
    var inputs: JSONObject = ["pubs": [[Self.measured, .null, shots]]]
    if let options { inputs["options"] = options }
    for (key, value) in further { inputs[key] = value }
    return try await runAsText(SamplerProgram(), .object(inputs), library: emptyLibrary())
  }

  @Test("what is asked for of an estimator by precision, shots, or neither")
  func estimatorAccuracy() async throws {
    // One string, whose outcomes are as far apart as can be: n shots have a standard error of at most 1/√(n − 1).
    let byDefault = try await estimate().pubs[0]
    #expect((3500...4098).contains(byDefault.shots?[0] ?? 0) && byDefault.targetPrecision == 0.015625)
    #expect(try #require(byDefault.standardErrors?[0]) <= 0.015625)
    let precise = try await estimate(["default_precision": 0.125]).pubs[0]
    #expect(precise.shots?[0] == 65 && precise.targetPrecision == 0.125)
    let own = try await estimate(["default_precision": 0.125], precision: 0.25).pubs[0]
    #expect(own.shots?[0] == 17 && own.targetPrecision == 0.25)
    let shots = try await estimate(["default_shots": 10]).pubs[0]
    #expect(shots.shots?[0] == 10 && shots.targetPrecision == nil && shots.standardErrors != nil)
    // As in IBM's service, shots go before the precision; a pub's own precision goes before both.
    let both = try await estimate(["default_shots": 10, "default_precision": 0.5]).pubs[0]
    #expect(both.shots?[0] == 10)
    #expect(try await estimate(["default_shots": 10], precision: 0.25).pubs[0].shots?[0] == 17)
    let exact = try await estimate(["exact": true]).pubs[0]
    #expect(exact.shots == nil && exact.standardErrors == nil && abs(exact.values[0]) < 1e-15)
    #expect(try await estimate(["exact": true], precision: 0.25).pubs[0].shots?[0] == 17)
    #expect(try await estimate(["exact": false, "default_shots": .null]).pubs[0].targetPrecision == 0.015625)
  }

  @Test("strings that commute share their shots where that is asked for")
  func grouping() async throws {
    // A Bell pair is an eigenstate of all three strings, but not of their factors.
    let bell: JSONValue = "OPENQASM 3; include \"stdgates.inc\"; qubit[2] q; h q[0]; cx q[0], q[1];"
    func estimate(_ grouping: JSONValue) async throws -> EstimatorOutput {
      let observable: JSONValue = ["XX": 1, "YY": -1, "ZZ": 1]
      return try await runAsText(
        EstimatorProgram(),
        ["pubs": [[bell, observable]], "options": ["default_shots": 2, "grouping": grouping]], library: emptyLibrary())
    }
    #expect(abs(try await estimate("commuting").pubs[0].values[0] - 3) < 1e-12)
    for grouping in [.null, "qubit-wise", "one-by-one"] as [JSONValue] {
      // Two shots are too few for three bases.
      await #expect(throws: (any Error).self) { try await estimate(grouping) }
    }
    let error = await #expect(throws: (any Error).self) { try await estimate("by-colour") }
    #expect(error.map { "\($0)".contains("qubit-wise") } == true)
  }

  @Test("what is asked for of a sampler")
  func samplerShots() async throws {
    #expect(try await sample().pubs[0].registers[0].samples.count == 4096)
    #expect(try await sample(["default_shots": 12]).pubs[0].registers[0].samples.count == 12)
    #expect(try await sample(["default_shots": 12], shots: 3).pubs[0].registers[0].samples.count == 3)
    #expect(try await sample(["default_shots": 0]).pubs[0].registers[0].samples == [])
    let bare: JSONValue = ["pubs": [Self.measured]]
    #expect(try await runAsText(SamplerProgram(), bare, library: emptyLibrary()).pubs[0].shots == 4096)
  }

  @Test("the same seed gives the same numbers, and no seed a new one in each run")
  func seeds() async throws {
    let largest = JSONValue.unsigned(.max)
    for options in [["seed_estimator": largest], ["simulator": ["seed_simulator": largest]]] as [JSONValue] {
      let first = try await estimate(options)
      #expect(first.seed == .max)
      #expect(try await estimate(options) == first)
    }
    let first = try await sample(["simulator": ["seed_simulator": 7]])
    #expect(first.seed == 7)
    #expect(try await sample(["simulator": ["seed_simulator": 7]]) == first)
    #expect(try await sample(["simulator": ["seed_simulator": 8]]) != first)
    let (one, other) = (try await estimate(), try await estimate())
    #expect(one.seed != nil && one.seed != other.seed)
    // What the seed that is told gives again.
    #expect(try await estimate(["seed_estimator": JSONValue(parsing: "\(one.seed ?? 0)")]) == one)
  }

  @Test("options for devices may ask for nothing")
  func idle() async throws {
    let nothing: [JSONObject] = [
      ["dynamical_decoupling": ["enable": false, "sequence_type": "XX"], "twirling": [:]],
      ["twirling": ["enable_gates": false, "enable_measure": false, "num_randomizations": "auto"]],
      ["experimental": .null, "dynamical_decoupling": [:]],
      ["execution": ["init_qubits": true, "meas_type": "classified", "rep_delay": .null]],
      ["simulator": ["seed_simulator": 3, "noise_model": .null, "coupling_map": [], "basis_gates": .null]],
    ]
    for options in nothing {
      _ = try await estimate(.object(options))
      _ = try await sample(.object(options))
    }
    _ = try await estimate([
      "resilience": ["measure_mitigation": false, "zne_mitigation": false, "zne": ["extrapolator": "linear"]]
    ])
    _ = try await estimate(further: ["version": 2, "support_qiskit": false, "resilience_level": 0])
    _ = try await sample(further: ["version": 2, "support_qiskit": false])
  }

  @Test("options that cannot be honoured are refused by name")
  func refused() async throws {
    func message(_ body: () async throws -> Void) async -> String {
      do {
        try await body()
        return "accepted"
      } catch let violation as JSONSchemaViolation {
        return violation.description
      } catch {
        return (error as? ProgramFailure).map { $0.code == ProgramFailure.invalidInput ? $0.message : $0.code }
          ?? "\(error)"
      }
    }
    // A schema that does not know a key names it behind its path.
    func names(_ message: String, _ name: String) -> Bool {
      message.hasPrefix(name) || (name.split(separator: ".").last).map { message.contains("\"\($0)\"") } ?? false
    }
    let forDevices: [(options: JSONValue, name: String)] = [
      (["dynamical_decoupling": ["enable": true, "sequence_type": "XpXm"]], "options.dynamical_decoupling"),
      (["twirling": ["enable_gates": true, "enable_measure": false]], "options.twirling"),
      (["twirling": ["num_randomizations": 32]], "options.twirling"),
      (["experimental": ["image": "x"]], "options.experimental"),
      (["execution": ["init_qubits": false]], "options.execution"),
      (["execution": ["meas_type": "kerneled"]], "options.execution"),
      (["execution": ["rep_delay": 0.0001]], "options.execution.rep_delay"),
      (["execution": ["speed": 1]], "options.execution"),
      (["simulator": ["noise_model": ["errors": [1]]]], "options.simulator.noise_model"),
      (["simulator": ["coupling_map": [[0, 1]]]], "options.simulator.coupling_map"),
      (["simulator": ["basis_gates": ["cx"]]], "options.simulator.basis_gates"),
      (["simulator": ["seed": 1]], "options.simulator"),
      (["max_execution_time": 300], "options.max_execution_time"),
      (["default_shots": -1], "options.default_shots"), (["default_shots": 1.5], "options.default_shots"),
      (["default_shots": "100"], "options.default_shots"),
    ]
    for (options, name) in forDevices {
      let estimator = await message { _ = try await estimate(options) }
      #expect(names(estimator, name), "\(estimator)")
      let sampler = await message { _ = try await sample(options) }
      #expect(names(sampler, name), "\(sampler)")
    }
    let ofEstimators: [(options: JSONValue, name: String)] = [
      (["resilience": ["measure_mitigation": true]], "options.resilience"),
      (["resilience": ["zne": ["noise_factors": [1, 3]]]], "options.resilience"),
      (["default_precision": 0], "options.default_precision"),
      (["default_precision": -0.1], "options.default_precision"),
      (["default_shots": 0], "options.default_shots"), (["exact": 1], "options.exact"),
      (["exact": true, "default_shots": 100], "options.exact"),
      (["exact": true, "default_precision": 0.1], "options.exact"),
      (["seed_estimator": -1], "options.seed_estimator"), (["seed_estimator": 1.5], "options.seed_estimator"),
      (["seed_estimator": 1, "simulator": ["seed_simulator": 2]], "options.simulator.seed_simulator"),
    ]
    for (options, name) in ofEstimators {
      let found = await message { _ = try await estimate(options) }
      #expect(names(found, name), "\(found)")
    }
    for (key, value) in [("resilience_level", 1), ("version", 1), ("support_qiskit", true), ("shots", 3)]
      as [(String, JSONValue)]
    {
      let found = await message { _ = try await estimate(further: [key: value]) }
      #expect(names(found, key), "\(found)")
    }
    #expect(await message { _ = try await estimate(precision: 0) }.contains("pubs[0]"))
    #expect(await message { _ = try await sample(shots: -1) }.contains("pubs[0]"))
  }

  @Test("without a schema in front programs refuse the same inputs in words")
  func words() async throws {
    let refused: [(inputs: String, message: String)] = [
      ("[]", "found a list of 0; allowed is an object"),
      ("{}", "pubs: is missing; allowed is a list of pubs"),
      (#"{"pubs": {}}"#, "pubs: found an object of 0 members; allowed is a list of pubs"),
      (
        #"{"pubs": [{}]}"#,
        "pubs[0]: found an object of 0 members; allowed is a list [circuit, observables, parameters, precision]"
      ),
      (
        #"{"pubs": [["x"]]}"#,
        "pubs[0]: found 1 element; allowed are 2 to 4: circuit, observables, parameters, precision"
      ),
      (
        #"{"pubs": [[1, "Z"]]}"#,
        "pubs[0].circuit: found the number 1; "
          + "allowed is a text in OpenQASM 3, or the hash sha256:… of one sent before"
      ),
      (
        #"{"pubs": [["x", "Z", 1]]}"#,
        "pubs[0].parameters: found the number 1; allowed are null, a list of values, or an object of values by name"
      ),
      (
        #"{"pubs": [["x", "Z", null, "a"]]}"#,
        #"pubs[0].precision: found the text "a"; allowed is a positive number or null"#
      ),
      (#"{"pubs": [], "options": []}"#, "options: found a list of 0; allowed is an object"),
      (
        #"{"pubs": [], "shots": 1}"#,
        "shots: is not known here; allowed are pubs, options, version, support_qiskit and resilience_level"
      ),
      (#"{"pubs": [], "version": 3}"#, "version: found the number 3; allowed is 2"),
      (
        #"{"pubs": [], "resilience_level": 2}"#,
        "resilience_level: found the number 2, which asks for something that a simulator without noise has not"
      ),
      (
        #"{"pubs": [], "options": {"exact": true, "default_shots": 4}}"#,
        "options.exact: true beside default_shots; give one of them"
      ),
    ]
    for (inputs, message) in refused {
      let error = await #expect(throws: ProgramFailure.self) {
        _ = try await EstimatorProgram().run(
          encoded: Data(inputs.utf8), on: LocalBackend(), circuits: emptyLibrary()
        ) { _ in }
      }
      #expect(error == ProgramFailure(code: ProgramFailure.invalidInput, message: message))
    }
  }

  @Test("a circuit that cannot be run is refused with the place of its pub, and of its line")
  func circuits() async throws {
    let cases: [(circuit: JSONValue, message: String)] = [
      ("OPENQASM 3.0; this is not a program", "pubs[1]: The circuit cannot be read: line 1, column 23: "),
      (
        Self.measured,
        "pubs[1]: The circuit cannot be read: line 1, column 62: found a measurement; "
          + "allowed is a circuit without measurements here"
      ),
      ("sha256:unknown", "pubs[1]: No text has the hash sha256:unknown."),
    ]
    for (circuit, message) in cases {
      let inputs: JSONValue = ["pubs": [[Self.plus, "Z"], [circuit, "Z"]]]
      let error = await #expect(throws: ProgramFailure.self) {
        _ = try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary())
      }
      #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
  }

  /// Inputs that are fine, with something of everything.
  private static let whole: JSONValue = [
    "pubs": [
      [
        "OPENQASM 3; include \"stdgates.inc\"; input float a; input float b; qubit[2] q; rx(a) q[0]; rx(b) q[1];",
        [["ZZ", ["XX": 0.5, "I0": -1]]], ["a": [0.5, 1], "b": [[1], [2]]], 0.5,
      ],
      [plus, ["from": ["Z", "X"], "positions": [1, 0]], .null, .null],
      ["OPENQASM 3; include \"stdgates.inc\"; input float a; qubit q; rx(a) q;", "Z", [[0.5], [1]]],
    ],
    "options": [
      "default_shots": 4, "seed_estimator": 5, "twirling": ["enable": false], "simulator": ["seed_simulator": 5],
    ],
    "version": 2, "support_qiskit": false, "resilience_level": 0,
  ]

  @Test("inputs with something else in one place are run or refused in one line", arguments: 0..<300 as Range<UInt64>)
  func noise(seed: UInt64) async throws {
    var random = RandomStream(seed: seed, stream: 8)
    let inputs = Self.whole.mutated(using: &random)
    do {
      let output = try await EstimatorProgram().run(
        encoded: Data(inputs.bytes), on: LocalBackend(memoryLimit: 1 << 24), circuits: emptyLibrary()
      ) { _ in }
      try EstimatorOutput.jsonSchema.validate(JSONValue(parsing: [UInt8](output)))
    } catch let failure as ProgramFailure {
      let isExpected =
        failure.code != ProgramFailure.programError || failure.message.hasSuffix("has the hash sha256:0.")
      #expect(isExpected && !failure.message.contains("\n"), "\(failure.message)")
    }
  }
}

extension JSONValue {
  /// The value with one of its parts, or of theirs, replaced, dropped or doubled.
  fileprivate func mutated(using random: inout RandomStream) -> JSONValue {
    func pick(_ count: Int) -> Int { Int(random.uniform() * Double(count)) }
    switch self {
    case .array(var list) where !list.isEmpty && random.uniform() < 0.9:
      let index = pick(list.count)
      switch random.uniform() {
      case ..<0.1: list.remove(at: index)
      case ..<0.2: list.insert(list[index], at: index)
      default: list[index] = list[index].mutated(using: &random)
      }
      return .array(list)
    case .object(var members) where !members.isEmpty && random.uniform() < 0.9:
      let key = members.keys[pick(members.count)]
      switch random.uniform() {
      case ..<0.1: members[key] = nil
      case ..<0.2: members["\(key)0"] = members[key]
      default: members[key] = members[key]?.mutated(using: &random)
      }
      return .object(members)
    default:
      let others: [JSONValue] = [
        .null, true, false, 0, -1, 3, 1e300, .number(.nan), "", "Z", "sha256:0", "OPENQASM 3;", [], [[]], [1, 2], [:],
        ["a": 1], ["__type__": "ndarray", "__value__": "AAAA"], .unsigned(.max), .integer(.min),
      ]
      return others[pick(others.count)]
    }
  }
}
