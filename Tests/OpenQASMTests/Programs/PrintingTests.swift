import ComplexModule
import LinearAlgebra
import OpenQASM
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("Programs and circuits, printed and read again")
struct PrintingTests {
  @Test("what was printed means the same, and prints the same again", arguments: SamplePrograms.all)
  func identity(sample: SamplePrograms.Sample) throws {
    let printed = try OpenQASMProgram(sample.text).openQASM3
    let again = try OpenQASMProgram(printed)
    #expect(try OpenQASMProgram(again.openQASM3).openQASM3 == again.openQASM3)
    let found = try BranchingSimulator.distribution(of: again, inputs: sample.inputs)
    #expect(distance(found, sample.expected) < max(1e-9, sample.tolerance), "\(printed)")
  }

  @Test("with its inputs given, a program means what it means with them", arguments: SamplePrograms.all)
  func inputs(sample: SamplePrograms.Sample) throws {
    let program = try OpenQASMProgram(sample.text)
    let given = try OpenQASMProgram(program.openQASM3(inputs: sample.inputs))
    #expect(given.inputNames.isEmpty && given.outputRegisters.map(\.name) == program.outputRegisters.map(\.name))
    func declared(_ distribution: [String: Double]) -> [String: Double] {
      // Variables that were inputs are outputs now, where none is declared as such.
      distribution.reduce(into: [:]) { sums, entry in
        let names = sample.inputs.keys.map { "\($0)=" }
        let parts = entry.key.split(separator: " ").filter { part in !names.contains { part.hasPrefix($0) } }
        sums[parts.joined(separator: " "), default: 0] += entry.value
      }
    }
    let found = try declared(BranchingSimulator.distribution(of: given))
    #expect(distance(found, sample.expected) < max(1e-9, sample.tolerance), "\(given.openQASM3)")
  }

  @Test("values of every type are printed as they are")
  func inputTypes() throws {
    let inputs: [(type: String, value: OpenQASMValue)] = [
      ("bool", true), ("int", -7), ("int[64]", .integer(.min)), ("uint[64]", .unsigned(.max)), ("float[64]", 1e-300),
      ("float[64]", -0.1), ("angle[20]", 2.5), ("complex[float[64]]", .complex(real: -0.5, imaginary: -2e9)),
      ("duration", 1.5e-7), ("bit", true), ("bit[5]", .bits([true, true, false, false, true])),
      ("array[float[64], 2, 2]", .array([.array([0.5, -1]), .array([2, 1e22])])),
      ("array[bit[2], 1]", .array([.bits([true, false])])),
    ]
    for (type, value) in inputs {
      // One that is copied is told in both.
      let program = try OpenQASMProgram(
        "input \(type) x; \(type) y; y = x; output bool last; last = true; output \(type) z; z = x;")
      let given = try OpenQASMProgram(program.openQASM3(inputs: ["x": value]))
      #expect(
        try BranchingSimulator.distribution(of: given)
          == BranchingSimulator.distribution(of: program, inputs: ["x": value]), "\(given.openQASM3)")
    }
    for text in [
      "input duration x; output duration y; y = x;",
      "input array[duration, 2] x; output duration y; y = x[1];",
      "input bit[2] x; output bit[2] y; output int k; x[0] = 0; k = 1; y = x; y[k] = x[k];",
      "input bit[2] x; bit[2] y; int k = 1; y[0] = x[k];",
    ] {
      let program = try OpenQASMProgram(text)
      let value: OpenQASMValue = text.contains("array") ? .array([1, 2]) : 2
      let given = try OpenQASMProgram(program.openQASM3(inputs: ["x": value]))
      #expect(
        try BranchingSimulator.distribution(of: given)
          == BranchingSimulator.distribution(of: program, inputs: ["x": value]), "\(given.openQASM3)")
    }
    let program = try OpenQASMProgram("input int[8] n; input float x;")
    #expect(try OpenQASMProgram(program.openQASM3(inputs: ["n": 3])).inputNames == ["x"])
    for wrong: [String: OpenQASMValue] in [["m": 1], ["n": 300], ["n": 0.5], ["x": .float(.nan)]] {
      #expect(throws: OpenQASMError.self) { try program.openQASM3(inputs: wrong) }
    }
  }

  @Test("from version 2 to 3 and back to 2 the distribution stays", arguments: SamplePrograms.version2)
  func versions(sample: SamplePrograms.Sample) throws {
    let third = try OpenQASMProgram(sample.text).openQASM3
    let second = try OpenQASMProgram(third).openQASM2()
    #expect(third.hasPrefix("OPENQASM 3.0;") && second.hasPrefix("OPENQASM 2.0;"))
    let found = try BranchingSimulator.distribution(of: second)
    #expect(distance(found, sample.expected) < 1e-9, "\(second)")
  }

  @Test("constants and functions of version 3 are free names in version 2")
  func freeNames() throws {
    let text =
      "OPENQASM 2.0; include \"qelib1.inc\"; gate log(mod) floor { u1(mod) floor; } qreg tau[1]; creg euler[1];"
      + "x tau[0]; log(ln(2)) tau[0]; measure tau[0] -> euler[0];"
    let program = try OpenQASMProgram(text)
    #expect(try BranchingSimulator.distribution(of: program) == ["euler=1": 1])
    #expect(try BranchingSimulator.distribution(of: program.openQASM2()) == ["euler=1": 1])
    let printed = program.openQASM3
    #expect(try BranchingSimulator.distribution(of: printed) == ["euler_=1": 1], "\(printed)")
  }

  @Test("names that version 3 has other uses for are changed")
  func names() throws {
    let text =
      "OPENQASM 2.0; include \"qelib1.inc\"; gate sx a { h a; } gate phase(box,angle) a,b { u1(box) a; cx a,b; rz(angle) b; }"
      + "qreg bit[2]; creg let[2]; sx bit[0]; phase(1,2/3) bit[0],bit[1]; if(let==0) x bit[1]; measure bit -> let;"
    let program = try OpenQASMProgram(text)
    let other = try OpenQASMProgram(program.openQASM3)
    let left = try BranchingSimulator.distribution(of: program), right = try BranchingSimulator.distribution(of: other)
    #expect(Set(left.keys) == ["let=01", "let=10"])
    #expect(Set(right.keys) == ["let_=01", "let_=10"])
    #expect(Array(left.values.sorted()) == Array(right.values.sorted()))
  }

  @Test(
    "expressions keep their parentheses where they need them",
    arguments: [
      "-(2 ** 2)", "(-2) ** 2", "2 ** 3 ** 2", "(2 ** 3) ** 2", "2 ** -1.0", "1 - (2 - 3)", "1 - 2 - 3", "2 * (3 + 4)",
      "12 / (2 * 3)",
      "~5 & 3 | 8", "(1 | 2) & 6", "1 << (2 + 1)", "!(1 < 2) || 3 > 2", "int[8](3.7) + -4", "(3 + 4) * -(5 - 6)",
      "(1 < 2) == (3 < 4)", "+ +1", "1 + + +2", "- - 3", "-+-3", "!!true", "~ ~ ~5", "-(+(+2))",
    ])
  func expressions(text: String) throws {
    let program = "float x = \(text);"
    let printed = try OpenQASMProgram(program).openQASM3
    #expect(
      try BranchingSimulator.distribution(of: printed) == BranchingSimulator.distribution(of: program), "\(printed)")
  }

  @Test(
    "ranges and joined registers are printed as they are",
    arguments: [
      ("h q[:2:4];", "h q[:2:4];"), ("h q[1:];", "h q[1:];"), ("h q[:3];", "h q[:3];"), ("h q[:];", "h q[:];"),
      ("h q[0:2:];", "h q[0:2:];"), ("h q[:2:];", "h q[:2:];"),
      ("let a = q[2] ++ q[0:1]; h a;", "let a = q[2] ++ q[0:1];"),
      ("array[int, 1] a; array[int, 2] b = a ++ a;", "array[int, 2] b = a ++ a;"),
      ("bit[1] a; bit[2] b; b = a ++ a;", "b = a ++ a;"),
    ])
  func registers(text: String, line: String) throws {
    let program = "include \"stdgates.inc\"; qubit[5] q; " + text
    let printed = try OpenQASMProgram(program).openQASM3
    #expect(printed.contains("\n\(line)\n"), "\(printed)")
    #expect(try Circuit(openQASM: printed) == Circuit(openQASM: program))
  }

  @Test("random circuits keep their unitary in version 2, up to the phase", arguments: 1...5, 0..<6 as Range<UInt64>)
  func circuits(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed, stream: UInt32(qubitCount))
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 40, families: [.standard, .pauliRotation, .excitation, .unitary],
      using: &stream)
    let again = try Circuit(openQASM: circuit.openQASM2())
    let left = try circuit.unitaryMatrix(), right = try again.unitaryMatrix()
    // |tr U†V| is the dimension when they differ by a phase.
    var trace = left[0, 0] - left[0, 0]
    for column in 0..<left.columns {
      for row in 0..<left.rows { trace += left[row, column].conjugate * right[row, column] }
    }
    #expect(abs(trace.length - Double(left.rows)) < 1e-8)
  }

  @Test(
    "random programs mean the same printed in version 3, and in version 2 where that has words for them",
    arguments: 0..<40 as Range<UInt64>)
  func randomPrograms(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, stream: 3)
    let program = try OpenQASMProgram(RandomProgram.text(using: &stream))
    let expected = try BranchingSimulator.distribution(of: program)
    let third = program.openQASM3
    #expect(distance(try BranchingSimulator.distribution(of: third), expected) < 1e-9, "\(third)")
    #expect(distance(try BranchingSimulator.distribution(of: third, timing: .lazy), expected) < 1e-9, "\(third)")
  }

  @Test(
    "random programs of version 2 keep their distribution in version 3 and back", arguments: 0..<40 as Range<UInt64>)
  func randomProgramsOfVersion2(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, stream: 4)
    let program = try OpenQASMProgram(RandomProgram.textOfVersion2(using: &stream))
    let expected = try BranchingSimulator.distribution(of: program)
    let third = try OpenQASMProgram(program.openQASM3)
    #expect(distance(try BranchingSimulator.distribution(of: third), expected) < 1e-9)
    let second = try third.openQASM2()
    #expect(distance(try BranchingSimulator.distribution(of: second), expected) < 1e-9, "\(second)")
  }

  @Test(
    "what version 2 has no words for is refused with its place",
    arguments: [
      (
        "bit c; h q[0]; c = measure q[0];\nwhile (c) { c = measure q[0]; }",
        "line 2, column 1: found while; allowed is what OpenQASM 2 has"
      ),
      (
        "bit[2] c; c[0] = measure q[0];\nif (c[0]) { x q[1]; }",
        "line 2, column 1: found if; allowed is what OpenQASM 2 has"
      ),
      (
        "bit c = measure q[0];\nif (c == 1) { ctrl @ x q[0], q[1]; }",
        "line 2, column 15: found a gate with a modifier; allowed is gates that OpenQASM 2 has"
      ),
      ("bit c = measure q[0]; if (c == 1) { x q[0]; }\nint x;", nil),
    ] as [(String, String?)])
  func refusals(text: String, message: String?) throws {
    let program = try OpenQASMProgram(
      "OPENQASM 3.0; include \"stdgates.inc\"; qubit[2] q; " + text.replacing("int x", with: "int v"))
    let error = #expect(throws: OpenQASMError.self) { try program.openQASM2() }
    if let message { #expect(error?.description == message) }
  }

  @Test("circuits that version 2 has no words for are refused by name")
  func circuitRefusals() throws {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(.rx, Parameter("a"), on: 0)
    let error = #expect(throws: OpenQASMPrintingError.self) { try circuit.openQASM2() }
    #expect(error?.description == "found the parameter a; allowed is circuits whose parameters have values")
  }
}
