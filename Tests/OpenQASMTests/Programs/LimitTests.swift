import OpenQASM
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("Limits, and texts made to hurt")
struct LimitTests {
  private func message(_ text: String, _ limits: OpenQASMLimits = OpenQASMLimits()) -> String? {
    do throws(OpenQASMError) {
      var machine = try OpenQASMMachine(try OpenQASMProgram(text, limits: limits))
      while try machine.next() != .end {}
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    "what goes beyond a limit says which",
    arguments: [
      (
        "qubit[2**40] q;",
        "line 1, column 7: found 1099511627776 as the size of a register; allowed is 1 to 65536 in all, here at most 65536"
      ),
      (
        "qubit[1099511627776] q;",
        "line 1, column 7: found 1099511627776 as the size of a register; allowed is 1 to 65536 in all, here at most 65536"
      ),
      (
        "bit[2000000] c;",
        "line 1, column 5: found 2000000 as the size of a register; allowed is 1 to 1048576 in all, here at most 1048576"
      ),
      (
        "array[int, 100000, 100000] a;",
        "line 1, column 12: found 100000 as the size of an array; allowed is 0 to 65536"
      ),
      (
        "array[int, 60000, 60000] a;",
        "line 1, column 19: found an array of too many elements; allowed is 65536 elements"
      ),
      ("int[65] a;", "line 1, column 5: found 65 as the width of int; allowed is 1 to 64"),
      ("float[16] a;", "line 1, column 7: found float[16]; allowed is float[32] and float[64]"),
      (
        "int x; for int i in [0:1000000000] { x += i; }",
        "line 1, column 16: found a program that takes too many steps; allowed is at most 30000000"
      ),
      (
        "def f(int n) -> int { return f(n + 1); } int x = f(0);",
        "line 1, column 30: found subroutines that call each other too deep; allowed is 256 calls within each other"
      ),
      (
        "gate x a { U(1, 2, 3) a; } qubit q; while (true) { x q; }",
        "line 1, column 52: found a program of too many operations; allowed is at most 1000"
      ),
      (
        "for int i in [0:0:5] {}",
        "line 1, column 1: found a range by steps of 0; allowed is a step that is not 0, and less than 2^63 steps"
      ),
      ("int i = 3; bit[2] c; bit d = c[i];", "line 1, column 30: found bit 3; allowed is 0 to 1"),
      ("int z; int x = 1 / z;", "line 1, column 18: found a division by zero; allowed is another divisor"),
      ("int x = 1 / 0;", "line 1, column 11: found a division by zero; allowed is another divisor"),
      (
        "int x = 2 ** -1;",
        "line 1, column 9: found an integer to the power -1; allowed is a power of at least 0, or a float"
      ),
      (
        "float x = sqrt(-1.0);",
        "line 1, column 11: found sqrt of -1.0, which is not finite; allowed is arguments where it is"
      ),
      ("int x = int(1e30);", "line 1, column 13: found 1e+30 as an integer; allowed is numbers that fit 64 bits"),
      (
        "int x = 9223372036854775807 + 1;",
        "line 1, column 29: found a constant beyond 64 bits; allowed is smaller integers, or floats"
      ),
    ])
  func limits(text: String, expected: String) {
    var limits = OpenQASMLimits()
    if text.contains("while (true)") { limits.operationCount = 1000 }
    #expect(message(text, limits) == expected)
  }

  @Test(
    "what the language has beyond circuits is refused by name",
    arguments: [
      ("defcal x q { }", "line 1, column 1: found defcal, a statement about pulses; allowed is circuits of gates"),
      ("cal { }", "line 1, column 1: found cal, a statement about pulses; allowed is circuits of gates"),
      (
        "extern f(int) -> int; int x = f(1);",
        "line 1, column 31: found f, an extern function; allowed is subroutines that the program defines"
      ),
      (
        "duration d = durationof({ });",
        "line 1, column 14: found durationof; allowed is durations written as numbers; the durations of blocks are not known here"
      ),
      (
        "qubit q; delay[3] q;",
        "line 1, column 16: found a value of the type int[64] as a duration; allowed is a duration such as 100ns"
      ),
      (
        "int x = 1; x[0][1] = 2;",
        "line 1, column 12: found bits of an element as the target of an assignment; allowed is a[i, j] = …"
      ),
      ("break;", "line 1, column 1: found break outside of a loop; allowed is break in for and while"),
      (
        "return 1;",
        "line 1, column 1: found return outside of a subroutine; allowed is return in def; end ends the program"
      ),
      (
        "int x; def f() -> int { return x; }",
        "line 1, column 32: found x, a variable outside of the subroutine; allowed is its parameters, and constants"
      ),
      (
        "qubit q; def f() { reset q; }",
        "line 1, column 26: found q, a register outside of the subroutine; allowed is qubits that are its parameters"
      ),
      ("const int x = 1; x = 2;", "line 1, column 18: found x, which cannot be changed; allowed is a variable"),
      ("int x; int x;", "line 1, column 12: found x, a name that is taken; allowed is a new name for the variable"),
      (
        "if (true) { qubit q; }",
        "line 1, column 13: found qubit within a block; allowed is qubit outside of all blocks"
      ),
      ("int x = y;", "line 1, column 9: found y, which is no variable here; allowed is a number or a variable"),
      (
        "int x = f(1);",
        "line 1, column 9: found f, which is no function here; allowed is a function or a subroutine defined before it"
      ),
      ("int x = {1} + 2;", "line 1, column 13: found '+'; allowed is ';'"),
      (
        "bit[3] c = \"01\";",
        "line 1, column 12: found a value of the type bit[2]; allowed is bit[3], or what converts to it"
      ),
      (
        "switch (1) { case 1 { } case 1 { } }",
        "line 1, column 30: found a case that stands twice; allowed is different cases"
      ),
      (
        "OPENQASM 2.0; opaque f a; qreg q[1]; f q[0];",
        "line 1, column 38: found f, an opaque gate; allowed is gates with a body"
      ),
      (
        "OPENQASM 2.0; qreg q[1]; if (q == 0) x q[0];",
        "line 1, column 30: found q, which is a register of qubits; allowed is a number or a variable"
      ),
      (
        "OPENQASM 2.0; qreg q[1]; U(0, 0, tau) q[0];",
        "line 1, column 34: found tau, which is no variable here; allowed is a number or a variable"
      ),
      (
        "OPENQASM 2.0; qreg q[1]; U(0, 0, arcsin(1)) q[0];",
        "line 1, column 34: found arcsin; allowed is a number, a variable, or sin, cos, tan, exp, ln or sqrt"
      ),
      (
        "OPENQASM 2.0; qreg q[1]; U(0, 0, log(1)) q[0];",
        "line 1, column 34: found log; allowed is a number, a variable, or sin, cos, tan, exp, ln or sqrt"
      ),
      (
        "OPENQASM 2.0; qreg q[2]; CX q[0],q[1],;",
        "line 1, column 39: found ';'; allowed is a register or a qubit"
      ),
      (
        "array[bit, 2] a; bit[2] b; bit[4] c = a ++ b;",
        "line 1, column 44: found arrays of different types; allowed is arrays of one type"
      ),
      (
        "qubit q; U[100ns] q;",
        "line 1, column 11: found a gate with a duration; allowed is gates without one"
      ),
      (
        "array[int, 2, 2] a; array[int, 2, 2] b = a[{0, 0}, {1, 1}];",
        "line 1, column 44: found a list beside another index; allowed is a list alone, or ranges"
      ),
      (
        "qubit[3] q; let b = q[0:1] ++ q[1:2];",
        "line 1, column 31: found a register joined to a part of itself; allowed is different qubits"
      ),
      (
        "qubit[3] q; int n = 1; let b = q[0:n] ++ q[1:2];",
        "line 1, column 32: found a register joined to a part of itself; allowed is different qubits"
      ),
      (
        "bit[3] c; let b = c[0:1] ++ c[1:2];",
        "line 1, column 29: found a register joined to a part of itself; allowed is different bits"
      ),
      (
        "def f() { array[int, 2] a; }",
        "line 1, column 11: found an array in a subroutine; allowed is arrays outside of it, as its parameters"
      ),
      (
        "def f() -> array[int, 2] { }",
        "line 1, column 12: found a result of the type array[int[64], 2]; allowed is one value"
      ),
      (
        "OPENQASM 2.0; include \"stdgates.inc\";",
        "line 1, column 23: found the text \"stdgates.inc\"; allowed is \"qelib1.inc\""
      ),
    ])
  func refusals(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test("what texts may hold and let compute while they are read has limits")
  func work() {
    func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    let zeros = "{" + Array(repeating: "0", count: 300).joined(separator: ", ") + "}"
    let work = "a text that takes too much work"
    var limits = OpenQASMLimits()
    limits.stepCount = 10_000_000
    let shapes = "array[int, 5000] x; "
    for (text, found) in [
      ("array[int, 10, 200] a; bool b = a[\(zeros)] == a[\(zeros)];", nil),
      ("array[int, 10, 6000] a; bool b = a[\(zeros)] == a[\(zeros)];", "an array of too many elements"),
      ("bit[1000000] c; " + repeated("c = 1;", 100), work),
      (
        "const array[int, 9000] k = {" + repeated("1, ", 8999) + "1}; array[float, 9000] a; "
          + repeated("a = k;", 1000),
        work
      ),
      (
        "const array[int, 9000] k = {" + repeated("1, ", 8999) + "1}; array[int, 9000] a; " + repeated("a = k;", 1000),
        nil
      ),
      ("def f() { bit[60000] c; } " + (0..<3000).map { "def f\($0)() -> bit[9000] { }" }.joined(), nil),
      (
        "def f(readonly array[int, #dim = 1] a) { if (sizeof(a) > 1) f(a[0:sizeof(a) - 2]); } \(shapes) f(x);",
        "too many subroutines"
      ),
      (
        "def f(readonly array[int, #dim = 1] a) { int v = 1 + sizeof(a); "
          + repeated("v += v;", 2000) + " } \(shapes)" + (1..<3000).map { "f(x[0:\($0)]);" }.joined(),
        "a program too long"
      ),
      (
        "def f(readonly array[int, #dim = 1] a) { \(repeated("barrier;", 5000)) } \(shapes)"
          + (1..<4000).map { "f(x[0:\($0)]);" }.joined(), work
      ),
      ("const bit[1048576] c = 0; int x = popcount(" + repeated("~", 100_000) + "c);", work),
      (
        "gate g a { for int i in [1:65536] { " + repeated("barrier a; ", 10_000) + "} }", work
      ),
      (
        "gate g0 a { U(0.1, 0, 0) a; } " + (1..<24).map { "gate g\($0) a { g\($0 - 1) a; g\($0 - 1) a; } " }.joined()
          + "qubit q; pow(0.5) @ g23 q;", "a program that takes too many steps"
      ),
      ("qubit q; while (true) pow(0.5) @ U(1, 2, 3) q;", "a program that takes too many steps"),
      (
        "include \"stdgates.inc\"; qubit[3] q; while (true) ctrl @ crx(0.3) q[0], q[1], q[2];",
        "a program that takes too many steps"
      ),
      (
        "gate g a { for int i in [1:65536] { barrier " + repeated("a, ", 10_000) + "a; } }",
        work
      ),
      (
        "gate g a { for int i in [1:65536] { gphase(" + repeated("+ ", 10_000) + "1); } }",
        work
      ),
    ] as [(String, String?)] {
      let start = ContinuousClock.now
      let message = message(text, limits)
      if let found {
        #expect(message?.contains("found \(found)") == true, "\(text.prefix(80)) \(message ?? "nothing")")
      } else {
        #expect(message == nil, "\(text.prefix(80))")
      }
      #expect(start.duration(to: .now) < .seconds(20), "\(text.prefix(80))")
    }
  }

  @Test("files are asked for by name, and may not include themselves")
  func files() throws {
    let include: OpenQASMInclude = { name in
      switch name {
      case "mine.inc": "gate flip a { x a; }"
      case "outer.inc": "include \"mine.inc\"; const int n = 2;"
      case "self.inc": "include \"self.inc\";"
      case "wrong.inc": "int a;\nint b = c;"
      default: nil
      }
    }
    let head = "include \"stdgates.inc\"; "
    let program = try OpenQASMProgram(head + "include \"outer.inc\"; qubit[n] q; flip q;", include: include)
    #expect(try Circuit(openQASM: program.openQASM3).gateCounts == ["x": 2])
    for (text, expected) in [
      (
        "include \"self.inc\";",
        "self.inc, line 1, column 9: found the text \"self.inc\", a file that includes itself; allowed is other files"
      ),
      (
        "include \"none.inc\";",
        "line 1, column 9: found the text \"none.inc\", a file that cannot be read; allowed is a readable file"
      ),
      (
        "include \"wrong.inc\";",
        "wrong.inc, line 2, column 9: found c, which is no variable here; allowed is a number or a variable"
      ),
    ] {
      let error = #expect(throws: OpenQASMError.self) { try OpenQASMProgram(text, include: include) }
      #expect(error?.description == expected)
    }
    let error = #expect(throws: OpenQASMError.self) { try OpenQASMProgram("include \"mine.inc\";") }
    #expect(error?.description == "line 1, column 9: found the text \"mine.inc\"; allowed is \"stdgates.inc\"")
  }

  @Test("deep, long, and broken texts end in an error or a program, soon")
  func bombs() {
    func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    let lists = Array(repeating: "{" + repeated("0, ", 511) + "0}", count: 7).joined(separator: ", ")
    let texts = [
      repeated("if (true) {", 100_000), repeated("if (true) ", 100_000), repeated("for int i in [0:1] ", 100_000) + ";",
      "int x = " + repeated("(", 100_000), "int x = " + repeated("-", 100_000) + "1;",
      "int x = 1" + repeated(" + 1", 100_000) + ";",
      "int x = 2" + repeated(" ** 1", 100_000) + ";", "int x = 2" + repeated(" ** -", 100_000) + "1;",
      "int x = a" + repeated("[0]", 100_000) + ";",
      "array[int, 1] a = " + repeated("{", 100_000), "int x = " + repeated("int(", 100_000),
      "int x = " + repeated("sin(", 100_000),
      repeated("switch (1) { case 1 {", 100_000), repeated("else ", 1000),
      "if (true) ; " + repeated("else if (true) ; ", 100_000),
      repeated("def f() {", 10_000), repeated("gate g a {", 10_000), repeated("@a\n", 100_000),
      repeated("box {", 100_000), repeated("[", 100_000),
      "complex" + repeated("[complex", 100_000), "array" + repeated("[array", 100_000),
      "int x; " + repeated("x", 1_000_000),
      "gate g a { for int i in [0:65535] { for int j in [0:65535] { U(0, 0, 0) a; } } }",
      "gate g a { U(0, 0, 0) a; } qubit q; pow(2**50) @ g q;",
      "gate g a, b, c, d, e, f { U(0, 0, 0) a; } qubit[6] q; pow(2**50) @ g q[0], q[1], q[2], q[3], q[4], q[5];",
      "int x; for int i in [-9223372036854775807:9223372036854775807] x += 1;",
      "bit[1000000] c; for int i in [0:1000000] { c = ~c; }",
      "qubit[65536] q; bit[65536] c; while (true) { c = measure q; }", "\u{0}\u{0}", "\u{FFFD}",
      "OPENQASM 2.0;" + repeated("gate g a { ", 1000),
      "OPENQASM 2.0; qreg q[1]; U(" + repeated("sin(", 100_000) + "1) q[0];",
      "int[8] x = 5; x = x << 9223372036854775807; x = x >> 63;",
      "gate g0 a { U(0.1, 0, 0) a; } " + (1..<24).map { "gate g\($0) a { g\($0 - 1) a; g\($0 - 1) a; } " }.joined()
        + "qubit q; pow(0.5) @ g23 q;",
      "def f(readonly array[int, #dim = 7] x, readonly array[int, #dim = 7] y) { } array[int, 2, 2, 2, 2, 2, 2, 2] a; "
        + "f(a[" + lists + "], a[" + lists + "]);",
      "def f() { return; " + (0..<50_000).map { "int v\($0);" }.joined() + "} while (true) f();",
      "def f() { if (false) bit[1000000] c; } while (true) f();",
      "array[int, 0, 65536, 65536, 65536, 65536, 65536, 65536] a; def f(readonly array[int, #dim = 6] x) { } f(a[0]);",
    ]
    var limits = OpenQASMLimits()
    (limits.stepCount, limits.operationCount) = (1_000_000, 100_000)
    for text in texts {
      let start = ContinuousClock.now
      if let message = message(text, limits) { #expect(message.utf8.count < 400) }
      #expect(start.duration(to: .now) < .seconds(20), "\(text.prefix(60))")
    }
  }

  @Test("ten thousand changed texts give programs or errors", arguments: 0..<10 as Range<UInt64>)
  func mutations(seed: UInt64) {
    let texts = SamplePrograms.all.map(\.text)
    let words = [
      "(", ")", "[", "]", "{", "}", ";", ",", "@", "\"", "-", "**", "<<", "/", "0", "63", "9999999999", "1e308", "0.5",
      "q", "c", "pi", "int ", "bit[2] ",
      "ctrl @ ", "pow(", "if (", "while (", "for int i in ", "[0:3] ", "measure ", "return ", "let ", "gate ", "def ",
      "\u{0}", "π", "\n", "++", "im", "ns",
      "array[int, 2] ", "const ", "U(1,2,3) ", "include \"stdgates.inc\";", "input ", "output ", "$0", "switch (",
    ]
    var limits = OpenQASMLimits()
    (limits.stepCount, limits.operationCount) = (20_000, 2_000)
    var stream = RandomStream(seed: seed, stream: 9)
    var counts = (programs: 0, errors: 0)
    for _ in 0..<1000 {
      let text = String(decoding: MutatedText.make(from: texts, words: words, using: &stream), as: UTF8.self)
      do throws(OpenQASMError) {
        let program = try OpenQASMProgram(text, limits: limits)
        counts.programs += 1
        // What was read can be printed, read again, and run.
        #expect(throws: Never.self, "\(text)") { try OpenQASMProgram(program.openQASM3, limits: limits) }
        _ = try? program.openQASM2()
        var machine = try OpenQASMMachine(program)
        while true {
          let event = try machine.next()
          if case .read(let bits) = event { for bit in bits { machine.set(bit: bit, to: stream.uniform() < 0.5) } }
          if event == .end { break }
        }
      } catch {
        counts.errors += 1
        #expect(error.line >= 1 && error.column >= 1 && error.description.utf8.count < 400)
      }
    }
    #expect(counts.programs > 0 && counts.errors > 0)
  }
}
