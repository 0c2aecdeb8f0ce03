import Foundation
import JSONSchemas
import QuantumBackends
import RuntimePrograms
import Testing

/// Jobs as an unmodified client of IBM's REST API posted them, and what comes of them.
@Suite("Recorded jobs of the REST API")
struct RecordingTests {
  private static let bell =
    "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nbit[2] meas;\nrz(pi/2) $0;\nsx $0;\nrz(pi/2) $0;\ncx $0, $1;\n"
    + "barrier $0, $1;\nmeas[0] = measure $0;\nmeas[1] = measure $1;\n"
  private static let sweep =
    "OPENQASM 3.0;\ninclude \"stdgates.inc\";\ninput float[64] a;\nbit[1] meas;\nsx $0;\nrz(pi + a) $0;\nsx $0;\n"
    + "rz(3*pi) $0;\nbarrier $0;\nmeas[0] = measure $0;\n"
  private static let turned =
    "OPENQASM 3.0;\ninclude \"stdgates.inc\";\ninput float[64] a;\nsx $0;\nrz(pi + a) $0;\nsx $0;\nrz(3*pi) $0;\n"
    + "cx $0, $1;\n"

  @Test("sampler: a Bell pair, and a sweep over two angles one after the other")
  func sampler() async throws {
    let inputs: JSONValue = [
      "pubs": [
        [.string(Self.bell), .null, 8], [.string(Self.sweep), ["a": [0.0, 3.141592653589793]], 4],
      ],
      "version": 2, "support_qiskit": false, "options": [:],
    ]
    let output = try JSONValue(encoding: await runAsText(SamplerProgram(), inputs, library: emptyLibrary()))
    let bell = try #require(output["results"]?[0]?["data"]?["meas"])
    #expect(bell["num_bits"] == 2)
    let samples = try #require(bell["samples"]?.arrayValue)
    #expect(samples.count == 8 && samples.allSatisfy { $0 == "0x0" || $0 == "0x3" })
    let sweep = try #require(output["results"]?[1])
    #expect(
      sweep["data"] == [
        "meas": ["samples": ["0x0", "0x0", "0x0", "0x0", "0x1", "0x1", "0x1", "0x1"], "num_bits": 1]
      ])
    #expect(sweep["metadata"] == ["shape": [2], "shots": 4])
    #expect(output["metadata"]?["version"] == 2)
  }

  /// The labels of a device's 27 qubits, as the client sends them.
  private static let observables: JSONValue = [
    "IIIIIIIIIIIIIIIIIIIIIIIIIZZ": 0.5, "IIIIIIIIIIIIIIIIIIIIIIIIIXX": 1.0,
  ]

  @Test("estimator: two qubits of a device, a list of one value, a precision of its own")
  func estimator() async throws {
    func inputs(_ options: JSONObject, precision: JSONValue) -> JSONValue {
      [
        "pubs": [[.string(Self.turned), Self.observables, [0.3], precision]], "version": 2, "support_qiskit": false,
        "options": .object(options),
      ]
    }
    let exact = try await runAsText(
      EstimatorProgram(), inputs(["exact": true], precision: .null), library: emptyLibrary()
    ).pubs[0].values
    #expect(exact.shape == [])
    // ry(0.3) and cx: ⟨ZZ⟩ = 1 and ⟨XX⟩ = sin 0.3; 0.788 ± 0.01 was recorded.
    #expect(abs(exact[0] - (0.5 + sin(0.3))) < 1e-12)
    #expect(abs(exact[0] - 0.7880801124209105) < 4 * 0.01)

    let sampled = try JSONValue(
      encoding: await runAsText(
        EstimatorProgram(), inputs(["default_precision": 0.015625, "seed_estimator": 1], precision: 0.01),
        library: emptyLibrary()))
    let result = try #require(sampled["results"]?[0])
    let value = try #require(result["data"]?["evs"]?.doubleValue)
    let error = try #require(result["data"]?["stds"]?.doubleValue)
    #expect(error <= 0.01 && error > 0 && abs(value - exact[0]) < 5 * 0.01)
    #expect(result["metadata"]?["target_precision"] == 0.01)
    #expect(result["metadata"]?["shots"]?.intValue ?? 0 > 5000)
    #expect(sampled["metadata"] == ["version": 2, "seed": 1])
  }

  @Test("estimator: the mitigation that the recording asked for is refused by name")
  func mitigation() async throws {
    let inputs: JSONValue = [
      "pubs": [[.string(Self.turned), Self.observables, [0.3], 0.01]], "version": 2, "support_qiskit": false,
      "resilience_level": 1, "options": ["default_precision": 0.015625],
    ]
    let violation = #expect(throws: JSONSchemaViolation.self) { try EstimatorInputs.jsonSchema.validate(inputs) }
    #expect(violation?.path == "resilience_level")
  }

  @Test("sampler: what is no program is refused with its place")
  func broken() async throws {
    let inputs: JSONValue = ["pubs": [["OPENQASM 3.0; this is not a program"]], "version": 2]
    let error = await #expect(throws: ProgramFailure.self) {
      try await runAsText(SamplerProgram(), inputs, library: emptyLibrary())
    }
    #expect(error?.code == ProgramFailure.invalidInput)
    #expect(error?.message.hasPrefix("pubs[0]: The circuit cannot be read: line 1, column 23: found not") == true)
  }

  @Test("what other services say of results is read, and more is passed over")
  func foreignOutputs() throws {
    let estimator = try JSONValue(
      parsing: """
        {"results": [{"data": {"evs": 0.7880801124209105, "stds": 0.01, "ensemble_standard_error": 0.01},
          "metadata": {"shots": 10000, "target_precision": 0.01, "circuit_metadata": {}, "resilience": {},
          "num_randomizations": 32}}], "metadata": {"version": 2}}
        """
    ).decoded(as: EstimatorOutput.self)
    #expect(estimator.seed == nil)
    #expect(estimator.pubs[0].values == ShapedArray(0.7880801124209105))
    #expect(estimator.pubs[0].standardErrors == ShapedArray(0.01))
    #expect(estimator.pubs[0].shots == ShapedArray(10000))
    let sampler = try JSONValue(
      parsing: """
        {"results": [{"data": {"meas": {"samples": ["0x3", "0x3", "0x0"], "num_bits": 2}},
          "metadata": {"circuit_metadata": {}}}], "metadata": {"version": 2}}
        """
    ).decoded(as: SamplerOutput.self)
    #expect(sampler.pubs[0].registers == [.init(name: "meas", bitCount: 2, samples: ["0x3", "0x3", "0x0"])])
    #expect(sampler.pubs[0].shape == nil && sampler.pubs[0].shots == nil)
  }
}
