import CStateVectorKernels
import Foundation
import Testing

extension Kernels {
  @Suite("Pauli strings")
  struct PauliTests {
    /// All strings of few qubits, random ones of more.
    func strings(_ qubitCount: Int, seed: UInt64) -> [(x: UInt64, z: UInt64)] {
      var cases = Cases(seed: seed)
      guard qubitCount > 3 else {
        let masks = 0..<1 << UInt64(qubitCount) as Range<UInt64>
        return masks.flatMap { x in masks.map { (x, $0) } }
      }
      let top = 1 << UInt64(qubitCount - 1) as UInt64
      return [(0, 0), (0, top), (1, top), (2, 3), (3, 1), (top, 0), (top, 3), (top | 1, top | 1), (4, 4), (5, 4)]
        + (0..<40).map { _ in (cases.mask(qubitCount), cases.mask(qubitCount)) }
    }

    @Test("rotations and matrix elements equal the twin", arguments: 0...10)
    func twins(qubitCount: Int) {
      var cases = Cases(seed: 3)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount)
      let c = cases.number(), s = cases.number()
      for (x, z) in strings(qubitCount, seed: 4) {
        expectTwins(on: state, "x \(x), z \(z)") {
          csv_pauli_rotation(&$0, n, x, z, c, s)
        } twin: {
          csv_pauli_rotation_reference(&$0, n, x, z, c, s)
        }
        expectTwins(scale: norm(left, qubitCount) * norm(state, qubitCount), "x \(x), z \(z)") {
          csv_pauli_matrix_element(left, state, n, x, z, &$0)
        } twin: {
          csv_pauli_matrix_element_reference(left, state, n, x, z, &$0)
        }
      }
    }

    @Test("matrix elements over several chunks equal the twin", arguments: [12, 13])
    func chunks(qubitCount: Int) {
      var cases = Cases(seed: 4)
      let n = Int32(qubitCount), state = cases.state(qubitCount), left = cases.state(qubitCount)
      for _ in 0..<8 {
        let x = cases.mask(qubitCount), z = cases.mask(qubitCount)
        expectTwins(scale: norm(left, qubitCount) * norm(state, qubitCount), "x \(x), z \(z)") {
          csv_pauli_matrix_element(left, state, n, x, z, &$0)
        } twin: {
          csv_pauli_matrix_element_reference(left, state, n, x, z, &$0)
        }
      }
    }

    @Test("a rotation and its inverse are the identity", arguments: 0...8, [0.3, 2.9])
    func inverse(qubitCount: Int, theta: Double) {
      var cases = Cases(seed: 5)
      let n = Int32(qubitCount), state = cases.state(qubitCount)
      for (x, z) in strings(qubitCount, seed: 6) {
        expectTwins(on: state, "x \(x), z \(z)") {
          csv_pauli_rotation(&$0, n, x, z, cos(theta / 2), sin(theta / 2))
          csv_pauli_rotation(&$0, n, x, z, cos(theta / 2), -sin(theta / 2))
        } twin: {
          _ in
        }
      }
    }

    @Test("the matrices of X, Y and Z")
    func matrices() {
      let up: [Double] = [1, 0, 0, 0], down: [Double] = [0, 0, 1, 0]
      func element(_ left: [Double], _ right: [Double], x: UInt64, z: UInt64) -> [Double] {
        var out = [0.0, 0.0]
        csv_pauli_matrix_element(left, right, 1, x, z, &out)
        return out
      }
      #expect(element(up, down, x: 1, z: 0) == [1, 0])
      #expect(element(up, down, x: 1, z: 1) == [0, -1])
      #expect(element(down, up, x: 1, z: 1) == [0, 1])
      #expect(element(up, up, x: 0, z: 1) == [1, 0])
      #expect(element(down, down, x: 0, z: 1) == [-1, 0])
    }

    @Test("a rotation about Z is exp(-i theta / 2) on |0>, and about Y is real")
    func signs() {
      var state: [Double] = [1, 0, 0, 0]
      csv_pauli_rotation(&state, 1, 0, 1, 0.6, 0.8)
      #expect(state == [0.6, -0.8, 0, 0])
      state = [1, 0, 0, 0]
      csv_pauli_rotation(&state, 1, 1, 1, 0.6, 0.8)
      #expect(state == [0.6, 0, 0.8, 0])
    }
  }
}
