import OpenQASM
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("Texts that are not OpenQASM 3, or more than circuits of gates")
struct OpenQASMMisuseTests {
  /// Texts behind `include "stdgates.inc"; qubit[2] q;` on a line of its own; what the message says.
  static let refused: [(text: String, message: String)] = [
    ("measure q;", "line 2, column 1: found a measurement; allowed is a circuit without measurements here"),
    (
      "bit[2] c;\nc = measure q;",
      "line 3, column 5: found a measurement; allowed is a circuit without measurements here"
    ),
    (
      "while (true) {}",
      "line 2, column 1: found a program that takes too many steps; allowed is at most 4195120"
    ),
    ("OPENQASM 3;", "line 2, column 1: found OPENQASM; allowed is a statement"),
    ("{", "line 2, column 1: found '{'; allowed is a statement"),
    ("@note x", "line 2, column 8: found the end of the text; allowed is a statement"),
    ("include \"qelib1.inc\";", "line 2, column 9: found the text \"qelib1.inc\"; allowed is \"stdgates.inc\""),
    ("include \"stdgates.inc\";", "line 2, column 9: found a second include of stdgates.inc; allowed is one"),
    (
      "include \"stdgates.inc;",
      "line 2, column 9: found a text without an end; allowed is a text closed by \" on its line"
    ),
    ("/* x q[0];", "line 2, column 1: found a comment without an end; allowed is a comment closed by */"),
    (
      "qubit[0] r;",
      "line 2, column 7: found 0 as the size of a register; allowed is 1 to 65536 in all, here at most 65534"
    ),
    (
      "qubit[99999999999999999999] r;",
      "line 2, column 7: found 99999999999999999999 as the size of a register; "
        + "allowed is 1 to 65536 in all, here at most 65534"
    ),
    (
      "qubit[65534] r; qubit w;",
      "line 2, column 23: found a qubit too many; allowed is 65536 qubits in all"
    ),
    ("qubit[2] q;", "line 2, column 10: found q, a name that is taken; allowed is a new name for the register"),
    ("qubit[2] pi;", "line 2, column 10: found pi, a name that is taken; allowed is a new name for the register"),
    (
      "qubit[2] 2q;",
      "line 2, column 10: found 2q; allowed is a number, with a unit of time or im at most, or an integer behind 0x, 0o or 0b"
    ),
    (
      "input int a;",
      "line 2, column 7: found an input of type int; allowed is float, float[64] or angle; or give the input a value"
    ),
    ("input float[32] a;", "line 2, column 13: found float[32]; allowed is float, float[64] or angle"),
    ("input float q;", "line 2, column 13: found q, a name that is taken; allowed is a new name for the input"),
    (
      "input float a, b;",
      "line 2, column 14: found ','; allowed is ';' or a further input statement for a further input"
    ),
    (
      "@ritz.parameter a\ninput float b;",
      "line 2, column 1: found the annotation @ritz.parameter; "
        + "allowed is @ritz.parameter with the name in quotation marks"
    ),
    (
      "input float a; @ritz.parameter \"a\"\ninput float b;",
      "line 3, column 13: found a second input for the parameter a; allowed is one input for each"
    ),
    ("rx q[0];", "line 2, column 1: found 0 angles for rx; allowed is 1"),
    ("rx(1, 2) q[0];", "line 2, column 1: found 2 angles for rx; allowed is 1"),
    ("u2(1, 2, 3) q[0];", "line 2, column 1: found 3 angles for u2; allowed is 2"),
    ("gphase q[0];", "line 2, column 1: found 0 angles for gphase; allowed is 1"),
    ("cx q[0];", "line 2, column 1: found 1 qubit for a gate; allowed is 2"),
    ("x;", "line 2, column 1: found 0 qubits for a gate; allowed is 1"),
    ("ctrl @ x q[0];", "line 2, column 1: found 1 qubit for a gate; allowed is 2"),
    ("cx q[0], q[0];", "line 2, column 1: found a gate that names a qubit twice; allowed is different qubits"),
    ("cx q, q;", "line 2, column 1: found a gate that names a qubit twice; allowed is different qubits"),
    ("x q[2];", "line 2, column 5: found qubit 2 of q; allowed is 0 to 1"),
    ("x q[-3];", "line 2, column 6: found qubit -3 of q; allowed is 0 to 1"),
    ("x q[i];", "line 2, column 5: found i, which is no variable here; allowed is a number or a variable"),
    ("x r;", "line 2, column 3: found r, which is no register; allowed is a declared register"),
    ("x $0;", "line 2, column 3: found a physical qubit beside registers; allowed is one or the other"),
    ("x 0;", "line 2, column 3: found 0; allowed is a register or a qubit"),
    ("x q[0]", "line 2, column 7: found the end of the text; allowed is ';' or ','"),
    ("foo q[0];", "line 2, column 1: found foo, which is no gate here; allowed is a gate that is defined before it"),
    ("rxx(1) q;", "line 2, column 1: found rxx, which is no gate here; allowed is a gate that is defined before it"),
    (
      "ritz_without_body q;",
      "line 2, column 1: found ritz_without_body, which is no gate here; allowed is a gate that is defined before it"
    ),
    ("ctrl(0) @ x q[0];", "line 2, column 6: found 0 as the number of controls; allowed is 1 to 64"),
    ("ctrl(65) @ x q[0];", "line 2, column 6: found 65 as the number of controls; allowed is 1 to 64"),
    (
      "input float a; gate f(t) x { ry(t) x; } qubit[2] r; ctrl(2) @ f(a) q[0], q[1], r[0];",
      "line 2, column 53: found a controlled cry of an input; allowed is numbers, or a gate with that control"
    ),
    (
      "qubit[4] r; ctrl(5) @ x q[0], q[1], r[0], r[1], r[2], r[3];",
      "line 2, column 13: found a controlled ccx on 6 qubits; allowed is 5 with the controls"
    ),
    ("rx(a) q[0];", "line 2, column 4: found a, which is no variable here; allowed is a number or a variable"),
    ("rx(1 +) q[0];", "line 2, column 7: found ')'; allowed is a number, a variable or '('"),
    ("rx((1) q[0];", "line 2, column 8: found q; allowed is ')' or ','"),
    ("rx(1e999) q[0];", "line 2, column 4: found 1e999; allowed is a number of at most 1.7976931348623157e+308"),
    (
      "rx(1e308*10) q[0];",
      "line 2, column 4: found an angle that is not finite; allowed is finite angles and coefficients"
    ),
    ("rx(1.0/0) q[0];", "line 2, column 7: found a division by zero; allowed is another divisor"),
    (
      "rx(1/2) q[0];",
      "line 2, column 5: found a division of integers with a remainder; "
        + "allowed is a decimal point in one of them, as in 1.0/2"
    ),
    (
      "rx(10ns) q[0];",
      "line 2, column 4: found a value of the type duration; allowed is float[64], or what converts to it"
    ),
    (
      "input float a; gate f(t) x { rx(t * t) x; } f(a) q[0];",
      "line 2, column 35: found a product of two variables; allowed is an angle that is linear in them"
    ),
    ("gate f a { reset a; }", "line 2, column 12: found reset; allowed is a gate or '}'"),
    (
      "input float a; rx(sin(a)) q[0];",
      "line 2, column 19: found the function sin of an input without a value; "
        + "allowed is angles that are linear in such inputs; give the input a value to run the program"
    ),
    (
      "input float a; if (a > 1) { x q[0]; }",
      "line 2, column 22: found '>' of a variable; allowed is an angle that is linear in it"
    ),
    (
      "x q[0]; reset q[0];",
      "line 2, column 9: found a reset of a qubit in use; "
        + "allowed is a circuit here; run the program with a sampler, which follows its measurements"
    ),
    (
      "input float a; rx(a*a) q[0];",
      "line 2, column 20: found a product of two variables; allowed is an angle that is linear in them"
    ),
    (
      "input float a; rx(1/a) q[0];",
      "line 2, column 20: found a division by a variable; allowed is an angle that is linear in them"
    ),
    ("gate x a {}", "line 2, column 6: found x, a name that is taken; allowed is a new name for the gate"),
    ("gate f { }", "line 2, column 8: found '{'; allowed is a name for the qubit"),
    ("gate f a, a { }", "line 2, column 11: found a, a name that is taken; allowed is a new name for the qubit"),
    ("gate f a { x b; }", "line 2, column 14: found b; allowed is a qubit of the gate"),
    (
      "gate f a, b { cx a, a; }",
      "line 2, column 15: found a gate that names a qubit twice; allowed is different qubits"
    ),
    (
      "gate f a { f a; }",
      "line 2, column 12: found f, which is no gate here; allowed is a gate that is defined before it"
    ),
    ("gate f a { measure a; }", "line 2, column 12: found measure; allowed is a gate or '}'"),
    ("gate f a { x a;", "line 2, column 16: found the end of the text; allowed is a statement or '}'"),
    ("\u{1}", "line 2, column 1: found '\\u{01}'; allowed is a statement"),
    ("😀", "line 2, column 1: found '\\u{0001F600}'; allowed is a statement"),
  ]

  @Test("what is not a circuit of gates is refused with its place", arguments: refused)
  func refusal(text: String, message: String) {
    let error = #expect(throws: OpenQASMError.self) {
      try Circuit(openQASM: "include \"stdgates.inc\"; qubit[2] q;\n" + text)
    }
    #expect(error?.description == message)
  }

  @Test(
    "other versions and missing includes",
    arguments: [
      ("OPENQASM 4.0;\n", "line 1, column 10: found version 4.0; allowed is version 2.0, 3, 3.0 or 3.1"),
      (
        "OPENQASM 3.0;\r\nqubit q;\r\n\r\n  h q;",
        "line 4, column 3: found h, which is no gate here; allowed is include \"stdgates.inc\" before it"
      ),
      (
        "gate x a { } x $70000;",
        "line 1, column 17: found 70000 as a physical qubit; allowed is 0 to 65535"
      ),
      (
        "gate x a { } x $0; qubit q;",
        "line 1, column 20: found a register beside physical qubits; allowed is one or the other"
      ),
      (
        "qubit[2] x;\rinclude \"stdgates.inc\";",
        "line 2, column 9: found stdgates.inc behind a declaration of x; allowed is the include before it"
      ),
    ])
  func versions(text: String, message: String) {
    let error = #expect(throws: OpenQASMError.self) { try Circuit(openQASM: text) }
    #expect(error?.description == message)
  }

  @Test("an empty text is an empty circuit")
  func empty() throws {
    #expect(try Circuit(openQASM: "") == Circuit(qubitCount: 0))
    #expect(try Circuit(openQASM: " // nothing") == Circuit(qubitCount: 0))
  }

  // MARK: Texts made to hurt

  @Test("what unfolds beyond measure is refused, quickly")
  func bombs() throws {
    let start = "include \"stdgates.inc\"; qubit[65536] q; "
    func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    func nest(_ body: String, _ levels: Int, calls: Int) -> String {
      (0..<levels).map { level in
        "gate g\(level) a { \(repeated(level == 0 ? body : "g\(level - 1) a; ", calls)) } "
      }.joined()
    }
    var names = ""
    for index in 0..<2000 { names += "input float a\(index); " }
    let sum = (0..<2000).map { "a\($0)" }.joined(separator: "+")
    let bombs = [
      start + nest("x a; ", 30, calls: 10) + "g29 q[0];",
      start + nest("", 30, calls: 10) + "g29 q[0];",
      start + nest("x a; ", 60, calls: 2) + "g59 q;",
      start + repeated("x q; ", 1000),
      start + nest("x a; ", 70, calls: 1) + "g69 q[0];",
      start + "rx(" + repeated("(", 100_000) + "1" + repeated(")", 100_000) + ") q[0];",
      start + "rx(" + repeated("(", 1_000_000),
      start + names + repeated("rx(\(sum)) q; ", 10),
      start + names + "rx((\(sum))" + repeated("*1", 200_000) + ") q[0];",
      start + names + "gate f(t) a { \(repeated("rz(t) a; ", 1000)) } f(\(sum)) q;",
      start + "gate w a, b, c, d, e { \(repeated("ctrl(4) @ ry(1) a, b, c, d, e; ", 100)) }"
        + repeated("w q[0], q[1], q[2], q[3], q[4]; ", 1000),
      repeated("inv @ ", 100_000), repeated("ctrl @ ", 100_000), repeated("@a\n", 100_000), repeated("/*", 100_000),
      "gate " + repeated("a", 1_000_000), "rx(" + repeated("9", 1_000_000) + ") q;",
    ]
    for bomb in bombs { #expect(throws: OpenQASMError.self) { try Circuit(openQASM: bomb) } }
    // Long is not wrong.
    let long = [
      start + repeated("ctrl(4) @ ry(1) q[0], q[1], q[2], q[3], q[4]; ", 5000),
      start + "rx(" + repeated("-", 100_000) + "1) q[0];", start + "rx(1" + repeated("+1", 100_000) + ") q[0];",
      start + nest("x a; ", 64, calls: 1) + "g63 q[0];", start + "rx(0." + repeated("1", 100_000) + ") q[0];",
      start + repeated("x q; ", 16), repeated("//\n", 100_000), repeated(";", 100_000),
    ]
    for text in long { #expect(throws: Never.self) { try Circuit(openQASM: text) } }
  }

  @Test("a changed text gives a circuit or an error", arguments: 0..<10 as Range<UInt64>)
  func mutations(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let circuit = try Circuit.random(qubitCount: 3, operationCount: 12, parameterCount: 2, using: &stream)
    let texts = [
      circuit.openQASM3,
      "OPENQASM 3; include \"stdgates.inc\"; input angle a; qubit[3] q; qreg r[3]; gate g(t) x, y { ctrl @ rz(-t/2) x, y; }"
        + "g(2*(a - pi)) q, r; negctrl @ inv @ g(1) q[0], q[1], q[-1]; barrier q; u2(1,2) r[0]; gphase(-0.5*(a));",
    ].map { Array($0.unicodeScalars) }
    let pieces = [
      "(", ")", "[", "]", "{", "}", ";", ",", "@", "\"", "-", "*", "/", ".", "0", "9999999999", "1e308", "q", "gate ",
      "ctrl @ ", "inv @ ", "gphase", "qubit", "input float ", "\n", "π", "ritz_", "@ritz.label ", "x", "_", "0.5", "e",
    ].map { Array($0.unicodeScalars) }
    var readCount = 0
    func random(_ count: Int) -> Int { Int(stream.uniform() * Double(count)) }
    for index in 0..<1000 {
      var text = texts[index % texts.count]
      for _ in 0...random(3) {
        let position = random(text.count)
        switch random(4) {
        case 0: text.remove(at: position)
        case 1: text.insert(contentsOf: pieces[random(pieces.count)], at: position)
        case 2: text.swapAt(position, random(text.count))
        default:
          // A stretch of the text, moved or doubled.
          let length = min(random(60), text.count - position)
          text.insert(contentsOf: text[position..<(position + length)], at: random(text.count))
        }
      }
      do throws(OpenQASMError) {
        let parsed = try Circuit(openQASM: String(String.UnicodeScalarView(text)))
        readCount += 1
        // What was read can be printed and read again.
        let again = try Circuit(openQASM: parsed.openQASM3)
        #expect(again == parsed)
      } catch {
        #expect(error.line >= 1 && error.column >= 1 && error.description.utf8.count < 400)
      }
    }
    #expect((1..<1000).contains(readCount))
  }
}
