import CStateVectorKernels
import Testing

extension Kernels {
  @Suite("Two-qubit matrices")
  struct TwoQubitTests {
    @Test("every ordered pair equals the twin", arguments: 2...9, 0..<2 as Range<UInt64>)
    func matrix(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount), m = cases.numbers(32)
      for q0 in 0..<n {
        for q1 in 0..<n where q0 != q1 {
          expectTwins(on: state, terms: 8, "qubits \(q0), \(q1)") {
            csv_apply_matrix2(&$0, n, q0, q1, m)
          } twin: {
            csv_apply_matrix2_reference(&$0, n, q0, q1, m)
          }
          expectTwins(scale: 2 * norm(left, qubitCount) * norm(state, qubitCount), "qubits \(q0), \(q1)") {
            csv_matrix2_element(left, state, n, q0, q1, m, &$0)
          } twin: {
            csv_matrix2_element_reference(left, state, n, q0, q1, m, &$0)
          }
        }
      }
    }

    @Test("sums over several chunks equal the twin", arguments: [12, 13, 14])
    func chunks(qubitCount: Int) {
      var cases = Cases(seed: 6)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount), m = cases.numbers(32)
      for (q0, q1) in [(0, 1), (5, 1), (0, n - 1), (4, 3)] as [(Int32, Int32)] {
        expectTwins(scale: 2 * norm(left, qubitCount) * norm(state, qubitCount), "qubits \(q0), \(q1)") {
          csv_matrix2_element(left, state, n, q0, q1, m, &$0)
        } twin: {
          csv_matrix2_element_reference(left, state, n, q0, q1, m, &$0)
        }
      }
    }

    @Test("bit 0 of the matrix index is the first target", arguments: [(0, 1), (1, 0), (2, 4), (4, 2), (1, 3), (3, 1)])
    func order(q0: Int32, q1: Int32) {
      // |01> -> |11>: controlled X, the control is q0.
      var m = [Double](repeating: 0, count: 32)
      for (row, column) in [(0, 0), (3, 1), (2, 2), (1, 3)] { m[2 * (row + 4 * column)] = 1 }
      var state = [Double](repeating: 0, count: 64)
      state[2 << q0] = 1
      csv_apply_matrix2(&state, 5, q0, q1, m)
      #expect(state[2 * (1 << Int(q0) | 1 << Int(q1))] == 1)
      #expect(csv_norm_squared(state, 5) == 1)
    }
  }
}
