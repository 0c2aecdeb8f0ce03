import Foundation
import PauliAlgebra
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("Encoded circuits and their hashes")
struct CircuitCodableTests {
  @Test("decoding what was encoded gives the circuit back, bit by bit", arguments: 0...6, 0..<3 as Range<UInt64>)
  func identity(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 70, parameterCount: 4, using: &stream)
    let decoded = try JSONDecoder().decode(Circuit.self, from: JSONEncoder().encode(circuit))
    #expect(decoded == circuit)
    #expect(decoded.contentHash == circuit.contentHash)
    #expect(decoded.hashValue == circuit.hashValue)
  }

  @Test("the encoded form is plain")
  func form() throws {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(.cx, on: 0, 1)
    try circuit.append(.rx, 2 * Parameter("a"), on: 1)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(circuit), as: UTF8.self)
    #expect(
      text == #"{"operations":[{"gate":"cx","qubits":[0,1]},"#
        + #"{"angles":[{"constant":0,"terms":[{"coefficient":2,"parameter":"a"}]}],"gate":"rx","qubits":[1]}],"#
        + #""parameters":["a"],"qubitCount":2}"#)
  }

  @Test(
    "what does not fit is refused with its reason",
    arguments: [
      (#"{"qubitCount":-1,"parameters":[],"operations":[]}"#, "-1 qubits"),
      (#"{"qubitCount":99999999,"parameters":[],"operations":[]}"#, "99999999 qubits"),
      (#"{"qubitCount":1,"parameters":["a","a"],"operations":[]}"#, "declared twice"),
      (#"{"qubitCount":1,"parameters":[],"operations":[{"gate":"x","qubits":[1]}]}"#, "Qubit 1"),
      (#"{"qubitCount":1,"parameters":[],"operations":[{"gate":"x","qubits":[-1]}]}"#, "Qubit -1"),
      (#"{"qubitCount":2,"parameters":[],"operations":[{"gate":"cx","qubits":[-1,9223372036854775807]}]}"#, "Qubit -1"),
      (#"{"qubitCount":2,"parameters":[],"operations":[{"gate":"cx","qubits":[1,9223372036854775807]}]}"#, "Qubit 92"),
      (#"{"qubitCount":2,"parameters":[],"operations":[{"gate":"cx","qubits":[1,1]}]}"#, "once"),
      (#"{"qubitCount":2,"parameters":[],"operations":[{"gate":"cx","qubits":[1]}]}"#, "it acts on 2"),
      (#"{"qubitCount":2,"parameters":[],"operations":[{"gate":"nope","qubits":[1]}]}"#, "nope"),
      (#"{"qubitCount":2,"parameters":[],"operations":[{"gate":{},"qubits":[1]}]}"#, "a name or one of"),
      (#"{"qubitCount":2,"parameters":[],"operations":[{"gate":"rx","qubits":[1]}]}"#, "it takes 1"),
      (
        #"{"qubitCount":2,"parameters":[],"operations":[{"gate":{"pauliRotation":"XX"},"qubits":[1],"angles":[{"constant":1}]}]}"#,
        "it acts on 2"
      ),
      (
        #"{"qubitCount":2,"parameters":[],"operations":[{"gate":{"unitary":{"name":"u","elements":[1,0,0,0,0,0,2,0]}},"qubits":[1]}]}"#,
        "not unitary"
      ),
      (
        #"{"qubitCount":2,"parameters":[],"operations":[{"gate":{"unitary":{"name":"u","elements":[1,0,0]}},"qubits":[1]}]}"#,
        "2n²"
      ),
      (
        #"{"qubitCount":2,"parameters":[],"operations":[{"gate":{"excitation":{"flippedQubits":[0],"conditions":[],"signQubits":[],"isNegative":false,"label":""}},"qubits":[0],"angles":[{"constant":1}]}]}"#,
        "twice"
      ),
      (
        #"{"qubitCount":2,"parameters":[],"operations":[{"gate":{"excitation":{"flippedQubits":[1],"conditions":[{"qubits":[1],"isOdd":true}],"signQubits":[],"isNegative":false,"label":""}},"qubits":[0],"angles":[{"constant":1}]}]}"#,
        "it acts on 2"
      ),
      (
        #"{"qubitCount":2,"parameters":[],"operations":[{"gate":{"excitationExponential":[]},"qubits":[0],"angles":[]}]}"#,
        "no excitation"
      ),
    ])
  func strictness(text: String, reason: String) {
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Circuit.self, from: Data(text.utf8))
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.debugDescription.contains(reason), "\(context.debugDescription)")
  }

  @Test("the hash is the published FNV-1a of 128 bits")
  func publishedVectors() {
    func hash(_ text: String) -> String {
      var hash = FNV1a128()
      for byte in text.utf8 { hash.combine(byte: byte) }
      return hash.hexadecimal
    }
    #expect(hash("") == "6c62272e07bb014262b821756295c58d")
    #expect(hash("a") == "d228cb696f1a8caf78912b704e4a8964")
    #expect(hash("foobar") == "343e1662793c64bf6f0d3597ba446f18")
  }

  @Test("the hash of a circuit never changes between versions, and sees every difference")
  func contentHash() throws {
    func circuit(_ change: (inout Circuit) throws -> Void = { _ in }) throws -> String {
      var circuit = try Circuit(qubitCount: 3)
      try circuit.append(.h, on: 0)
      try circuit.append(.rx, 0.5 * Parameter("a") + 1.0, on: 1)
      try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [2], annihilating: [0]), angle: 0.25)
      try change(&circuit)
      return circuit.contentHash
    }
    let plain = try circuit()
    #expect(plain == "fnv1a-128:82e60d02ca03ab4620be2905719d51c6")
    let changed = [
      try circuit { try $0.append(.x, on: 0) }, try circuit { try $0.append(.x, on: 1) },
      try circuit { try $0.append(.y, on: 1) }, try circuit { try $0.append(.rz, Parameter("a"), on: 1) },
      try circuit { try $0.append(.rz, Parameter("b"), on: 1) },
      try circuit { try $0.append(.rz, 2 * Parameter("a"), on: 1) },
      try circuit { try $0.append(pauliRotation: PauliString("XYZ"), angle: 1) },
      try circuit { try $0.append(pauliRotation: PauliString("XYY"), angle: 1) },
      try circuit { try $0.append(unitary: StandardGate.x.matrix(), on: 0) },
      try Circuit(qubitCount: 3).contentHash, try Circuit(qubitCount: 4).contentHash,
      try Circuit(qubitCount: 3, parameters: [Parameter("a")]).contentHash,
    ]
    #expect(Set(changed + [plain]).count == changed.count + 1)
  }
}
