import RandomStreams

/// Programs made by chance: a few qubits, gates of all kinds, measurements, and control flow that ends.
struct RandomProgram {
  private var stream: RandomStream
  private var budget = 20

  static func text(using stream: inout RandomStream) -> String {
    var program = RandomProgram(stream: stream)
    let body = (0..<8).map { _ in program.statement(depth: 0) }.joined(separator: "\n")
    stream = program.stream
    return """
      OPENQASM 3.0; include "stdgates.inc";
      gate twist(a, b) x, y { rx(a * b) x; ctrl @ ry(a - b) x, y; pow(2) @ t y; }
      def toss(qubit a, int n) -> bit { for int k in [1:n] { h a; } return measure a; }
      const int two = 2; qubit[3] q; bit[3] c; int v = 1; float f = 0.25; array[int[8], 3] d = {1, 2, 3};
      \(body)
      """
  }

  private mutating func random(_ count: Int) -> Int { Int(stream.uniform() * Double(count)) }

  private mutating func pick(_ choices: [String]) -> String { choices[random(choices.count)] }

  private mutating func qubit() -> String { pick(["q[0]", "q[1]", "q[2]", "q[two]", "q[-1]", "q[(v % 3 + 3) % 3]"]) }

  private mutating func angle() -> String {
    pick([
      "pi / 3", "0.7", "f", "f * 2 - 0.1", "sin(f) + v", "-pi / 4", "d[1] / 5.0", "arctan(f) ** 2", "-(f + 1) * 0.5",
    ])
  }

  private mutating func integer() -> String {
    pick([
      "v", "two", "3", "d[0]", "v + d[2]", "(v + 1) * two", "-v", "c[0] + v", "int(c)", "v ^ 5", "7 % (two + 1)",
      "1 << two",
    ])
  }

  private mutating func condition() -> String {
    let left = integer(), right = integer()
    return pick([
      "c[0]", "!c[1]", "c == 5", "\(left) < \(right)", "c[0] == c[2] && \(left) > 0", "bool(v) || c[1]",
      "(c & \"011\") != \"000\"",
    ])
  }

  private mutating func statement(depth: Int) -> String {
    budget -= 1
    let kind = random(depth < 2 && budget > 0 ? 16 : 11)
    switch kind {
    case 0...2: return "\(pick(["h", "x", "t", "sx", "inv @ s", "pow(0.5) @ y"])) \(qubit());"
    case 3: return "\(pick(["rx", "ry", "rz", "p", "pow(3) @ rz", "inv @ u1"]))(\(angle())) \(qubit());"
    case 4: return "\(pick(["cx", "cz", "negctrl @ x", "ctrl @ h"])) q[0], \(pick(["q[1]", "q[2]"]));"
    case 5: return "twist(\(angle()), \(angle())) q[1], q[2];"
    case 6: return "c[\(pick(["0", "1", "two", "-1"]))] = measure \(qubit());"
    case 7:
      return pick([
        "c = measure q;", "reset q[1];", "barrier q;", "h q[0:1];", "delay[10ns] q;", "c[1] = toss(q[2], two);",
      ])
    case 8: return "v \(pick(["=", "+=", "-=", "^="])) \(integer());"
    case 9: return "d[\(pick(["0", "1", "two"]))] = \(integer());"
    case 10: return "f = \(angle());"
    case 11, 12:
      return "if (\(condition())) { \(statement(depth: depth + 1)) } else { \(statement(depth: depth + 1)) }"
    case 13: return "for int i in [0:\(pick(["1", "2", "two"]))] { \(statement(depth: depth + 1)) ry(i * 0.3) q[i]; }"
    case 14:
      return
        "switch (\(integer())) { case 1, 2 { \(statement(depth: depth + 1)) } default { \(statement(depth: depth + 1)) } }"
    default: return "for uint[8] w in {1, 5} { if (w > 3 && c[0]) { break; } \(statement(depth: depth + 1)) }"
    }
  }

  static func textOfVersion2(using stream: inout RandomStream) -> String {
    var program = RandomProgram(stream: stream)
    var text =
      "OPENQASM 2.0;\ninclude \"qelib1.inc\";\ngate twist(a,b) x,y { rx(a*b/2) x; cu1(a-b) x,y; u3(a,-b,1/3) y; }\nqreg q[2]; qreg r[1]; creg c[2]; creg d[1];\n"
    for _ in 0..<16 {
      let condition = program.random(4) == 0 ? program.pick(["if(c==2) ", "if(d==1) ", "if(c==0) "]) : ""
      let statement = program.pick([
        "h q[0];", "x q[1];", "h r[0];", "t q;", "cx q[0],r[0];", "cx q,q[1];", "u2(0.1,pi/5) q[1];",
        "twist(1/2,0.3) q[0],q[1];", "rzz(0.4) q[1],r[0];",
        "ccx q[0],q[1],r[0];", "measure q[0] -> c[1];", "measure q -> c;", "measure r -> d;", "reset q[0];",
        "sxdg r[0];", "cu3(0.1,0.2,0.3) r[0],q[0];",
        "rz(-pi^2/7) q[0];", "ry(sin(pi/7)*2) q[1];", "csx q[1],r[0];",
      ])
      // A register and one of its qubits do not go together.
      text += statement == "cx q,q[1];" ? "cx q[1],q[0];\n" : condition + statement + "\n"
    }
    stream = program.stream
    return text
  }
}
