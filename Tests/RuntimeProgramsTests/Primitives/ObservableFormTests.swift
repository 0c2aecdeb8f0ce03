import ComplexModule
import Foundation
import JSONSchemas
import OpenQASM
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import RuntimePrograms
import Simulators
import TestSupport
import Testing

@Suite("Observables in all forms of the protocol")
struct ObservableFormTests {
  /// |0⟩, |+⟩ and |r⟩ on the qubits 0, 1 and 2.
  private static let circuit = "OPENQASM 3; include \"stdgates.inc\"; qubit[3] q; h q[1]; h q[2]; s q[2];"

  private func values(_ observables: JSONValue, circuit: String = circuit) async throws -> ShapedArray<Double> {
    let inputs: JSONValue = ["pubs": [[.string(circuit), observables]], "options": ["exact": true]]
    let output = try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary())
    return output.pubs[0].values.map { ($0 * 1e12).rounded() / 1e12 }
  }

  @Test("labels, sums, lists and nested lists of them")
  func forms() async throws {
    #expect(try await values("IIZ") == ShapedArray(1))
    #expect(try await values(["IIZ": 0.5, "YXI": 2, "III": -1]) == ShapedArray(1.5))
    #expect(try await values(["IIZ", ["IXI": 3]]) == ShapedArray(row: [1, 3]))
    #expect(
      try await values([["IIZ", "IIX"], [["YII": 2], "XII"]]) == ShapedArray(shape: [2, 2], elements: [1, 0, 2, 0]))
    #expect(try await values([]) == ShapedArray(row: []))
    #expect(try await values([:]) == ShapedArray(0))
    #expect(try await values(["III": 0]) == ShapedArray(0))
  }

  @Test("some observables of a source, by position")
  func selection() async throws {
    let source: JSONValue = ["IIZ", ["IXI": 3], ["YII": 5]]
    #expect(
      try await values(["from": source, "positions": [[2, 0], [2, 1]]])
        == ShapedArray(shape: [2, 2], elements: [5, 1, 5, 3]))
    #expect(try await values(["from": source, "positions": 1]) == ShapedArray(3))
    let shelf = TextShelf()
    let inputs: JSONValue = [
      "pubs": [[.string(Self.circuit), ["from": .string(shelf.keep(source.text)), "positions": [1]]]],
      "options": ["exact": true],
    ]
    let output = try await runAsText(EstimatorProgram(), inputs, library: shelf.library())
    #expect(abs(output.pubs[0].values[0] - 3) < 1e-12)
  }

  @Test("projectors are halves of the identity and a Pauli")
  func projectors() async throws {
    let expected: [(label: String, value: Double)] = [
      ("II0", 1), ("II1", 0), ("II+", 0.5), ("II-", 0.5), ("IIr", 0.5), ("IIl", 0.5),
      ("I0I", 0.5), ("I1I", 0.5), ("I+I", 1), ("I-I", 0), ("IrI", 0.5), ("IlI", 0.5),
      ("0II", 0.5), ("1II", 0.5), ("+II", 0.5), ("-II", 0.5), ("rII", 1), ("lII", 0),
      ("r+0", 1), ("rX0", 1), ("1X0", 0.5), ("l+0", 0), ("00Z", 0.25),
    ]
    let found = try await values(.array(expected.map { .string($0.label) }))
    #expect(found.elements == expected.map(\.value))
  }

  @Test("a label of many projectors is the product of their matrices", arguments: 0..<10 as Range<UInt64>)
  func manyProjectors(seed: UInt64) async throws {
    var random = RandomStream(seed: seed, stream: 1)
    let letters = Array("IXYZ01+-rl")
    let label = String((0..<4).map { _ in letters[Int(random.uniform() * 10)] })
    let circuit = try Circuit.random(qubitCount: 4, operationCount: 30, using: &random)
    let state = try DenseSimulator.state(of: circuit, parameters: [])
    // Letter by letter from the right, as 2 × 2 matrices on the state.
    var image = state
    for (qubit, letter) in label.reversed().enumerated() {
      let matrix = Self.matrix(letter)
      var next = image
      for index in image.indices where index >> qubit & 1 == 0 {
        let (low, high) = (image[index], image[index | 1 << qubit])
        next[index] = matrix[0] * low + matrix[1] * high
        next[index | 1 << qubit] = matrix[2] * low + matrix[3] * high
      }
      image = next
    }
    let expected = zip(state, image).reduce(0.0) { $0 + ($1.0.conjugate * $1.1).real }
    let found = try await values([.object(["\(label)": 2.0])], circuit: circuit.openQASM3)
    #expect(abs(found[0] - 2 * expected) < 1e-10, "\(label)")
  }

  /// Row by row.
  private static func matrix(_ letter: Character) -> [Complex<Double>] {
    let i = Complex<Double>(0, 1), half = Complex(0.5)
    return switch letter {
    case "X": [0, 1, 1, 0]
    case "Y": [0, -i, i, 0]
    case "Z": [1, 0, 0, -1]
    case "0": [1, 0, 0, 0]
    case "1": [0, 0, 0, 1]
    case "+": [half, half, half, half]
    case "-": [half, -half, -half, half]
    case "r": [half, -half * i, half * i, half]
    case "l": [half, half * i, -half * i, half]
    default: [1, 0, 0, 1]
    }
  }

  @Test("of a device only the qubits with gates are simulated, and the others are at 0")
  func physicalQubits() async throws {
    let circuit = "OPENQASM 3; include \"stdgates.inc\"; x $100; h $3; cx $3, $100;"
    func label(_ letters: [Int: Character], width: Int = 127) -> String {
      String((0..<width).reversed().map { letters[$0] ?? "I" })
    }
    let observables: [JSONValue] = [
      .string(label([3: "X", 100: "X"])), .string(label([3: "Z", 100: "Z"])),
      .string(label([3: "Z", 100: "Z"], width: 101)),
      .string(label([5: "Z", 100: "Z", 3: "Z", 126: "0"])), .string(label([5: "X"])), .string(label([126: "Y"])),
      .string(label([7: "1"])), .string(label([7: "+", 8: "-", 9: "r", 10: "l"])),
      // 125 projectors on idle qubits cost nothing.
      .string(label(Dictionary(uniqueKeysWithValues: (0..<127).filter { $0 != 3 && $0 != 100 }.map { ($0, "0") }))),
    ]
    #expect(try await values(.array(observables), circuit: circuit).elements == [1, -1, -1, -1, 0, 0, 0, 0.0625, 1])
  }

  @Test("what is no observable of the circuit is refused")
  func refusals() async throws {
    let place = "pubs[0]: observables: "
    let refused: [(observables: JSONValue, message: String)] = [
      ("ZZ", "\(place)the label ZZ has 2 letters; the circuit has 3 qubits, and a label has one letter for each"),
      (
        ["ZZZZ": 1],
        "\(place)the label ZZZZ has 4 letters; the circuit has 3 qubits, and a label has one letter for each"
      ),
      ("IAZ", "\(place)letter 2 of a label is A; allowed are I, X, Y, Z, 0, 1, +, -, r and l"),
      ("IΩ", "\(place)letter 3 of a label is \\u{00A9}; allowed are I, X, Y, Z, 0, 1, +, -, r and l"),
      (["IIZ": "1"], "\(place)the coefficient of IIZ is the text \"1\"; allowed is a real number"),
      (["IIZ": [1, 0]], "\(place)the coefficient of IIZ is a list of 2; allowed is a real number"),
      ([1], "pubs[0]: observables[0]: found the number 1; allowed is a label, or an object of labels and coefficients"),
      ([["IIZ"], []], "pubs[0]: observables[1]: found a list of 0; allowed is a list of 1, as before it"),
      (["from": "IIZ"], "pubs[0].observables: an object with \"from\" has \"positions\" and nothing else"),
      (
        ["from": ["IIZ"], "positions": "0"],
        "pubs[0].observables.positions: found the text \"0\"; allowed is an integer"
      ),
    ]
    for (observables, message) in refused {
      let error = await #expect(throws: ProgramFailure.self) { try await values(observables) }
      #expect(error?.code == ProgramFailure.invalidInput)
      #expect(error?.message == message)
    }
    let outside = await #expect(throws: ProgramFailure.self) {
      try await values(["from": ["IIZ"], "positions": [0, 1]])
    }
    #expect(outside?.code == "invalid-pub")
  }

  @Test("too many projectors and terms are refused before they are written out")
  func tooManyTerms() async throws {
    let circuit = "OPENQASM 3; qubit[24] q;"
    let twentyOne = await #expect(throws: ProgramFailure.self) {
      try await values(.string(String(repeating: "0", count: 21) + "III"), circuit: circuit)
    }
    #expect(twentyOne?.message.contains("more than 20 projectors") == true)
    let label = String(repeating: "+", count: 16) + String(repeating: "I", count: 8)
    let many = [JSONValue](repeating: .string(label), count: 70)
    let all = await #expect(throws: ProgramFailure.self) { try await values(.array(many), circuit: circuit) }
    #expect(all?.message.contains("at most 2^22 are allowed") == true)
  }
}
