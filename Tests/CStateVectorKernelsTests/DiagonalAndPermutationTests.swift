import CStateVectorKernels
import Testing

extension Kernels {
  @Suite("Diagonal gates and permutations")
  struct DiagonalAndPermutationTests {
    @Test("phases equal the twin", arguments: 0...9, 0..<3 as Range<UInt64>)
    func phase(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), re = cases.number(), im = cases.number()
      let all = 1 << UInt64(qubitCount) - 1 as UInt64
      let masks = [0, all] + (0..<12).map { _ in cases.controls(qubitCount, excluding: []) }
      for mask in masks {
        expectTwins(on: state, "mask \(mask)") {
          csv_apply_phase(&$0, n, mask, re, im)
        } twin: {
          csv_apply_phase_reference(&$0, n, mask, re, im)
        }
      }
    }

    @Test("one-qubit diagonals equal the twin", arguments: 1...9)
    func diagonal(qubitCount: Int) {
      var cases = Cases(seed: 1)
      let n = Int32(qubitCount), state = cases.state(qubitCount), d = cases.numbers(4)
      for q in 0..<n {
        expectTwins(on: state, "qubit \(q)") {
          csv_apply_diagonal1(&$0, n, q, d)
        } twin: {
          csv_apply_diagonal1_reference(&$0, n, q, d)
        }
      }
    }

    @Test("products with a table, and tables of products, equal the twins", arguments: 0...10)
    func tables(qubitCount: Int) {
      var cases = Cases(seed: 2)
      let n = Int32(qubitCount), state = cases.state(qubitCount), factors = cases.state(qubitCount)
      let w = cases.numbers(2 * qubitCount), re = cases.number(), im = cases.number()
      expectTwins(on: state, terms: 8, "entries") {
        csv_multiply_entries(&$0, n, factors, re, im)
      } twin: {
        csv_multiply_entries_reference(&$0, n, factors, re, im)
      }
      expectTwins(on: state, terms: 4 + 2 * qubitCount, "products") {
        csv_write_phase_products(&$0, n, w, re, im)
      } twin: {
        csv_write_phase_products_reference(&$0, n, w, re, im)
      }
    }

    @Test("X with controls equals the twin, to the bit", arguments: 1...9, 0..<3 as Range<UInt64>)
    func x(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount)
      for q in 0..<qubitCount {
        for controls in [0, cases.controls(qubitCount, excluding: [q]), cases.controls(qubitCount, excluding: [q])] {
          expectTwins(on: state, terms: 0, "qubit \(q), controls \(controls)") {
            csv_apply_x(&$0, n, controls, Int32(q))
          } twin: {
            csv_apply_x_reference(&$0, n, controls, Int32(q))
          }
        }
      }
    }

    @Test("swaps with controls equal the twin, to the bit", arguments: 2...8, 0..<2 as Range<UInt64>)
    func swap(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount)
      for q0 in 0..<qubitCount {
        for q1 in 0..<qubitCount where q0 != q1 {
          for controls in [0, cases.controls(qubitCount, excluding: [q0, q1])] {
            expectTwins(on: state, terms: 0, "qubits \(q0), \(q1), controls \(controls)") {
              csv_apply_swap(&$0, n, controls, Int32(q0), Int32(q1))
            } twin: {
              csv_apply_swap_reference(&$0, n, controls, Int32(q0), Int32(q1))
            }
          }
        }
      }
    }

    @Test("a swap moves one set bit to the other qubit", arguments: [(0, 1), (1, 4), (2, 3)])
    func swapMoves(q0: Int32, q1: Int32) {
      var state = [Double](repeating: 0, count: 64)
      csv_set_basis_state(&state, 5, 1 << UInt64(q0))
      csv_apply_swap(&state, 5, 0, q0, q1)
      #expect(state[2 << q1] == 1)
    }
  }
}
