import CStateVectorKernels
import Foundation
import Testing

extension Kernels {
  @Suite("Excitations")
  struct ExcitationTests {
    /// As the Jordan-Wigner mapping makes them: conditions on single qubits, some without a flip.
    func simple(_ qubitCount: Int, cases: inout Cases) -> csv_excitation {
      var excitation = csv_excitation()
      let qubits = cases.qubits(min(qubitCount, 1 + cases.integer(below: 5)), of: qubitCount)
      let flipped = 1 + cases.integer(below: qubits.count)
      for (place, qubit) in qubits.enumerated() {
        if place < flipped { excitation.flip |= 1 << UInt64(qubit) }
        csv_excitation_add_condition(&excitation, 1 << UInt64(qubit), Int32(cases.integer(below: 2)))
      }
      excitation.sign_mask = cases.mask(qubitCount)
      excitation.sign = cases.integer(below: 2) == 0 ? 1 : -1
      return excitation
    }

    /// Conditions on parities of several qubits, not always independent, sometimes contradictory.
    func general(_ qubitCount: Int, cases: inout Cases) -> csv_excitation {
      var excitation = csv_excitation()
      repeat { excitation.flip = cases.mask(qubitCount) } while excitation.flip == 0
      var first: UInt64
      repeat { first = cases.mask(qubitCount) } while (first & excitation.flip).nonzeroBitCount % 2 == 0
      csv_excitation_add_condition(&excitation, first, Int32(cases.integer(below: 2)))
      for _ in 0..<cases.integer(below: 8) {
        csv_excitation_add_condition(&excitation, cases.mask(qubitCount), Int32(cases.integer(below: 2)))
      }
      excitation.sign_mask = cases.mask(qubitCount)
      excitation.sign = cases.integer(below: 2) == 0 ? 1 : -1
      return excitation
    }

    @Test("random excitations equal the twin", arguments: 1...10, 0..<20 as Range<UInt64>)
    func twins(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount)
      let c = cases.number(), s = cases.number()
      for kind in [simple, general] {
        var e = kind(qubitCount, &cases)
        expectTwins(on: state, "\(e)") {
          csv_excitation_rotation(&$0, n, &e, c, s)
        } twin: {
          csv_excitation_rotation_reference(&$0, n, &e, c, s)
        }
        expectTwins(on: left, "\(e)") {
          csv_excitation_accumulate(&$0, state, n, &e, c)
        } twin: {
          csv_excitation_accumulate_reference(&$0, state, n, &e, c)
        }
        expectTwins(scale: norm(left, qubitCount) * norm(state, qubitCount), "\(e)") {
          csv_excitation_matrix_element(left, state, n, &e, &$0)
        } twin: {
          csv_excitation_matrix_element_reference(left, state, n, &e, &$0)
        }
      }
    }

    @Test("sums over several chunks equal the twin", arguments: [13, 14], 0..<6 as Range<UInt64>)
    func chunks(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount)
      for kind in [simple, general] {
        var e = kind(qubitCount, &cases)
        expectTwins(scale: norm(left, qubitCount) * norm(state, qubitCount), "\(e)") {
          csv_excitation_matrix_element(left, state, n, &e, &$0)
        } twin: {
          csv_excitation_matrix_element_reference(left, state, n, &e, &$0)
        }
      }
    }

    @Test("a rotation and its inverse are the identity", arguments: 1...9, 0..<10 as Range<UInt64>)
    func inverse(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), theta = 3 * cases.number()
      for kind in [simple, general] {
        var e = kind(qubitCount, &cases)
        expectTwins(on: state, "\(e)") {
          csv_excitation_rotation(&$0, n, &e, cos(theta), sin(theta))
          csv_excitation_rotation(&$0, n, &e, cos(theta), -sin(theta))
        } twin: {
          _ in
        }
      }
    }

    @Test("the rotation by a small angle is 1 + theta G", arguments: 1...8, 0..<10 as Range<UInt64>)
    func generator(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let n = Int32(qubitCount), state = cases.state(qubitCount), theta = 1e-9
      for kind in [simple, general] {
        var e = kind(qubitCount, &cases), rotated = state, expected = state
        csv_excitation_rotation(&rotated, n, &e, cos(theta), sin(theta))
        csv_excitation_accumulate(&expected, state, n, &e, theta)
        let error = zip(rotated, expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
        #expect(error < 1e-15)
      }
    }

    @Test("one particle moves to the created orbital", arguments: instructionSets)
    func singleExcitation(instructionSet: String) {
      // From qubit 1 to qubit 4, past the occupied qubit 2: the sign of one exchange.
      var e = csv_excitation()
      e.flip = 0b10010
      csv_excitation_add_condition(&e, 0b00010, 1)
      csv_excitation_add_condition(&e, 0b10000, 0)
      e.sign_mask = 0b01100
      e.sign = 1
      var state = [Double](repeating: 0, count: 64), expected = state
      csv_set_basis_state(&state, 5, 0b00110)
      with(instructionSet: instructionSet) { csv_excitation_rotation(&state, 5, &e, 0.6, 0.8) }
      expected[2 * 0b00110] = 0.6
      expected[2 * 0b10100] = -0.8
      #expect(state == expected)
    }

    @Test("contradictory conditions leave every state alone")
    func contradiction() {
      var cases = Cases(seed: 1)
      let state = cases.state(4)
      var e = csv_excitation(), found = state, element = [1.0, 1.0]
      e.flip = 1
      e.sign = 1
      csv_excitation_add_condition(&e, 0b11, 1)
      csv_excitation_add_condition(&e, 0b10, 1)
      csv_excitation_add_condition(&e, 0b01, 1)
      csv_excitation_rotation(&found, 4, &e, 0.6, 0.8)
      csv_excitation_accumulate(&found, state, 4, &e, 2)
      csv_excitation_matrix_element(state, state, 4, &e, &element)
      #expect(found == state)
      #expect(element == [0, 0])
    }
  }
}
