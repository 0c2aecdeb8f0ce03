import JSONSchemas
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RuntimePrograms
import Simulators
import Testing

@Suite("Outputs of primitives")
struct OutputTests {
  // MARK: - Registers

  /// Basis states that are certain: qubits 0 and 3 of 5 are 1.
  private func samples(_ measurements: String, device: Bool = false) async throws -> [SamplerOutput.Register] {
    let qubits = device ? "x $0; x $3;" : "qubit[5] q; x q[0]; x q[3];"
    let inputs: JSONValue = [
      "pubs": [[.string("OPENQASM 3; include \"stdgates.inc\"; \(qubits) \(measurements)"), .null, 2]]
    ]
    return try await runAsText(SamplerProgram(), inputs, library: emptyLibrary()).pubs[0].registers
  }

  private func register(_ name: String, _ bitCount: Int, _ sample: String) -> SamplerOutput.Register {
    .init(name: name, bitCount: bitCount, samples: [sample, sample])
  }

  @Test("each register holds the qubits that were measured into it")
  func registers() async throws {
    #expect(try await samples("bit[5] c; c = measure q;") == [register("c", 5, "0x9")])
    #expect(
      try await samples(
        "bit[2] low; bit[3] high; low[0] = measure q[0]; low[1] = measure q[1]; high[2] = measure q[3];")
        == [register("low", 2, "0x1"), register("high", 3, "0x4")])
    #expect(try await samples("bit c; c = measure q[3];") == [register("c", 1, "0x1")])
    #expect(try await samples("bit[2] c; c[1] = measure q[0]; c[0] = measure q[4];") == [register("c", 2, "0x2")])
    #expect(try await samples("bit[3] unread;") == [register("unread", 3, "0x0")])
    #expect(try await samples("") == [])
  }

  @Test("registers wider than 64 bits have as many digits as they need")
  func wideRegisters() async throws {
    #expect(
      try await samples("bit[130] c; c[0] = measure q[0]; c[64] = measure q[3]; c[129] = measure q[0];")
        == [register("c", 130, "0x200000000000000010000000000000001")])
    #expect(
      try await samples("bit[130] c; c[63] = measure q[0]; c[70] = measure q[1];")
        == [register("c", 130, "0x8000000000000000")])
    #expect(try await samples("bit[64] c; c[63] = measure q[3];") == [register("c", 64, "0x8000000000000000")])
  }

  @Test("qubits of a device are measured whether there are gates on them or not")
  func physicalQubits() async throws {
    let measurements = "bit[3] c; c[0] = measure $3; c[1] = measure $99; c[2] = measure $0;"
    #expect(try await samples(measurements, device: true) == [register("c", 3, "0x5")])
  }

  @Test("samples without end are refused")
  func tooManySamples() async throws {
    let circuit: JSONValue = "OPENQASM 3; qubit q; bit[65536] c; c[0] = measure q;"
    let inputs: JSONValue = ["pubs": [[circuit, .null, 1_000_000]]]
    let error = await #expect(throws: ProgramFailure.self) {
      try await runAsText(SamplerProgram(), inputs, library: emptyLibrary())
    }
    #expect(error?.code == "insufficient-memory")
  }

  // MARK: - Results for pubs

  private let prepared: PreparedCircuit

  init() throws {
    prepared = PreparedCircuit(try Circuit(qubitCount: 2), observables: [PauliSum(PauliString(qubitCount: 2))])
  }

  @Test("an output that does not fit the pubs is no result")
  func misfits() throws {
    let pub = EstimatorPub(prepared, parameters: ShapedArray(row: [[], []]))
    let two = EstimatorOutput(pubs: [.init(values: ShapedArray(row: [1, 2]))], seed: 4)
    #expect(try two.result(for: [pub], seed: 0).seed == 4)
    #expect(throws: ProgramFailure.self) { try two.result(for: [], seed: 0) }
    #expect(throws: ProgramFailure.self) { try two.result(for: [pub, pub], seed: 0) }
    for values in [ShapedArray(row: [1.0, 2, 3]), ShapedArray(1.0)] {
      let output = EstimatorOutput(pubs: [.init(values: values)], seed: nil)
      let error = #expect(throws: ProgramFailure.self) { try output.result(for: [pub], seed: 0) }
      #expect(error?.code == ProgramFailure.programError)
    }
    let errors = EstimatorOutput(
      pubs: [.init(values: ShapedArray(row: [1, 2]), standardErrors: ShapedArray(row: [1]))], seed: nil)
    #expect(throws: ProgramFailure.self) { try errors.result(for: [pub], seed: 0) }
  }

  @Test("one number of shots stands for all values")
  func shotsOfAll() throws {
    let pub = EstimatorPub(prepared, parameters: ShapedArray(row: [[], []]))
    let output = EstimatorOutput(
      pubs: [
        .init(values: ShapedArray(row: [1, 2]), standardErrors: ShapedArray(row: [0, 0]), shots: ShapedArray(9))
      ],
      seed: nil)
    let result = try output.result(for: [pub], seed: 3)
    #expect(result.pubs[0].shots == ShapedArray(row: [9, 9]) && result.seed == 3)
  }

  @Test(
    "samples that are none of the register are no result",
    arguments: ["3", "0x", "0xg", "0x4", "0x-1", "0x+1", "-0x1", "0x1ffffffffffffffff", ""])
  func samplesOutside(sample: String) throws {
    let pub = SamplerPub(prepared, parameters: ShapedArray([]))
    func output(_ samples: [String], bitCount: Int = 2) -> SamplerOutput {
      let register = SamplerOutput.Register(name: "c", bitCount: bitCount, samples: samples)
      return SamplerOutput(pubs: [.init(registers: [register], shape: nil, shots: nil)], seed: nil)
    }
    #expect(try output(["0x3", "0x0"]).result(for: [pub], seed: 1).pubs[0][0].words == [3, 0])
    #expect(throws: ProgramFailure.self) { try output(["0x3", sample]).result(for: [pub], seed: 1) }
    #expect(throws: ProgramFailure.self) { try output(["0x1"], bitCount: 3).result(for: [pub], seed: 1) }
  }

  @Test("more samples without qubits than anyone asks for are no result", arguments: [1 << 28, 1 << 62, Int.max])
  func shotsOfNothing(shots: Int) throws {
    let pub = SamplerPub(
      PreparedCircuit(try Circuit(qubitCount: 0)), parameters: ShapedArray(row: Array(repeating: [], count: 4)))
    let output = SamplerOutput(pubs: [.init(registers: [], shape: nil, shots: shots)], seed: nil)
    #expect(throws: ProgramFailure.self) { try output.result(for: [pub], seed: 1) }
  }

  @Test(
    "texts that are no outputs are refused with their place",
    arguments: [
      ("{}", "results: is no list of the pubs' results"),
      (#"{"results": [{}]}"#, "results[0].data: is no object"),
      (#"{"results": [{"data": {}}]}"#, "results[0].data.evs: is missing"),
      (#"{"results": [{"data": {"evs": "1"}}]}"#, "results[0].data.evs: found the text \"1\"; allowed is a number"),
      (
        #"{"results": [{"data": {"evs": [[1], 2]}}]}"#,
        "results[0].data.evs[1]: found the number 2; allowed is a list of 1, as before it"
      ),
    ])
  func malformed(text: String, message: String) throws {
    let error = #expect(throws: ProgramFailure.self) { try JSONValue(parsing: text).decoded(as: EstimatorOutput.self) }
    #expect(error == ProgramFailure(code: ProgramFailure.programError, message: message))
  }

  @Test("schemas are documents that read back as themselves, with a text at each part")
  func schemas() throws {
    for schema in [
      EstimatorInputs.jsonSchema, SamplerInputs.jsonSchema, EstimatorOutput.jsonSchema, GradientOutput.jsonSchema,
      SamplerOutput.jsonSchema,
    ] {
      #expect(try JSONSchema(document: schema.document) == schema)
      for part in ["pubs", "options", "results"] {
        guard let property = schema.document["properties"]?[part] else { continue }
        #expect(property["description"] != nil || property["properties"] != nil)
      }
    }
  }
}
