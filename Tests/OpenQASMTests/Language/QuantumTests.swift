import Foundation
import LinearAlgebra
import OpenQASM
import QuantumCircuits
import TestSupport
import Testing

@Suite("The quantum language")
struct QuantumTests {
  static let header = "OPENQASM 3.0; include \"stdgates.inc\";"

  /// Whether two programs do the same to all states, phase included.
  private func expectSame(_ text: String, _ other: String, qubitCount: Int) throws {
    let start = Self.header + "qubit[\(qubitCount)] q;"
    let left = try Circuit(openQASM: start + text).unitaryMatrix()
    let right = try Circuit(openQASM: start + other).unitaryMatrix()
    #expect(maximumDifference(left, right) < 1e-9, "\(text) | \(other)")
  }

  @Test(
    "modifiers are what the specification says",
    arguments: [
      ("pow(2) @ s q[0];", "z q[0];"), ("pow(0.5) @ x q[0];", "sx q[0];"), ("pow(-2) @ t q[0];", "sdg q[0];"),
      ("inv @ pow(0.5) @ z q[0];", "sdg q[0];"), ("pow(0) @ h q[0];", ""),
      ("pow(3) @ rx(0.4) q[0];", "rx(3*0.4) q[0];"),
      ("pow(1/4.0) @ z q[0];", "t q[0];"), ("ctrl @ pow(2) @ t q[0], q[1];", "ctrl @ s q[0], q[1];"),
      ("pow(2) @ ctrl @ s q[0], q[1];", "cz q[0], q[1];"),
      ("negctrl @ x q[0], q[1];", "x q[0]; cx q[0], q[1]; x q[0];"),
      ("ctrl @ negctrl @ x q[0], q[1], q[2];", "x q[1]; ccx q[0], q[1], q[2]; x q[1];"),
      ("ctrl(2) @ gphase(pi) q[0], q[1];", "cz q[0], q[1];"), ("pow(2) @ gphase(0.25);", "gphase(0.5);"),
      ("pow(1.5) @ gphase(0.25);", "gphase(0.375);"), ("inv @ ctrl @ gphase(0.5) q[0];", "p(-0.5) q[0];"),
      ("pow(1000000) @ p(0.001) q[1];", "p(1000) q[1];"), ("pow(1000003) @ h q[1];", "h q[1];"),
      (
        "gate g a, b { h a; cx a, b; t b; } pow(1000) @ g q[0], q[1];",
        "gate g a, b { h a; cx a, b; t b; } for int i in [1:1000] g q[0], q[1];"
      ),
      (
        "gate g a, b { h a; cx a, b; t b; } pow(0.5) @ g q[0], q[1]; pow(0.5) @ g q[0], q[1];",
        "h q[0]; cx q[0], q[1]; t q[1];"
      ),
      ("gate g a, b { h a; cx a, b; t b; } inv @ pow(3) @ g q[0], q[1]; pow(3) @ g q[0], q[1];", ""),
      ("gate g(t) a { pow(t) @ x a; } g(0.5) q[0];", "sx q[0];"), ("int k = 2; pow(k) @ s q[0];", "z q[0];"),
      // h and x as the specification defines them by U and their phase.
      ("gate k a { U(pi/2, 0, pi) a; gphase(-pi/4); } ctrl @ k q[0], q[1];", "ch q[0], q[1];"),
      ("gate k a { U(pi, 0, pi) a; gphase(-pi/2); } ctrl @ k q[0], q[1];", "cx q[0], q[1];"),
      // Powers made by matrix keep that phase, too.
      ("gate k a { U(pi, 0, pi) a; gphase(-pi/2); } ctrl @ pow(17) @ k q[0], q[1];", "cx q[0], q[1];"),
      ("ctrl @ pow(17) @ u3(0.3, 0.4, 0.5) q[0], q[1];", "for int i in [1:17] ctrl @ u3(0.3, 0.4, 0.5) q[0], q[1];"),
      ("gate k a { u2(0.4, 0.5) a; } inv @ ctrl @ pow(0.5) @ k q[0], q[1]; ctrl @ pow(0.5) @ k q[0], q[1];", ""),
      ("gate k a { u2(0.4, 0.5) a; } pow(2) @ ctrl @ pow(0.5) @ k q[0], q[1];", "ctrl @ u2(0.4, 0.5) q[0], q[1];"),
      ("pow(0.5) @ U(pi, 0, pi) q[0];", "gphase(pi/4); gphase(-pi/4); rx(-pi/2) q[0];"),
      // A body that is long enough to be multiplied in parts.
      (
        "gate k a, b { for int i in [1:700] { rx(0.01 * i) a; cx a, b; } } pow(1/2.0) @ k q[0], q[1]; pow(0.5) @ k q[0], q[1];",
        "for int i in [1:700] { rx(0.01 * i) q[0]; cx q[0], q[1]; }"
      ),
      ("ctrl @ U(0, 0, 0.7) q[0], q[1];", "cp(0.7) q[0], q[1];"),
      ("ctrl @ u3(0.3, 0.4, 0.5) q[0], q[1];", "cu(0.3, 0.4, 0.5, -0.45) q[0], q[1];"),
      (
        "gate k(a, b, c, g) x, y { ctrl @ gphase(g - a/2) x; ctrl @ U(a, b, c) x, y; } k(0.3, 0.4, 0.5, 0.6) q[0], q[1];",
        "cu(0.3, 0.4, 0.5, 0.6) q[0], q[1];"
      ),
    ])
  func modifiers(text: String, other: String) throws {
    try expectSame(text, other, qubitCount: 3)
  }

  @Test(
    "gates have bodies with functions, loops and other gates",
    arguments: [
      ("gate g(t) a { rx(sin(t) * t) a; ry(t ** 2) a; } g(0.5) q[0];", "rx(sin(0.5) * 0.5) q[0]; ry(0.25) q[0];"),
      ("gate g(t) a { for int i in [1:3] { rx(i * t) a; } } g(0.5) q[0];", "rx(0.5) q[0]; rx(1.0) q[0]; rx(1.5) q[0];"),
      (
        "gate f(t) a { p(cos(t)) a; } gate g(t) a { f(2 * t) a; } ctrl @ g(0.2) q[0], q[1];", "cp(cos(0.4)) q[0], q[1];"
      ),
      ("const int n = 3; gate g a { p(pi / n) a; } g q[1];", "p(pi / 3) q[1];"),
      (
        "gate g(a, b,) x, y, { rx(a) x; ry(b,) y,; } g(0.1, 0.2,) q[0], q[1],; barrier q,; h q[{0, 1,}];",
        "rx(0.1) q[0]; ry(0.2) q[1]; h q[0:1];"
      ),
      (
        "gate g(a, b) x, y { cx x, y; barrier x, y; crz(a - b) y, x; } inv @ g(1.0, 0.5) q[2], q[0];",
        "crz(-0.5) q[0], q[2]; cx q[2], q[0];"
      ),
    ])
  func definitions(text: String, other: String) throws {
    try expectSame(text, other, qubitCount: 3)
  }

  @Test(
    "registers are sliced, joined, named again, and looped over",
    arguments: [
      ("h q[0:2];", "h q;"), ("h q[{0, 2}];", "h q[0]; h q[2];"),
      ("cx q[0:1], q[1:2];", "cx q[0], q[1]; cx q[1], q[2];"),
      ("let a = q[1:2]; x a[0]; h a;", "x q[1]; h q[1]; h q[2];"),
      ("let a = q[2] ++ q[0:1]; x a[0]; t a[2];", "x q[2]; t q[1];"),
      ("for int i in [0:2] ry(0.1 * i) q[i];", "ry(0.1) q[1]; ry(0.2) q[2];"),
      ("for int i in [0:1] cx q[i], q[i + 1];", "cx q[0], q[1]; cx q[1], q[2];"),
      ("for int i in [0:1] { let a = q[i:i + 1]; h a; }", "h q[0:1]; h q[1:2];"), ("x q[-1];", "x q[2];"),
      ("h q[0:2:2];", "h q[0]; h q[2];"), ("h q[0:2:3];", "h q[0]; h q[2];"), ("h q[:2:3];", "h q[0]; h q[2];"),
      ("h q[1:4:4];", "h q[1];"), ("int n = 3; let a = q[0:2:n]; h a;", "h q[0]; h q[2];"),
      ("array[float, 2] w = {0.1, 0.2}; for int i in [0:3] rx(w[i/2]) q[i/2];", "rx(0.2) q[0]; rx(0.4) q[1];"),
      ("def f(int i) -> float { return 1.0 * i; } rx(f(7/2)) q[0]; ry(floor(7/2)) q[1];", "rx(3) q[0]; ry(3) q[1];"),
      ("rx(int(7/2)) q[0];", "rx(3) q[0];"),
      (
        "def f(readonly array[int, #dim = 1] a) -> int { int n = 7; return n / 2; } array[int, 1] a; rx(f(a)) q[0];",
        "rx(3) q[0];"
      ),
      (
        "def f(readonly array[int, #dim = 1] a) { int n = 7; n = n / 2; } array[int, 1] a; f(a); rx(7/2.0) q[0];",
        "rx(3.5) q[0];"
      ),
      ("int n = 2; for int i in [0:n] x q[n - i];", "x q;"),
      ("U(0.1, 0.2, 0.3) q;", "for int i in [0:2] U(0.1, 0.2, 0.3) q[i];"),
      ("box { x q[0]; delay[100ns] q; } nop q[0]; barrier; delay[2 * 10us] q[0], q[1];", "x q[0];"),
      ("def f(qubit[2] a, angle t) { cx a[0], a[1]; p(t) a[1]; } f(q[1:2], pi / 2);", "cx q[1], q[2]; p(pi/2) q[2];"),
      ("def f(qubit a, qubit[2] b) { h a; x b; } f(q[1], q[{0, 2}]);", "h q[1]; x q[0]; x q[2];"),
      ("def g(qubit a) { h a; } def f(qubit[2] a) { for int i in [0:1] g(a[i]); } f(q[0:1]);", "h q[0:1];"),
      ("if (1 < 2) h q[0]; else x q[0];", "h q[0];"), ("reset q; h q;", "h q;"),
    ])
  func registers(text: String, other: String) throws {
    try expectSame(text, other, qubitCount: 3)
  }

  @Test(
    "an input without a value stands neither in gates, nor in subroutines, nor in constants",
    arguments: [
      ("gate g x { rx(a) x; } g q;", "a, a variable outside of the gate"),
      ("gate g(t) x { rx(a) x; } g(0.7) q;", "a, a variable outside of the gate"),
      ("gate g x { rx(sin(a)) x; } g q;", "a, a variable outside of the gate"),
      ("def f(qubit x) { rx(a) x; } f(q);", "a, a variable outside of the subroutine"),
      (
        "const float b = 2 * a; gate g x { rx(b) x; } g q;",
        "a value that is known only when the program runs"
      ),
    ])
  func unknownInputs(text: String, found: String) {
    let whole = Self.header + "input float a; qubit q; " + text
    let error = #expect(throws: OpenQASMError.self) { try Circuit(openQASM: whole) }
    let other = #expect(throws: OpenQASMError.self) { try OpenQASMProgram(whole) }
    #expect(error?.description.contains(found) == true, "\(String(describing: error))")
    #expect(error?.description == other?.description)
  }

  @Test(
    "angles are refused that are quotients of integers with a remainder, within sums too",
    arguments: ["rx(7 / 2) q;", "rx(1 + 7 / 2) q;", "rx(floor(1.0) + 7 / 2) q;", "int n = 7; rx(f(3) + n / 2) q;"])
  func remainders(text: String) {
    let error = #expect(throws: OpenQASMError.self) {
      try Circuit(openQASM: Self.header + "qubit q; def f(int i) -> int { return i; } " + text)
    }
    #expect(error?.description.contains("a division of integers with a remainder") == true)
  }

  @Test("inputs with a value and without: both give the circuit", arguments: [0.3, 1, -2.5])
  func inputs(value: Double) throws {
    let text =
      Self.header
      + "input float a; input int n; qubit[2] q; for int i in [0:n] { rx(a * i + 0.5) q[0]; } ctrl @ gphase(2 * a) q[1];"
    let symbolic = try Circuit(openQASM: text, inputs: ["n": 3])
    #expect(symbolic.parameters == [Parameter("a")])
    let known = try Circuit(openQASM: text, inputs: ["n": 3, "a": .float(value)])
    #expect(known.parameters.isEmpty)
    #expect(maximumDifference(try symbolic.bound(to: [value]).unitaryMatrix(), try known.unitaryMatrix()) < 1e-12)
    // A machine takes all values at its start.
    var machine = try OpenQASMMachine(try OpenQASMProgram(text), inputs: ["n": 3, "a": .float(value)])
    var operations: [Circuit.Operation] = []
    while case .gate(let operation) = try machine.next() { operations.append(operation) }
    #expect(operations == known.operations)
  }

  @Test(
    "measurements and resets stand anywhere",
    arguments: [
      ("bit a; h q[0]; a = measure q[0]; if (a) x q[1]; bit b = measure q[1];", ["a=0 b=0": 0.5, "a=1 b=1": 0.5]),
      ("bit[2] c; h q[0]; c = measure q[0:1]; reset q[0]; bit d = measure q[0];", ["c=00 d=0": 0.5, "c=01 d=0": 0.5]),
      ("bit[2] c; x q[0]; for int i in [0:1] { c[i] = measure q[i]; }", ["c=01": 1]),
      ("uint[2] n; x q[1]; n = measure q[0:1];", ["n=2": 1]), ("bool b = measure q[0];", nil),
      (
        "def m(qubit a) -> bit { h a; return measure a; } bit v = m(q[0]); bit w = m(q[1]);",
        ["v=0 w=0": 0.25, "v=0 w=1": 0.25, "v=1 w=0": 0.25, "v=1 w=1": 0.25]
      ),
      (
        "def m(qubit a) -> bit { bit b; b = measure a; return b; } x q[1]; bit[2] c; c[0] = m(q[1]); c[1] = m(q[0]);",
        ["c=01": 1]
      ),
      ("bit c; h q[0]; measure q[0] -> c; c = 0; bit d; d = c;", ["c=0 d=0": 1]),
      ("bit c; x q[0]; measure q[0] -> c; reset q[0]; measure q[0] -> c;", ["c=0": 1]),
      ("measure q; bit c;", ["c=0": 1]),
      ("bit c; int k; while (!c) { k += 1; if (k == 3) x q[0]; c = measure q[0]; }", ["c=1 k=3": 1]),
      (
        "bit[3] c; h q; c = measure q; switch (uint[3](c)) { case 5 { end; } default { c = \"000\"; } }",
        ["c=101": 0.125, "c=000": 0.875]
      ),
      ("array[bit, 2] a; x q[1]; a[1] = measure q[1];", ["a={0, 1}": 1]),
      ("bit c; if (true) { bit d = measure q[0]; c = !d; }", ["c=1": 1]),
      ("output bit c; bit d; x q[0]; c = measure q[0]; d = c;", ["c=1": 1]),
      ("bit c = measure q[0]; if (c == 0) { x q[1]; } else { end; } bit[1] d; d[0] = measure q[1];", ["c=0 d=1": 1]),
    ] as [(String, [String: Double]?)], BranchingSimulator.Timing.allCases)
  func measurements(sample: (text: String, expected: [String: Double]?), timing: BranchingSimulator.Timing) throws {
    let (text, expected) = sample
    let found = try BranchingSimulator.distribution(of: Self.header + "qubit[3] q;" + text, timing: timing)
    #expect(distance(found, expected ?? ["b=false": 1]) < 1e-12, "\(found)")
  }

  @Test("a copy of a machine goes on by itself")
  func copies() throws {
    let program = try OpenQASMProgram(Self.header + "qubit q; bit c; h q; c = measure q; if (c) { x q; } z q;")
    var machine = try OpenQASMMachine(program)
    func name(_ event: OpenQASMMachine.Event) -> String {
      switch event {
      case .gate(let operation): operation.name
      case .measure(let qubit, let bit): "measure \(qubit) \(bit ?? -1)"
      case .reset: "reset"
      case .read(let bits): "read \(bits)"
      case .end: "end"
      }
    }
    #expect(try (0..<3).map { _ in name(try machine.next()) } == ["h", "measure 0 0", "read [0]"])
    // Without the outcome the machine stays where it is.
    #expect(name(try machine.next()) == "read [0]" && machine.waitingBits == [0])
    var other = machine
    machine.set(bit: 0, to: true)
    other.set(bit: 0, to: false)
    #expect(try (0..<4).map { _ in name(try machine.next()) } == ["x", "z", "end", "end"])
    #expect(try (0..<2).map { _ in name(try other.next()) } == ["z", "end"])
    #expect(machine.outputs == [OpenQASMOutput(name: "c", value: .bits([true]))])
    #expect(other.outputs == [OpenQASMOutput(name: "c", value: .bits([false]))])
  }
}
