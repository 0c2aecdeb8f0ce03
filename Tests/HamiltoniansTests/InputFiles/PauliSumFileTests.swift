import ComplexModule
import Foundation
import Hamiltonians
import PauliAlgebra
import Testing

/// Runs `body` with the path of a file of the given contents.
func withFile<Result>(_ contents: String, _ body: (String) throws -> Result) throws -> Result {
  let file = FileManager.default.temporaryDirectory.appending(path: "hamiltonian-\(UUID().uuidString)")
  try Data(contents.utf8).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  return try body(file.path)
}

@Suite("Files with Pauli sums")
struct PauliSumFileTests {
  @Test(
    "the same operator in every form",
    arguments: [
      "# a comment\n-1.5 I\n0.5 X0 Z2 # another\n\n2 Y1\n",
      "-1.5 III\n0.5 ZIX\n2 IYI",
      "+2.0 Y1\r\n.5 Z2   X0\r\n-15e-1 I\r\n",
      "# n_qubits 3\n-1.5\tI\n5D-1 X0 Z2\n2 Y1\n",
      "0.25 ZIX\n-1.5 I\n0.25 X0 Z2\n2 Y1\n",
      #"{"n_qubits": 3, "terms": [[-1.5, ""], [0.5, "X0 Z2"], [2, "Y1"]]}"#,
      #"{"terms": [[-1.5, "I"], [0.5, "Z2 X0"], [2, "Y1"]], "n_qubits": 3, "name": "test", "convention": "as named"}"#,
      #" {"n_qubits": 3, "terms": [["III", -1.5], ["ZIX", 0.5, 0], ["IYI", 2, 0.0]]}"#,
      #"""
      {"n_qubits": 3, "convention": "character k acts on qubit k",
       "terms": [["III", -1.5], ["XIZ", 0.5], ["IYI", 2.0]]}
      """#,
    ])
  func forms(_ text: String) throws {
    let expected = try PauliSum(["III": -1.5, "ZIX": 0.5, "IYI": 2])
    #expect(try withFile(text) { try PauliSumFile.read(contentsOf: $0) } == expected)
    #expect(try withFile(text) { try HamiltonianFile(contentsOf: $0) } == .pauliSum(expected))
  }

  @Test("the width is the largest qubit named, unless the file states it")
  func width() throws {
    #expect(try withFile("1 X0 Z3") { try PauliSumFile.read(contentsOf: $0) }.qubitCount == 4)
    #expect(try withFile("# n_qubits 6\n1 X0 Z3") { try PauliSumFile.read(contentsOf: $0) }.qubitCount == 6)
    #expect(try withFile("1 I") { try PauliSumFile.read(contentsOf: $0) }.qubitCount == 1)
    #expect(
      try withFile(#"{"n_qubits": 100, "terms": [[1, "X99"]]}"#) { try PauliSumFile.read(contentsOf: $0) }.qubitCount
        == 100)
  }

  @Test("a sum may be complex, a Hamiltonian not")
  func complexCoefficients() throws {
    let text = #"{"n_qubits": 2, "terms": [["XZ", 0.5, -0.25]]}"#
    let sum = try withFile(text) { try PauliSumFile.read(contentsOf: $0) }
    #expect(sum.terms.first?.coefficient == Complex(0.5, -0.25))
    let error = #expect(throws: InputFileError.self) { try withFile(text) { try HamiltonianFile(contentsOf: $0) } }
    #expect(
      error?.message == "the coefficient of XZ has the imaginary part -0.25; a Hamiltonian has real ones")
  }

  @Test(
    "are refused with the line, what was found and what is allowed",
    arguments: [
      Refusal("1 X0\nabc X1\n", "2", "'abc' is no finite number; a line is 'coefficient X0 Z3' or 'coefficient XIZ'"),
      Refusal(
        "nan X1\n", "neither",
        "neither an FCIDUMP (it begins with &FCI) nor a Pauli sum (JSON, or lines 'coefficient X0 Z3')"),
      Refusal("1 X0\nnan X1\n", "2", "'nan' is no finite number; a line is 'coefficient X0 Z3' or 'coefficient XIZ'"),
      Refusal("1e999 X0\n", "1", "'1e999' is no finite number; a line is 'coefficient X0 Z3' or 'coefficient XIZ'"),
      Refusal(
        "1 X0\n\n0.5\n", "3", "a coefficient without operators; write X0 Z3 or XIZ behind it, or I for the identity"),
      Refusal(
        "0.5 # X0\n", "1", "a coefficient without operators; write X0 Z3 or XIZ behind it, or I for the identity"),
      Refusal("1 XIZ\n1 XZ\n", "2", "'XZ' has 2 letters, but line 1 has 3; one width is allowed"),
      Refusal("1 XIZ\n1 X3\n", "2", "'X3' names qubit 3; 0...2 is allowed"),
      Refusal("# n_qubits 2\n1 XIZ\n", "2", "'XIZ' has 3 letters, but line 1 has 2; one width is allowed"),
      Refusal("# n_qubits 0\n1 X0\n", "1", "0 qubits; 1...4096 are allowed"),
      Refusal("# n_qubits two\n1 X0\n", "1", "n_qubits is 'two'; an integer is needed"),
      Refusal("1 X5000\n", "1", "'X5000' names qubit 5000; 0...4095 is allowed"),
      // As strings of the width that they name, these terms would take 1.5 GB.
      Refusal(
        String(repeating: "1 X1048575\n", count: 6000), "1", "'X1048575' names qubit 1048575; 0...4095 is allowed"),
      Refusal("1 X0\n1 X\(1 << 40)\n", "2", "'X1099511627776' names qubit 1099511627776; 0...4095 is allowed"),
      Refusal("1 XX\n1 X1048575\n", "2", "'X1048575' names qubit 1048575; 0...1 is allowed"),
      Refusal("# only a comment\n", "", "holds no term; a Pauli sum has terms such as 0.5 X0 Z3 or 0.5 XIZ"),
      Refusal(
        #"{"n_qubits": 2, "terms": []}"#, "", "holds no term; a Pauli sum has terms such as 0.5 X0 Z3 or 0.5 XIZ"),
      Refusal(#"{"terms": [[1, "X0"]]}"#, "", #"the JSON has no "n_qubits"; "n_qubits" and "terms" are required"#),
      Refusal(#"{"n_qubits": 2}"#, "", #"the JSON has no "terms"; "n_qubits" and "terms" are required"#),
      Refusal(#"{"n_qubits": "2", "terms": []}"#, "", #""n_qubits" has the wrong type; an integer is allowed"#),
      Refusal(#"{"n_qubits": 2, "terms": {}}"#, "", #""terms" has the wrong type; a list is allowed"#),
      Refusal(#"{"n_qubits": -1, "terms": [[1, "X0"]]}"#, "", "-1 qubits; 1...4096 are allowed"),
      Refusal(
        #"{"n_qubits": 2, "terms": [[1, "X0"], ["X0", "X1"]]}"#, "",
        #"term 2 is malformed; [coefficient, "X0 Z3"] or ["XIZ", re, im] is allowed"#),
      Refusal(
        #"{"n_qubits": 2, "terms": [["XX", 1, 0, 0]]}"#, "",
        #"term 1 is malformed; [coefficient, "X0 Z3"] or ["XIZ", re, im] is allowed"#),
      Refusal(
        #"{"n_qubits": 2, "terms": [7]}"#, "",
        #"term 1 is malformed; [coefficient, "X0 Z3"] or ["XIZ", re, im] is allowed"#),
      Refusal(#"{"n_qubits": 2, "terms": [[1, "X2"]]}"#, "", "term 1: 'X2' names qubit 2; 0...1 is allowed"),
      Refusal(
        #"{"n_qubits": 2, "terms": [["XXX", 1]]}"#, "",
        "term 1: 'XXX' has 3 letters, but n_qubits is 2; one width is allowed"),
      Refusal(
        #"{"n_qubits": 2, "convention": "leftmost first", "terms": [["XZ", 1]]}"#, "",
        "the convention is 'leftmost first'; 'character k acts on qubit k' is allowed, or none: the rightmost letter is qubit 0"
      ),
      Refusal("{\"n_qubits\": 2,\n\"terms\": [[1, \"X0\"]}", "", "the JSON is malformed; valid JSON is needed"),
      Refusal(#"[[1, "X0"]]"#, "", #"the JSON is no object; {"n_qubits": …, "terms": […]} is allowed"#),
    ])
  func refusals(_ refusal: Refusal) throws {
    try withFile(refusal.original) { path in
      let error = #expect(throws: InputFileError.self) { try HamiltonianFile(contentsOf: path) }
      #expect(error?.message == refusal.message)
      if let line = Int(refusal.replacement) { #expect(error?.line == line) }
    }
  }

  @Test("a factor that is none is named", arguments: ["1 XQZ", "1 X0 Q1", "1 X0 X0", "1 X-1", "1 XX YY", "1 x0"])
  func unknownFactors(_ text: String) throws {
    try withFile("1 I\n" + text) { path in
      let error = #expect(throws: InputFileError.self) { try HamiltonianFile(contentsOf: path) }
      #expect(error?.line == 2)
      #expect(error?.message.hasPrefix("'\(text.dropFirst(2))'") == true)
    }
  }

  @Test("a molecule is recognised by its content")
  func recognition() throws {
    let file = try withFile("\n  " + FCIDumpTests.hydrogen) { try HamiltonianFile(contentsOf: $0) }
    #expect(try file == .molecule(FCIDump(parsing: FCIDumpTests.hydrogen)))
    for text in ["hello", "<xml/>", "\n\nFCI"] {
      #expect(throws: InputFileError.self) { try withFile(text) { try HamiltonianFile(contentsOf: $0) } }
    }
  }
}
