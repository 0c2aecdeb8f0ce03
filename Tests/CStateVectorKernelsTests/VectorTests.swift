import CStateVectorKernels
import Testing

extension Kernels {
  @Suite("Vectors")
  struct VectorTests {
    @Test("inner products and norms equal the twin", arguments: 0...14)
    func reductions(qubitCount: Int) {
      var cases = Cases(seed: 2)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount)
      expectTwins(scale: norm(left, qubitCount) * norm(state, qubitCount), "inner product") {
        csv_inner_product(left, state, n, &$0)
      } twin: {
        csv_inner_product_reference(left, state, n, &$0)
      }
      expectTwins(scale: norm(state, qubitCount) * norm(state, qubitCount), "norm") {
        $0[0] = csv_norm_squared(state, n)
      } twin: {
        $0[0] = csv_norm_squared_reference(state, n)
      }
    }

    @Test("scaling, adding and probabilities equal the twin", arguments: 0...10)
    func arithmetic(qubitCount: Int) {
      var cases = Cases(seed: 3)
      let n = Int32(qubitCount), state = cases.state(qubitCount), other = cases.state(qubitCount)
      let re = cases.number(), im = cases.number()
      expectTwins(on: state, "scale") {
        csv_scale(&$0, n, re, im)
      } twin: {
        csv_scale_reference(&$0, n, re, im)
      }
      expectTwins(on: state, "add") {
        csv_axpy(&$0, other, n, re, im)
      } twin: {
        csv_axpy_reference(&$0, other, n, re, im)
      }
      expectTwins(on: other, "probabilities") {
        csv_probabilities(state, n, &$0)
      } twin: {
        csv_probabilities_reference(state, n, &$0)
      }
    }

    @Test("a basis state has one amplitude", arguments: 0...6)
    func basisState(qubitCount: Int) {
      var cases = Cases(seed: 4)
      let state = cases.state(qubitCount), index = cases.mask(qubitCount)
      expectTwins(on: state, terms: 0, "index \(index)") {
        csv_set_basis_state(&$0, Int32(qubitCount), index)
      } twin: {
        csv_set_basis_state_reference(&$0, Int32(qubitCount), index)
      }
    }

    @Test("the left state of an inner product is conjugated")
    func conjugation() {
      var out = [0.0, 0.0]
      csv_inner_product([0, 1], [1, 0], 0, &out)
      #expect(out == [0, -1])
    }
  }
}
