import CStateVectorKernels
import Testing

extension Kernels {
  @Suite("Matrices on several qubits")
  struct SeveralQubitsTests {
    @Test("random targets equal the twin", arguments: 0...9, 0...6)
    func matrix(qubitCount: Int, targetCount: Int) {
      guard targetCount <= qubitCount else { return }
      var cases = Cases(seed: UInt64(targetCount))
      let n = Int32(qubitCount), k = Int32(targetCount), state = cases.state(qubitCount)
      let m = cases.numbers(2 << (2 * targetCount))
      var scratch = [Double](repeating: 0, count: csv_matrixk_scratch_count(k))
      for _ in 0..<6 {
        let targets = cases.qubits(targetCount, of: qubitCount).map { Int32($0) }
        expectTwins(on: state, terms: 2 << targetCount, "targets \(targets)") {
          csv_apply_matrixk(&$0, n, targets, k, m, &scratch)
        } twin: {
          csv_apply_matrixk_reference(&$0, n, targets, k, m, &scratch)
        }
      }
    }

    @Test("ten qubits at once equal the twin")
    func tenQubits() {
      var cases = Cases(seed: 10)
      let state = cases.state(10), m = cases.numbers(2 << 20), targets = cases.qubits(10, of: 10).map { Int32($0) }
      var scratch = [Double](repeating: 0, count: csv_matrixk_scratch_count(10))
      expectTwins(on: state, terms: 1 << 10, "targets \(targets)") {
        csv_apply_matrixk(&$0, 10, targets, 10, m, &scratch)
      } twin: {
        csv_apply_matrixk_reference(&$0, 10, targets, 10, m, &scratch)
      }
    }
  }
}
