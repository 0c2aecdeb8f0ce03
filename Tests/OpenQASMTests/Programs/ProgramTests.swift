import Foundation
import OpenQASM
import TestSupport
import Testing

@Suite("Whole programs")
struct ProgramTests {
  @Test(
    "programs give the distributions that they are known for", arguments: SamplePrograms.all,
    BranchingSimulator.Timing.allCases)
  func distributions(sample: SamplePrograms.Sample, timing: BranchingSimulator.Timing) throws {
    let found = try BranchingSimulator.distribution(of: sample.text, inputs: sample.inputs, timing: timing)
    #expect(distance(found, sample.expected) < max(1e-9, sample.tolerance), "\(found)")
  }

  @Test(
    "the qubits that gates may act on are told apart from idle ones",
    arguments: [
      ("qubit[40] q; h q[3]; cx q[3], q[7]; bit c; c = measure q[20]; if (c) x q[7]; reset q[30];", 2),
      ("qubit[40] q; def f(qubit a, qubit[2] b) { h a; cx b[0], b[1]; } f(q[1], q[4:5]);", 3),
      ("qubit[40] q; def f(qubit[4] b) { for int i in [0:3] h b[i]; } f(q[0:3]);", 4),
      ("qubit[40] q; for int i in [0:2] h q[i];", 40), ("qubit[40] q; let b = q[2:3]; h b;", 2),
      ("h $17; cx $17, $90; bit c; c = measure $100;", 2), ("qubit[5] q; barrier q;", 0),
      ("qubit[6] q; int n = 2; let b = q[0:n]; h b[0];", 6), ("qubit[4] q; gphase(0.3); ctrl @ gphase(0.2) q[1];", 1),
    ])
  func idleQubits(text: String, count: Int) throws {
    #expect(try OpenQASMProgram("include \"stdgates.inc\"; " + text).gatedQubitCount == count)
  }
}
