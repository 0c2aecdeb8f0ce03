internal import Foundation
public import OpenQASM

/// Programs of the kinds that the specification and benchmark collections show, written anew, with what they give.
public enum SamplePrograms {
  public struct Sample: Sendable, CustomStringConvertible {
    public var description: String
    public var text: String
    public var expected: [String: Double]
    public var inputs: [String: OpenQASMValue] = [:]
    public var tolerance = 0.0
  }

  private static let head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n"
  private static let head2 = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n"

  public static let all: [Sample] = version3 + version2

  public static let version3 = [
    Sample(
      description: "teleportation",
      text: head + """
        qubit[3] q; bit c0; bit c1; bit c2;
        // The state to be sent: cos(0.3)|0⟩ + sin(0.3)|1⟩.
        ry(0.6) q[0];
        h q[1]; cx q[1], q[2]; barrier q;
        cx q[0], q[1]; h q[0];
        c0 = measure q[0]; c1 = measure q[1];
        if (c1 == 1) { x q[2]; }
        if (c0 == 1) { z q[2]; }
        // Undone, so that it must be 0.
        ry(-0.6) q[2];
        c2 = measure q[2];
        """,
      expected: ["c0=0 c1=0 c2=0": 0.25, "c0=0 c1=1 c2=0": 0.25, "c0=1 c1=0 c2=0": 0.25, "c0=1 c1=1 c2=0": 0.25]),
    Sample(
      description: "teleportation by a subroutine on aliases",
      text: head + """
        const int n = 3;
        def bell(qubit a, qubit b) { h a; cx a, b; }
        def send(qubit s, qubit a, qubit b) {
          bit[2] m;
          bell(a, b); cx s, a; h s;
          m[0] = measure s; m[1] = measure a;
          if (m[1]) x b;
          if (m[0]) z b;
        }
        qubit[2 * n + 1] q;
        let first = q[0:2];
        x q[0];
        for uint i in [0:n - 1] { let part = q[2 * i:2 * i + 2]; send(part[0], part[1], part[2]); }
        bit c = measure q[2 * n];
        """,
      expected: ["c=1": 1]),
    Sample(
      description: "quantum Fourier transform and back",
      text: head + """
        const int n = 4;
        def qft(qubit[4] q) {
          for int i in [n - 1:-1:0] {
            h q[i];
            for int j in [i - 1:-1:0] cp(pi / float(1 << (i - j))) q[j], q[i];
          }
          for int i in [0:n / 2 - 1] swap q[i], q[n - 1 - i];
        }
        qubit[4] q; bit[4] c;
        // The Fourier state of 11.
        for int k in [0:3] { h q[k]; p(2 * pi * 11 * (1 << k) / 16.0) q[k]; }
        for int i in [0:1] swap q[i], q[3 - i];
        for int i in [0:3] { for int j in [0:i - 1] cp(-pi / float(1 << (i - j))) q[j], q[i]; h q[i]; }
        c = measure q;
        """,
      expected: ["c=1011": 1]),
    Sample(
      description: "inverse Fourier transform by one qubit after the other",
      text: head + """
        qubit[4] q; bit[4] c;
        reset q; h q; barrier q;
        for int k in [0:3] p(2 * pi * 5 * (1 << k) / 16.0) q[k];
        // The highest power tells the lowest bit.
        h q[3]; c[0] = measure q[3];
        if (c[0]) { p(-pi / 2) q[2]; p(-pi / 4) q[1]; p(-pi / 8) q[0]; }
        h q[2]; c[1] = measure q[2];
        if (c[1]) { p(-pi / 2) q[1]; p(-pi / 4) q[0]; }
        h q[1]; c[2] = measure q[1];
        if (c[2]) p(-pi / 2) q[0];
        h q[0]; c[3] = measure q[0];
        """,
      expected: ["c=0101": 1]),
    Sample(
      description: "ripple-carry adder",
      text: head
        + """
        gate majority a, b, c { cx c, b; cx c, a; ccx a, b, c; }
        gate unmaj a, b, c { ccx a, b, c; cx c, a; cx a, b; }
        qubit cin; qubit[3] a; qubit[3] b; qubit cout; bit[4] sum;
        uint[3] x = 5; uint[3] y = 6;
        for uint i in [0:2] {
          if (bool(x[i])) x a[i];
          if (bool(y[i])) x b[i];
        }
        majority cin, b[0], a[0];
        for uint i in [0:1] { majority a[i], b[i + 1], a[i + 1]; }
        cx a[2], cout;
        for uint i in [1:-1:0] { unmaj a[i], b[i + 1], a[i + 1]; }
        unmaj cin, b[0], a[0];
        sum[0:2] = measure b;
        sum[3] = measure cout;
        """.replacingOccurrences(of: "uint[3] x = 5; uint[3] y = 6;", with: "uint[3] m = 5; uint[3] n = 6;")
        .replacingOccurrences(of: "bool(x[i])", with: "bool(m[i])").replacingOccurrences(
          of: "bool(y[i])", with: "bool(n[i])"),
      expected: ["sum=1011 m=5 n=6": 1]),
    Sample(
      description: "repeat until success",
      text: head + """
        def attempt(qubit[2] a, qubit t) -> bit[2] {
          bit[2] flags;
          h a; ccx a[0], a[1], t; s t; ccx a[0], a[1], t; h a;
          flags = measure a;
          return flags;
        }
        qubit[2] a; qubit b; bit[2] flags = "11"; bit c;
        h b;
        while (int(flags) != 0) {
          reset a;
          flags = attempt(a, b);
          if (flags != "00") { z b; }
        }
        // The gate is a turn about Z with cos θ = 3/5: undone here.
        rz(-arccos(3.0 / 5)) b; h b;
        c = measure b;
        """,
      expected: ["flags=00 c=0": 1], tolerance: 1e-3),
    Sample(
      description: "iterative phase estimation",
      text: head + """
        const int n = 4;
        const float theta = 2 * pi * 13 / 16.0;
        qubit q; qubit r; bit[n] c; angle[n] turn = 0;
        x r;
        for int k in [0:n - 1] {
          reset q; h q;
          ctrl @ pow(1 << (n - 1 - k)) @ p(theta) q, r;
          // What is known so far, turned back.
          if (k > 0) { p(-turn) q; }
          h q;
          c[k] = measure q;
          turn >>= 1;
          if (c[k]) { turn += pi / 2; }
        }
        uint[n] estimate = uint[n](c);
        """,
      expected: ["c=1101 turn=\(Value.phase(of: 6)) estimate=13": 1]),
    Sample(
      description: "a variational energy from subroutines, arrays and inputs",
      text: head + """
        input array[float[64], 2] theta; input int shots;
        output float energy; output int ones;
        def trial(qubit[2] q, readonly array[float[64], 2] t) { ry(t[0]) q[0]; cx q[0], q[1]; rz(t[1]) q[1]; }
        def parity(qubit[2] q) -> bit { bit[2] c; c = measure q; return c[0] ^ c[1]; }
        qubit[2] q;
        for int shot in [1:shots] {
          reset q;
          trial(q, theta);
          bit b = parity(q);
          if (b) { ones += 1; }
          energy += 1 - 2 * b;
        }
        energy /= shots;
        """,
      expected: ["energy=1.0 ones=0": 1], inputs: ["theta": .array([0.7, 0.2]), "shots": 2]),
    Sample(
      description: "a gate sent through a pair",
      text: head + """
        qubit[4] q; bit[2] m; bit[2] c;
        x q[0];
        h q[1]; cx q[1], q[2];
        // cx from q[0] to q[3] across the pair.
        cx q[0], q[1]; m[0] = measure q[1];
        if (m[0]) x q[2];
        cx q[2], q[3];
        h q[2]; m[1] = measure q[2];
        if (m[1]) z q[0];
        c[0] = measure q[0]; c[1] = measure q[3];
        """,
      expected: ["m=00 c=11": 0.25, "m=01 c=11": 0.25, "m=10 c=11": 0.25, "m=11 c=11": 0.25]),
    Sample(
      description: "a repetition code that corrects a flip",
      text: head + """
        def syndrome(qubit[3] d, qubit[2] a) -> bit[2] {
          bit[2] b;
          reset a;
          cx d[0], a[0]; cx d[1], a[0]; cx d[1], a[1]; cx d[2], a[1];
          b = measure a;
          return b;
        }
        qubit[3] d; qubit[2] a; bit[3] c; bit[2] layer;
        x d[0]; cx d[0], d[1]; cx d[0], d[2];
        x d[1];
        layer = syndrome(d, a);
        switch (uint[2](layer)) {
          case 1 { x d[0]; }
          case 2 { x d[2]; }
          case 3 { x d[1]; }
          default { }
        }
        c = measure d;
        """,
      expected: ["c=111 layer=11": 1]),
    Sample(
      description: "a phase gate from controlled U, annotations and pragmas",
      text: head
        + """
        pragma simulator noiseless
        gate cphase2(t) a, b { U(0, 0, t / 2) a; cx a, b; U(0, 0, -t / 2) b; cx a, b; U(0, 0, t / 2) b; }
        qubit[2] q; bit[2] c;
        x q[0]; h q[1];
        @bind[ALAP]
        cphase2(pi) q[0], q[1];
        h q[1];
        c = measure q;
        """.replacingOccurrences(of: "@bind[ALAP]", with: "@bind.late ALAP"),
      expected: ["c=11": 1]),
    Sample(
      description: "distillation that keeps what passes its check",
      text: head + """
        const int rounds = 3;
        qubit[3] q; bit[rounds] passed; int kept;
        def check(qubit[2] a, qubit s) -> bool {
          bit b;
          reset s; h s; ctrl(1) @ z s, a[0]; cz s, a[1]; h s;
          b = measure s;
          return !b;
        }
        for int round in [0:rounds - 1] {
          reset q[0:1]; h q[0]; cx q[0], q[1];
          if (!check(q[0:1], q[2])) { continue; }
          passed[round] = true;
          kept += 1;
        }
        """,
      expected: ["passed=111 kept=3": 1]),
    Sample(
      description: "registers joined, and every other qubit",
      text: head + """
        qubit[5] q; bit[5] c; bit[2] d = "10"; bit[4] e;
        let turned = q[3:4] ++ q[0:2];
        x turned[0]; x q[:2:4];
        c = measure turned;
        e = d ++ "01";
        """,
      expected: ["c=10111 d=10 e=0110": 1]),
    Sample(
      description: "elements counted by a subroutine, and lists that end in commas",
      text: head + """
        def next(mutable array[int, 1] k, int step,) -> int { k[0] += step; return k[0] - step; }
        def total(readonly array[int, #dim = 1] a) -> int { int s; for int i in a s += i; return s; }
        gate turn(s, t,) a, b, { rx(s) a; rx(t) b; }
        qubit[2] q; bit[2] c; array[int, 1] k; array[int, 5,] a = {1, 2, 3, 4, 5,};
        a[next(k, 2,)] += 10; a[next(k, 2)] <<= 2; next(k, 0) + 1;
        int all = total(a); int some = total(a[:2:4]); uint[4] u = 9; u >>= 64;
        turn(pi, floor(7 / 2),) q[0], q[1],; turn(0, -total(a[2:2]) / 4) q[0], q[1];
        c = measure q;
        """,
      expected: ["c=01 k={4} a={11, 2, 12, 4, 5} all=34 some=28 u=0": 1]),
    Sample(
      description: "randomness from a loop with break",
      text: head + """
        qubit q; int tries; bit c;
        for int i in [1:3] {
          reset q; h q; c = measure q;
          tries = i;
          if (c) break;
        }
        """,
      expected: ["tries=1 c=1": 0.5, "tries=2 c=1": 0.25, "tries=3 c=1": 0.125, "tries=3 c=0": 0.125]),
  ]

  public static let version2 = [
    Sample(
      description: "Greenberger, Horne and Zeilinger",
      text: head2
        + "qreg q[5]; creg c[5]; h q[0]; cx q[0],q[1]; cx q[1],q[2]; cx q[2],q[3]; cx q[3],q[4]; measure q -> c;",
      expected: ["c=00000": 0.5, "c=11111": 0.5]),
    Sample(
      description: "Bernstein and Vazirani",
      text: head2 + """
        qreg q[4]; qreg a[1]; creg c[4];
        x a[0]; h a[0]; h q;
        cx q[0],a[0]; cx q[2],a[0]; cx q[3],a[0];
        h q;
        measure q -> c;
        """,
      expected: ["c=1101": 1]),
    Sample(
      description: "Grover on two qubits",
      text: head2
        + "qreg q[2]; creg c[2]; h q; x q[0]; cz q[0],q[1]; x q[0]; h q; x q; cz q[0],q[1]; x q; h q; measure q -> c;",
      expected: ["c=10": 1]),
    Sample(
      description: "phase estimation of t",
      text: head2 + """
        qreg q[4]; creg c[3];
        h q[0]; h q[1]; h q[2]; x q[3];
        cu1(pi/4) q[0],q[3]; cu1(pi/2) q[1],q[3]; cu1(pi) q[2],q[3];
        swap q[0],q[2];
        h q[0]; cu1(-pi/2) q[0],q[1]; h q[1]; cu1(-pi/4) q[0],q[2]; cu1(-pi/2) q[1],q[2]; h q[2];
        measure q[0] -> c[0]; measure q[1] -> c[1]; measure q[2] -> c[2];
        """,
      expected: ["c=001": 1]),
    Sample(
      description: "a chain of Ising spins, forth and back",
      text: head2 + """
        gate bond(t) a,b { cx a,b; rz(2*t) b; cx a,b; }
        gate field(t) a { rx(2*t) a; }
        qreg q[3]; creg c[3];
        bond(0.3) q[0],q[1]; bond(0.3) q[1],q[2]; field(1/4) q[0]; field(1/4) q[1]; field(1/4) q[2];
        field(-0.25) q[0]; field(-0.25) q[1]; field(-2^-2) q[2]; rzz(-0.6) q[1],q[2]; rzz(-0.6) q[0],q[1];
        measure q -> c;
        """,
      expected: ["c=000": 1]),
    Sample(
      description: "conditions on registers",
      text: head2 + """
        qreg q[2]; creg a[2]; creg b[1];
        x q[1]; measure q -> a;
        if(a==2) x q[0];
        if(a==1) x q[1];
        if(a==2) measure q[0] -> b[0];
        if(b==1) reset q[0];
        measure q[0] -> a[0];
        """,
      expected: ["a=10 b=1": 1]),
    Sample(
      description: "every kind of gate of qelib1, each undone",
      text: head2 + """
        opaque magic(a) x,y;
        qreg q[5]; creg c[5];
        h q;
        u3(0.1,0.2,0.3) q[0]; u3(-0.1,-0.3,-0.2) q[0]; u2(0.1,0.2) q[0]; u2(-0.2+pi,-0.1-pi) q[0]; u1(0.4) q[0]; p(-0.4) q[0];
        u(0.1,0.2,0.3) q[1]; U(-0.1,-0.3,-0.2) q[1]; u0(1) q[1]; sx q[1]; sxdg q[1]; s q[1]; sdg q[1]; t q[1]; tdg q[1];
        id q[0]; y q[0]; y q[0]; z q[0]; z q[0]; rx(sin(0.5)) q[0]; rx(-sin(0.5)) q[0]; ry(ln(2)) q[0]; ry(-ln(2)) q[0];
        CX q[0],q[1]; cx q[0],q[1]; cy q[0],q[1]; cy q[0],q[1]; ch q[0],q[1]; ch q[0],q[1]; swap q[0],q[1]; swap q[0],q[1];
        crx(0.1) q[0],q[1]; crx(-0.1) q[0],q[1]; cry(0.1) q[0],q[1]; cry(-0.1) q[0],q[1]; crz(0.1) q[0],q[1]; crz(-0.1) q[0],q[1];
        cu3(0.1,0.2,0.3) q[0],q[1]; cu3(-0.1,-0.3,-0.2) q[0],q[1]; cu(0.1,0.2,0.3,0.4) q[0],q[1]; cu(-0.1,-0.3,-0.2,-0.4) q[0],q[1];
        csx q[0],q[1]; csx q[0],q[1]; cx q[0],q[1]; rxx(0.3) q[0],q[1]; rxx(-0.3) q[0],q[1]; rzz(0.3) q[0],q[1]; rzz(-0.3) q[0],q[1];
        ccx q[0],q[1],q[2]; ccx q[0],q[1],q[2]; cswap q[0],q[1],q[2]; cswap q[0],q[1],q[2];
        rccx q[0],q[1],q[2]; rccx q[0],q[1],q[2]; rc3x q[0],q[1],q[2],q[3]; rc3x q[0],q[1],q[2],q[3]; rc3x q[0],q[1],q[2],q[3]; rc3x q[0],q[1],q[2],q[3];
        c3x q[0],q[1],q[2],q[3]; c3sqrtx q[0],q[1],q[2],q[3]; c3sqrtx q[0],q[1],q[2],q[3]; c4x q[0],q[1],q[2],q[3],q[4]; c4x q[0],q[1],q[2],q[3],q[4];
        h q;
        measure q -> c;
        """,
      expected: ["c=00000": 1]),
  ]
}

private enum Value {
  /// What an `angle[4]` of so many sixteenths of a turn is in radians.
  static func phase(of sixteenths: Int) -> Double { Double(sixteenths) * (2 * .pi * 0x1p-4) }
}
