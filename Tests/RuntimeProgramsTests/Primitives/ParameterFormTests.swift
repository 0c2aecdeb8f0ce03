import Foundation
import JSONSchemas
import QuantumBackends
import RuntimePrograms
import Simulators
import Testing

@Suite("Parameters in all forms of the protocol")
struct ParameterFormTests {
  /// Three qubits turned by b, a[10] and a[2], whose values are then the arc cosines of Z.
  private static let circuit: JSONValue = .string(
    """
    OPENQASM 3;
    include "stdgates.inc";
    input float b;
    @ritz.parameter "a[10]"
    input float ten;
    @ritz.parameter "a[2]"
    input float two;
    qubit[3] q;
    rx(b) q[0];
    rx(ten) q[1];
    rx(two) q[2];
    """)

  /// The angles b, a[10] and a[2] in each parameter set, found from expectation values.
  private func angles(
    _ parameters: JSONValue, observables: JSONValue = [["IIZ"], ["IZI"], ["ZII"]]
  ) async throws -> ShapedArray<Double> {
    let inputs: JSONValue = ["pubs": [[Self.circuit, observables, parameters]], "options": ["exact": true]]
    let output = try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary())
    return output.pubs[0].values.map { (acos($0) * 1e6).rounded() / 1e6 }
  }

  @Test("a list of values goes by the parameters' names, elements of vectors by index")
  func list() async throws {
    // a[2], a[10], b
    #expect(try await angles([0.25, 0.5, 0.75]) == ShapedArray(shape: [3, 1], elements: [0.75, 0.5, 0.25]))
    #expect(
      try await angles([[0.25, 0.5, 0.75], [1, 1.25, 1.5]])
        == ShapedArray(shape: [3, 2], elements: [0.75, 1.5, 0.5, 1.25, 0.25, 1]))
    #expect(
      try await angles([[[0.25, 0.5, 0.75]], [[1, 1.25, 1.5]]], observables: "IIZ")
        == ShapedArray(shape: [2, 1], elements: [0.75, 1.5]))
  }

  @Test("an object goes by the names of inputs or of parameters, and its values broadcast")
  func object() async throws {
    #expect(
      try await angles(["b": 0.75, "ten": 0.5, "two": 0.25])
        == ShapedArray(shape: [3, 1], elements: [0.75, 0.5, 0.25]))
    #expect(
      try await angles(["a[2]": 0.25, "a[10]": 0.5, "b": 0.75], observables: ["IIZ", "IZI", "ZII"])
        == ShapedArray(row: [0.75, 0.5, 0.25]))
    #expect(
      try await angles(["b": [0.5, 1], "ten": [0.25], "two": 2])
        == ShapedArray(shape: [3, 2], elements: [0.5, 1, 0.25, 0.25, 2, 2]))
    let cosines = try ShapedArray(
      shape: [2, 3], elements: [0.5, 1].flatMap { b in [0.25, 0.75, 1.25].map { acos(cos(b) * cos($0)) } })
    let products = try await angles(["b": [[0.5], [1]], "ten": [0.25, 0.75, 1.25], "two": 2], observables: "IZZ")
    #expect(products.map { ($0 * 1e3).rounded() } == cosines.map { ($0 * 1e3).rounded() })
  }

  @Test("lengths of 0 make no sets")
  func empty() async throws {
    #expect(try await angles(["b": [], "ten": 1, "two": [1]], observables: "IIZ").shape == [0])
  }

  @Test("beside a length of 0 the other lengths may be of any size")
  func emptyOfAnySize() async throws {
    let huge = 1 << 62
    for shape in [[0, huge, 4], [0, huge, huge, 1], [huge, 4, 0]] {
      let columns = try ["b", "ten", "two"].map { name in
        ParameterValues.Column(name: name, values: try ShapedArray(shape: shape, elements: []))
      }
      let pub = SamplerInputs.Pub(
        circuit: .text(try #require(Self.circuit.stringValue)), parameters: .named(columns))
      let output = try await runAsText(SamplerProgram(), SamplerInputs(pubs: [pub]), library: emptyLibrary())
      #expect(output.pubs[0].shape == shape)
    }
  }

  /// A circuit with one parameter.
  private func oneAngle(_ parameters: JSONValue) async throws -> ShapedArray<Double> {
    let circuit: JSONValue = "OPENQASM 3; include \"stdgates.inc\"; input float a; qubit q; rx(a) q;"
    let inputs: JSONValue = ["pubs": [[circuit, "Z", parameters]], "options": ["exact": true]]
    let output = try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary())
    return output.pubs[0].values.map { (acos($0) * 1e6).rounded() / 1e6 }
  }

  @Test("of a single parameter the last dimension may be left out")
  func single() async throws {
    #expect(try await oneAngle([0.5]) == ShapedArray(0.5))
    #expect(try await oneAngle([0.5, 1]) == ShapedArray(row: [0.5, 1]))
    #expect(try await oneAngle([[0.5], [1]]) == ShapedArray(row: [0.5, 1]))
    #expect(try await oneAngle([[0.5, 1, 2], [1, 2, 3]]).shape == [2, 3])
    #expect(try await oneAngle(["a": 0.5]) == ShapedArray(0.5))
    #expect(try await oneAngle(["a": [0.5]]) == ShapedArray(row: [0.5]))
  }

  @Test("a circuit without parameters has one set, or as many as lists of nothing say")
  func none() async throws {
    func shape(_ parameters: JSONValue) async throws -> [Int] {
      let inputs: JSONValue = [
        "pubs": [["OPENQASM 3; qubit q;", "Z", parameters]], "options": ["exact": true],
      ]
      return try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary()).pubs[0].values.shape
    }
    #expect(try await shape(.null) == [])
    #expect(try await shape([]) == [])
    #expect(try await shape([:]) == [])
    #expect(try await shape([[], [], []]) == [3])
    let two = ParameterValues.list(try ShapedArray(shape: [2, 2, 0], elements: []))
    let pub = EstimatorInputs.Pub(
      circuit: .text("OPENQASM 3; qubit q;"), observables: .init(.inline("Z")), parameters: two)
    let inputs = EstimatorInputs(pubs: [pub], options: .init(exact: true))
    let output = try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary())
    #expect(try output.pubs[0].values == ShapedArray(shape: [2, 2], elements: [1, 1, 1, 1]))
  }

  @Test("what does not fit is refused with its place")
  func refusals() async throws {
    let all = "the 3 parameters b, ten, two"
    let refused: [(parameters: JSONValue, message: String)] = [
      (.null, "pubs[0]: parameters: no values; the circuit has \(all)"),
      ([1, 2], "pubs[0]: parameters: an array of shape [2]; its last dimension must be that of \(all)"),
      ([], "pubs[0]: parameters: an array of shape [0]; its last dimension must be that of \(all)"),
      (["b": 1, "two": 2], "pubs[0]: parameters: no value for 'ten'; the circuit has \(all)"),
      (["b": 1, "ten": 1, "two": 2, "c": 3], "pubs[0]: parameters: 'c' is no input; the circuit has \(all)"),
      (
        ["b": 1, "ten": 1, "two": 2, "a[2]": 3],
        "pubs[0]: parameters: 'a[2]' is given twice, under two names"
      ),
      (
        ["b": [1, 2], "ten": [1, 2, 3], "two": 2],
        "pubs[0]: parameters: values of shapes [2] and [3], which do not broadcast; "
          + "aligned at the last dimension, lengths must be equal or 1"
      ),
      ([[1, 2, 3], [1, 2]], "pubs[0].parameters[1]: found a list of 2; allowed is a list of 3, as before it"),
      ([[1, 2, 3], 4], "pubs[0].parameters[1]: found the number 4; allowed is a list of 3, as before it"),
      ([1, [2], 3], "pubs[0].parameters[1]: found a list of 1; allowed is a number"),
      ([1, .null, 3], "pubs[0].parameters[1]: found null; allowed is a number"),
      (["b": "1"], "pubs[0].parameters.b: found the text \"1\"; allowed is a number"),
    ]
    for (parameters, message) in refused {
      let error = await #expect(throws: ProgramFailure.self) { try await angles(parameters) }
      #expect(error == ProgramFailure(code: ProgramFailure.invalidInput, message: message))
    }
    // Angles that are not finite, as Python writes them.
    let error = await #expect(throws: ProgramFailure.self) {
      _ = try await EstimatorProgram().run(
        encoded: .init(#"{"pubs": [[\#(Self.circuit.text), "ZZZ", [1.0, Infinity, NaN]]]}"#.utf8),
        on: LocalBackend(), circuits: emptyLibrary()
      ) { _ in }
    }
    #expect(error?.code == "invalid-pub")
  }

  @Test("sets beyond all measure are refused before memory is taken")
  func tooMany() async throws {
    func column(_ shape: [Int]) throws -> ParameterValues.Column {
      .init(
        name: "a", values: try ShapedArray(shape: shape, elements: Array(repeating: 0, count: shape.reduce(1, *))))
    }
    let circuit = "OPENQASM 3; include \"stdgates.inc\"; input float a; input float b; qubit q; rx(a + b) q;"
    let tall = ParameterValues.Column(
      name: "b", values: try ShapedArray(shape: [20_000, 1], elements: Array(repeating: 0, count: 20_000)))
    let inputs = EstimatorInputs(
      pubs: [
        .init(
          circuit: .text(circuit), observables: .init(.inline("Z")), parameters: .named([try column([20_000]), tall]))
      ])
    let error = await #expect(throws: ProgramFailure.self) {
      try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary())
    }
    #expect(
      error?.message == "pubs[0]: parameters: parameter sets of shape [20000, 20000]; "
        + "all sets together may hold 67108864 numbers, and each counts as 4 more")
    // Sets of nothing cost memory too, and so do lists of no values.
    func empty(_ observables: JSONValue, _ shape: [Int], circuit: String) throws -> EstimatorInputs {
      EstimatorInputs(
        pubs: [
          .init(
            circuit: .text(circuit), observables: .init(.inline(observables)),
            parameters: .list(try ShapedArray(shape: shape, elements: [])))
        ])
    }
    let refused = [
      try empty("Z", [1 << 40, 1 << 40, 0], circuit: "OPENQASM 3; qubit q;"),
      try empty("Z", [1 << 40, 0, 1], circuit: "OPENQASM 3; input float a; qubit q;"),
      try empty(
        .array(Array(repeating: ["Z"], count: 2000)), [1000, 1, 0, 1], circuit: "OPENQASM 3; input float a; qubit q;"),
    ]
    for inputs in refused {
      await #expect(throws: ProgramFailure.self) {
        try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary())
      }
    }
  }
}
