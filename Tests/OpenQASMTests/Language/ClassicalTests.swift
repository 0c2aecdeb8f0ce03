import OpenQASM
import TestSupport
import Testing

@Suite("The classical language")
struct ClassicalTests {
  /// What a program without qubits gives.
  private func outputs(_ text: String, inputs: [String: OpenQASMValue] = [:]) throws -> String {
    let distribution = try BranchingSimulator.distribution(of: text, inputs: inputs)
    #expect(distribution.count == 1)
    return distribution.keys.first ?? ""
  }

  @Test(
    "operators have the language's ranks, types and widths",
    arguments: [
      ("int x = 2 + 3 * 4 ** 2;", "x=50"), ("int x = -2 ** 2;", "x=-4"), ("int x = 2 ** 3 ** 2;", "x=512"),
      ("int x = 7 / 2;", "x=3"), ("int x = -7 / 2;", "x=-3"), ("int x = -7 % 3;", "x=-1"),
      ("int x = mod(-7, 3);", "x=2"),
      ("uint[4] x = 17;", "x=1"), ("int[4] x = 8;", "x=-8"), ("uint[8] a = 255; uint[8] x = a + 1;", "a=255 x=0"),
      ("int[64] a = 9223372036854775807; int[64] x = a; x += 1;", "a=9223372036854775807 x=-9223372036854775808"),
      (
        "int[64] a = -9223372036854775807; a -= 1; int[64] x = a / -1;", "a=-9223372036854775808 x=-9223372036854775808"
      ),
      ("int x = 5 & 3 | 8 ^ 1;", "x=9"), ("int x = 1 << 3 + 1;", "x=16"), ("uint[4] x = 12; x >>= 2;", "x=3"),
      ("int x = 1; x <<= 70;", "x=0"), ("int[8] x = ~5;", "x=-6"), ("uint[4] a = 5; uint[4] x = ~a;", "a=5 x=10"),
      ("uint[2] a = 3; uint[2] b = a >> 4;", "a=3 b=0"), ("int[4] x = 1; x <<= 8;", "x=0"),
      ("uint[8] a = 1; a = a << 256;", "a=0"), ("int[4] x = -8; x >>= 9;", "x=-1"), ("int[4] x = 1; x <<= -1;", nil),
      ("angle[4] x = pi; x >>= -1;", nil), ("angle[4] x = pi; int k = -1; x = x << k;", nil),
      ("uint x = popcount(int[8](-1));", "x=8"), ("int[5] a = -1; uint x = popcount(a);", "a=-1 x=5"),
      ("uint[4] a = 13; uint x = popcount(a);", "a=13 x=3"), ("bit a = 1; uint x = popcount(a);", "a=1 x=1"),
      ("bool x = 1 < 2 && 3 != 4 || false;", "x=true"), ("bool x = !(2 >= 3);", "x=true"),
      ("float x = 1 / 2.0;", "x=0.5"), ("float x = 2.0 ** -1;", "x=0.5"),
      ("float[32] x = 0.1;", "x=\(Double(Float(0.1)))"),
      ("float x = sin(pi / 2) + cos(0) + sqrt(4.0) + exp(0) + log(ℇ);", "x=6.0"),
      ("float x = ceiling(1.2) + floor(-1.2) + arctan(0.0);", "x=0.0"), ("float x = 1_000.5e-1;", "x=100.05"),
      ("int x = 0xFF + 0b101 + 0o17 + 1_0;", "x=285"), ("uint x = popcount(\"1101\");", "x=3"),
      ("bit[4] x = rotl(\"0011\", 1);", "x=0110"), ("uint[8] x = rotr(1, 1);", "x=0"),
      ("complex[float[64]] x = (1 + 2im) * (3 - 1im);", "x=(5.0, 5.0)"),
      ("float x = real(2.5im) + imag(2.5im);", "x=2.5"),
      ("complex x = 2im ** 2;", "x=(-4.0, 0.0)"), ("int x = int[8](300);", "x=44"), ("int x = int(3.9);", "x=3"),
      ("int x = int(-3.9);", "x=-3"), ("bool x = bool(0.5);", "x=true"), ("float x = float[64](3);", "x=3.0"),
      ("uint[4] x = uint[4](\"1010\");", "x=10"), ("bit[4] x = bit[4](6);", "x=0110"), ("int x = true + true;", "x=2"),
      ("const int n = 3; int x = n * 2; x -= n;", "x=3"), ("int x = sizeof(a);", nil),
      ("int a; float b; bool c; bit[2] d; complex e;", "a=0 b=0.0 c=false d=00 e=(0.0, 0.0)"),
      ("bool x = false && 1 / 0 == 1;", nil), ("int z; bool x = z != 0 && 1 / z == 1;", "z=0 x=false"),
      ("int z; bool x = z == 0 || 1 / z == 1;", "z=0 x=true"),
      ("duration x = 2 * 100ns + 1us;", "x=\(2 * (100 * 1e-9) + 1e-6)"), ("float x = 100 ms / 1 s;", "x=0.1"),
      ("bool x = 5 µs == 5 μs && 5µs == 5μs && 5 us == 5us;", "x=true"),
    ] as [(String, String?)])
  func operators(text: String, expected: String?) throws {
    guard let expected else {
      #expect(throws: OpenQASMError.self) { try outputs(text) }
      return
    }
    #expect(try outputs(text) == expected)
  }

  @Test(
    "angles are parts of a turn",
    arguments: [
      ("angle[4] x = pi; uint[4] y = uint[4](bit[4](x));", 8),
      ("angle[4] x = 15 * pi / 8; x += pi / 4; uint[4] y = uint[4](bit[4](x));", 1),
      ("angle[4] x = pi / 4; x = x * 3; uint[4] y = uint[4](bit[4](x));", 6),
      ("angle[4] x = -pi / 8; uint[4] y = uint[4](bit[4](x));", 15),
      ("angle[4] x = 6 * pi / 8; x /= 3; uint[4] y = uint[4](bit[4](x));", 2),
      ("angle[4] x = pi / 2; x >>= 1; uint[4] y = uint[4](bit[4](x));", 2),
      ("angle[8] x = pi / 2; angle[8] z = pi / 8; uint[8] y = x / z;", 4),
      ("angle[4] x = 0; x[3] = 1; uint[4] y = uint[4](bit[4](x));", 8),
    ] as [(String, Int)])
  func angles(text: String, expected: Int) throws {
    #expect(try outputs(text).hasSuffix("y=\(expected)"))
  }

  @Test(
    "bits and registers are read and written one by one, in ranges and lists",
    arguments: [
      ("bit[4] c = \"0110\"; bit x = c[1]; bit y = c[-1];", "c=0110 x=1 y=0"),
      ("bit[4] c; c[0] = 1; c[2:3] = \"11\";", "c=1101"), ("bit[4] c = \"1100\"; bit[2] x = c[{3, 0}];", "c=1100 x=01"),
      ("bit[4] c = \"0110\"; bit[2] x = c[1:2:3];", "c=0110 x=01"), ("bit[4] c = \"0011\"; c = c << 1;", "c=0110"),
      ("bit[4] c = \"0011\"; c ^= \"0101\"; c = ~c;", "c=1001"),
      ("bit[3] c = \"101\"; bool x = c == 5;", "c=101 x=true"),
      ("bit[70] c; c[69] = 1; bool x = c == 0; bool y = c[69];", nil),
      ("int[8] a = 5; bit x = a[2]; a[1] = 1;", "a=7 x=1"),
      ("bit[4] c; let a = c[1:2]; a = \"11\"; let b = a ++ c[0]; b[2] = 1;", "c=0111"),
      ("bit[4] c = \"1010\"; int i = 3; bit x = c[i]; c[i - 1] = x;", "c=1110 i=3 x=1"),
      ("bit a = 1; bit[3] x = a ++ a ++ \"0\";", "a=1 x=011"),
      ("bit[2] c = \"10\"; int x = c[0] + c[1] + c[1];", "c=10 x=2"),
    ] as [(String, String?)])
  func bits(text: String, expected: String?) throws {
    guard let expected else {
      #expect(try outputs(text).hasSuffix("x=false y=true"))
      return
    }
    #expect(try outputs(text) == expected)
  }

  @Test(
    "arrays are values with rows, slices and lengths",
    arguments: [
      ("array[int[8], 3] a = {1, 2, 3}; a[1] = 300; int x = a[-1] + a[1];", "a={1, 44, 3} x=47"),
      ("array[int, 2, 2] a = {{1, 2}, {3, 4}}; int x = a[1, 0] * a[0][1];", "a={{1, 2}, {3, 4}} x=6"),
      ("array[int, 2, 2] a; a[1] = {5, 6}; array[int, 2] x = a[1];", "a={{0, 0}, {5, 6}} x={5, 6}"),
      ("array[float, 4] a = {1, 2, 3, 4}; a[0:1] = a[2:3];", "a={3.0, 4.0, 3.0, 4.0}"),
      (
        "array[int, 2] a = {1, 2}; array[int, 3] b = {3, 4, 5}; array[int, 5] x = a ++ b;",
        "a={1, 2} b={3, 4, 5} x={1, 2, 3, 4, 5}"
      ),
      ("array[int, 4] a = {1, 2, 3, 4}; array[int, 2] x = a[0:2:3]; a[0:3:5] = {7, 8};", "a={7, 2, 3, 8} x={1, 3}"),
      ("array[bit, 2] a = {1, 0}; array[bit, 4] d = a ++ a;", "a={1, 0} d={1, 0, 1, 0}"),
      (
        "array[int, 2, 2,] a = {{1, 2,}, {3, 4},}; def f(int m, int n,) -> int { return m + n; } int x = f(a[0, 1,], 2,);",
        "a={{1, 2}, {3, 4}} x=4"
      ),
      ("array[bit[2], 2] a = {\"01\", \"10\"}; bit[2] x = a[1];", "a={01, 10} x=10"),
      (
        "array[bool, 2, 3] a; uint x = sizeof(a); uint y = sizeof(a, 1);",
        "a={{false, false, false}, {false, false, false}} x=2 y=3"
      ),
      ("const array[int, 3] n = {4, 5, 6}; int i = 1; int x = n[i] + n[2];", "i=1 x=11"),
      ("array[complex[float[64]], 1] a = {1im};", "a={(0.0, 1.0)}"),
      ("array[int, 3] a = {1, 2, 3}; array[int, 3] b = a; b[0] = 9;", "a={1, 2, 3} b={9, 2, 3}"),
    ])
  func arrays(text: String, expected: String) throws {
    #expect(try outputs(text) == expected)
  }

  @Test(
    "statements are chosen and repeated",
    arguments: [
      ("int x; if (1 < 2) x = 1; else x = 2;", "x=1"),
      ("int x; if (false) { x = 1; } else if (x == 0) { x = 2; } else x = 3;", "x=2"),
      ("int x; for int i in [1:4] x += i;", "x=10"), ("int x; for uint[8] i in [10:-3:0] { x += i; }", "x=22"),
      ("int x; for int i in {3, 5, 8} { x = 10 * x + i; }", "x=358"),
      ("float x; for float f in {0.5, 0.25} x += f;", "x=0.75"),
      ("bit[4] c = \"0111\"; int x; for bit b in c { if (b) x += 1; }", "c=0111 x=3"),
      ("array[int, 3] a = {1, 2, 4}; int x; for int i in a x += i;", "a={1, 2, 4} x=7"),
      (
        "bit[2] c = \"11\"; int x;"
          + String(repeating: " for int i in {1, 2} x += i; for bit b in c x += b;", count: 40), "c=11 x=200"
      ),
      ("int x; switch (2) { case 1, 2, { x = 1; } }", "x=1"),
      ("int x = 3; x + 1; 1 + 2; (x); -x; !true; \"01\"; x ** 2 == 9; 2.5; x[0]; x[1] & x[0];", "x=3"),
      (
        "def f(mutable array[int, 1] a) -> int { a[0] += 1; return 1; } array[int, 1] a; f(a) + 1; 2 * f(a); -f(a);",
        "a={3}"
      ),
      ("int x; for int i in [3:1] x = 9;", "x=0"), ("int x = 10; while (x > 3) { x -= 2; }", "x=2"),
      ("int x; while (true) { x += 1; if (x == 5) break; if (x < 3) continue; x += 1; }", "x=5"),
      ("int x; for int i in [0:9] { if (i % 2 == 0) continue; if (i > 6) break; x += i; }", "x=9"),
      ("int x; for int i in [0:2] for int j in [0:i] { if (j == 1) break; x += 1; }", "x=3"),
      ("int x = 2; int y; switch (x) { case 0 { y = 1; } case 1, 2 { y = 2; } default { y = 3; } }", "x=2 y=2"),
      ("int x = 7; int y; switch (x + 1) { case 7 { y = 1; } default { y = 3; } }", "x=7 y=3"),
      ("int x = 7; int y; switch (x) { case 6 { y = 1; } }", "x=7 y=0"), ("int x = 1; end; x = 2;", "x=1"),
      ("int x = 1; { int x = 5; }", nil), ("int x = 1; if (true) { int x = 5; x += 1; } x += 1;", "x=2"),
      ("int x; for int i in [9223372036854775806:9223372036854775807] x += 1;", "x=2"),
    ] as [(String, String?)])
  func controlFlow(text: String, expected: String?) throws {
    guard let expected else {
      #expect(throws: OpenQASMError.self) { try outputs(text) }
      return
    }
    #expect(try outputs(text) == expected)
  }

  @Test(
    "subroutines take values and arrays, and give results",
    arguments: [
      ("def f(int a, int b) -> int { return a * b; } int x = f(3, 4) + f(1, 2);", "x=14"),
      ("def f(int n) -> int { if (n <= 1) return 1; return n * f(n - 1); } int x = f(10);", "x=3628800"),
      ("def f(mutable array[int, 3] a) { a[1] = 7; } array[int, 3] x = {1, 2, 3}; f(x);", "x={1, 7, 3}"),
      (
        "def f(readonly array[int, #dim = 1] a) -> int { int s; for int i in a s += i; return s + sizeof(a); } array[int, 3] a = {1, 2, 3}; int x = f(a);",
        "a={1, 2, 3} x=9"
      ),
      (
        "def f(mutable array[int, 2] a) -> int { a[0] += 1; return a[0]; } array[int, 2] a; int x = f(a) + f(a);",
        "a={2, 0} x=3"
      ),
      (
        "def f(mutable array[int, 1] k) -> int { k[0] += 1; return k[0] - 1; } array[int, 1] k; array[int, 3] a; "
          + "bit[3] c; a[f(k)] += 5; a[f(k)] -= 1; c[f(k)] ^= 1;",
        "k={3} a={5, -1, 0} c=100"
      ),
      ("const int n = 5; def f() -> int { return n; } int x = f();", "x=5"),
      ("def f(bit[2] c, bit b) -> bit[2] { c[0] = b; return c; } bit[2] x = f(\"10\", 1);", "x=11"),
      ("def f(int a) { a = 5; } int x = 1; f(x);", "x=1"),
      ("def f(angle[8] a) -> bit[8] { return bit[8](a); } bit[8] x = f(pi);", "x=10000000"),
      ("def f() -> bool { for int i in [0:5] { if (i == 3) return true; } return false; } bool x = f();", "x=true"),
    ])
  func subroutines(text: String, expected: String) throws {
    #expect(try outputs(text) == expected)
  }

  @Test("one element of a large array is read in a step, and copies are counted")
  func largeArrays() throws {
    #expect(
      try outputs(
        "const int n = 16384; input array[int, n] a; output int s; for int i in [0:n - 1] s += a[i];",
        inputs: ["a": .array((0..<16384).map { .integer($0) })]) == "s=134209536")
    for body in ["b = a;", "x = a == b;", "f(a);", "a[:] = b;", "for int k in a { break; }"] {
      var limits = OpenQASMLimits()
      limits.stepCount = 100_000
      var machine = try OpenQASMMachine(
        OpenQASMProgram(
          "def f(mutable array[int, 16384] c) { c[0] = 1; } array[int, 16384] a; array[int, 16384] b; bool x;"
            + "for int i in [1:100] { \(body) }", limits: limits))
      let error = #expect(throws: OpenQASMError.self, "\(body)") { while try machine.next() != .end {} }
      #expect(error?.description.contains("takes too many steps") == true)
    }
  }

  @Test("inputs get values, outputs are chosen and keep their order")
  func inputs() throws {
    let text =
      "input int[8] n; input bit[2] c; input angle[4] a; input array[float, 2] f; output float y; int z = 3; output bit[2] d; y = n * f[1]; d = ~c;"
    let inputs: [String: OpenQASMValue] = ["n": 3, "c": .bits([true, false]), "a": 3.14, "f": .array([1, 0.5])]
    #expect(try outputs(text, inputs: inputs) == "y=1.5 d=10")
    for (name, value, message) in [
      ("n", nil, "found the input n without a value; allowed is a value of the type int[8]"),
      ("n", 200, "found the value 200 for the input n; allowed is what fits int[8]"),
      ("n", .float(200), "found the value 200.0 for the input n; allowed is what fits int[8]"),
      ("n", .unsigned(.max), "found the value 18446744073709551615 for the input n; allowed is what fits int[8]"),
      ("n", 1.5, "found a value that is no int[8] for the input n; allowed is int[8]"),
      ("c", .bits([true]), "found 1 bits for the input c; allowed is 2"),
      ("m", 1, "found a value for m, which is no input; allowed is values for a, c, f, n"),
    ] as [(String, OpenQASMValue?, String)] {
      var changed = inputs
      changed[name] = value
      let error = #expect(throws: OpenQASMError.self) { try outputs(text, inputs: changed) }
      #expect(error?.description.hasSuffix(message) == true, "\(String(describing: error))")
    }
  }

  @Test("integers of 64 bits keep their value, or are refused as inputs")
  func wideInputs() throws {
    #expect(
      try outputs("input uint n;output uint m;m = n;", inputs: ["n": .unsigned(.max)]) == "m=18446744073709551615")
    #expect(try outputs("input uint n;output uint m;m = n;", inputs: ["n": .float(0x1p63)]) == "m=9223372036854775808")
    #expect(try outputs("input int n;output int m;m = n;", inputs: ["n": .float(-0x1p63)]) == "m=-9223372036854775808")
    for value in [OpenQASMValue.unsigned(.max), .float(0x1p63), .float(0x1p70)] {
      #expect(throws: OpenQASMError.self) { try outputs("input int n;", inputs: ["n": value]) }
    }
    #expect(throws: OpenQASMError.self) { try outputs("input uint n;", inputs: ["n": -1]) }
    #expect(throws: OpenQASMError.self) { try outputs("input uint n;", inputs: ["n": .float(-1)]) }
  }
}
