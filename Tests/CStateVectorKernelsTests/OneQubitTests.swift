import CStateVectorKernels
import Testing

extension Kernels {
  @Suite("One-qubit matrices")
  struct OneQubitTests {
    @Test("every qubit equals the twin", arguments: 1...11, 0..<3 as Range<UInt64>)
    func matrix(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), m = cases.numbers(8)
      for q in 0..<n {
        expectTwins(on: state, "qubit \(q)") {
          csv_apply_matrix1(&$0, n, q, m)
        } twin: {
          csv_apply_matrix1_reference(&$0, n, q, m)
        }
        expectTwins(on: state, "qubit \(q), a real matrix") {
          csv_apply_matrix1(&$0, n, q, real(m))
        } twin: {
          csv_apply_matrix1_reference(&$0, n, q, real(m))
        }
      }
    }

    /// Kernels have a way of their own for real matrices.
    private func real(_ matrix: [Double]) -> [Double] {
      matrix.enumerated().map { $0.offset.isMultiple(of: 2) ? $0.element : 0 }
    }

    @Test("every qubit with controls equals the twin", arguments: 1...9, 0..<3 as Range<UInt64>)
    func controlled(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount), m = cases.numbers(8)
      for q in 0..<qubitCount {
        for _ in 0..<8 {
          let controls = cases.controls(qubitCount, excluding: [q])
          expectTwins(on: state, "qubit \(q), controls \(controls)") {
            csv_apply_controlled_matrix1(&$0, n, controls, Int32(q), m)
          } twin: {
            csv_apply_controlled_matrix1_reference(&$0, n, controls, Int32(q), m)
          }
          expectTwins(scale: norm(left, qubitCount) * norm(state, qubitCount), "qubit \(q), controls \(controls)") {
            csv_matrix1_element(left, state, n, controls, Int32(q), m, &$0)
          } twin: {
            csv_matrix1_element_reference(left, state, n, controls, Int32(q), m, &$0)
          }
        }
      }
    }

    @Test("every qubit chosen by every other equals the twin", arguments: 2...10, 0..<3 as Range<UInt64>)
    func selected(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), zero = cases.numbers(8), one = cases.numbers(8)
      for selector in 0..<n {
        for q in 0..<n where q != selector {
          expectTwins(on: state, "qubit \(q) by \(selector)") {
            csv_apply_selected_matrix1(&$0, n, selector, q, zero, one)
          } twin: {
            csv_apply_selected_matrix1_reference(&$0, n, selector, q, zero, one)
          }
          expectTwins(on: state, "qubit \(q) by \(selector), real matrices") {
            csv_apply_selected_matrix1(&$0, n, selector, q, real(zero), real(one))
          } twin: {
            csv_apply_selected_matrix1_reference(&$0, n, selector, q, real(zero), real(one))
          }
        }
      }
    }

    @Test("sums over several chunks equal the twin", arguments: [12, 13, 14])
    func chunks(qubitCount: Int) {
      var cases = Cases(seed: 5)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount), m = cases.numbers(8)
      for q in [0, 1, 2, n - 1] {
        expectTwins(scale: norm(left, qubitCount) * norm(state, qubitCount), "qubit \(q)") {
          csv_matrix1_element(left, state, n, 0, q, m, &$0)
        } twin: {
          csv_matrix1_element_reference(left, state, n, 0, q, m, &$0)
        }
      }
    }

    @Test("controlled X of a superposition is a Bell state")
    func bellState() {
      var state: [Double] = [1, 0, 0, 0, 0, 0, 0, 0]
      let h = 0.5.squareRoot()
      csv_apply_matrix1(&state, 2, 1, [h, 0, h, 0, h, 0, -h, 0])
      csv_apply_controlled_matrix1(&state, 2, 0b10, 0, [0, 0, 1, 0, 1, 0, 0, 0])
      #expect(state == [h, 0, 0, 0, 0, 0, h, 0])
    }
  }
}
