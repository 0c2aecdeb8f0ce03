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
}
