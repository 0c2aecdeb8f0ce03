import ComplexModule
import LinearAlgebra
import PauliAlgebra
import QuantumCircuits
import RealModule

// Every gate a second time, from its textbook definition by Pauli matrices, exponentials and controls. Nothing here looks
// at the matrices, rules or structure that QuantumCircuits gives to simulators.

extension DenseMatrix {
  /// The matrix of an operation on its own qubits.
  static func of(_ operation: Circuit.Operation, angles: [Double]) -> DenseMatrix {
    switch operation.kind {
    case .standard(let gate): return of(gate, angles)
    case .unitary(let gate): return gate.matrix
    case .pauliRotation(let string): return rotation(pauli(string), angles[0])
    case .excitation(let gate):
      return exponential(Complex(angles[0]) * generator(gate, qubitCount: operation.qubits.count))
    case .excitationExponential(let gates):
      let dimension = 1 << operation.qubits.count
      return exponential(
        zip(gates, angles).reduce(.zero(rows: dimension, columns: dimension)) {
          $0 + Complex($1.1) * generator($1.0, qubitCount: operation.qubits.count)
        })
    }
  }

  /// T − T†, with T written down from its definition, one basis state after the other.
  static func generator(_ gate: ExcitationGate, qubitCount: Int) -> DenseMatrix {
    var excitation = DenseMatrix.zero(rows: 1 << qubitCount, columns: 1 << qubitCount)
    for state in 0..<(1 << qubitCount) {
      func isOdd(_ qubits: [Int]) -> Bool { qubits.count { state >> $0 & 1 == 1 } % 2 == 1 }
      guard gate.conditions.allSatisfy({ isOdd($0.qubits) == $0.isOdd }) else { continue }
      let flipped = gate.flippedQubits.reduce(state) { $0 ^ (1 << $1) }
      excitation[flipped, state] = isOdd(gate.signQubits) == gate.isNegative ? 1 : -1
    }
    return excitation - excitation.adjoint
  }

  static func of(_ gate: StandardGate, _ angles: [Double]) -> DenseMatrix {
    let angle = angles.first ?? 0
    switch gate {
    case .id: return .identity(2)
    case .x: return pauli(.x)
    case .y: return pauli(.y)
    case .z: return pauli(.z)
    case .h: return hadamard
    case .s: return phase(.pi / 2)
    case .sdg: return phase(-.pi / 2)
    case .t: return phase(.pi / 4)
    case .tdg: return phase(-.pi / 4)
    case .sx: return hadamard * phase(.pi / 2) * hadamard
    case .sxdg: return hadamard * phase(-.pi / 2) * hadamard
    case .p: return phase(angle)
    case .rx: return rotation(pauli(.x), angle)
    case .ry: return rotation(pauli(.y), angle)
    case .rz: return rotation(pauli(.z), angle)
    case .r:
      let axis = Complex(Double.cos(angles[1])) * pauli(.x) + Complex(Double.sin(angles[1])) * pauli(.y)
      return rotation(axis, angle)
    case .u: return phase(angles[1]) * rotation(pauli(.y), angle) * phase(angles[2])
    case .cx: return pauli(.x).controlled(by: 1)
    case .cy: return pauli(.y).controlled(by: 1)
    case .cz: return pauli(.z).controlled(by: 1)
    case .ch: return hadamard.controlled(by: 1)
    case .cs: return phase(.pi / 2).controlled(by: 1)
    case .csdg: return phase(-.pi / 2).controlled(by: 1)
    case .csx: return of(.sx, []).controlled(by: 1)
    case .csxdg: return of(.sxdg, []).controlled(by: 1)
    case .cp: return phase(angle).controlled(by: 1)
    case .crx: return of(.rx, angles).controlled(by: 1)
    case .cry: return of(.ry, angles).controlled(by: 1)
    case .crz: return of(.rz, angles).controlled(by: 1)
    case .cu: return (Complex(length: 1, phase: angles[3]) * of(.u, Array(angles.prefix(3)))).controlled(by: 1)
    case .swap:
      return Complex(0.5) * (.identity(4) + pauli([.x, .x]) + pauli([.y, .y]) + pauli([.z, .z]))
    case .iswap: return exponential(Complex(0, .pi / 4) * (pauli([.x, .x]) + pauli([.y, .y])))
    case .iswapdg: return exponential(Complex(0, -.pi / 4) * (pauli([.x, .x]) + pauli([.y, .y])))
    case .ecr: return Complex(0.5.squareRoot()) * (pauli([.x, .i]) - pauli([.y, .x]))
    case .dcx: return pauli(.x).controlled(by: 1).embedded(on: [1, 0], qubitCount: 2) * pauli(.x).controlled(by: 1)
    case .rxx: return rotation(pauli([.x, .x]), angle)
    case .ryy: return rotation(pauli([.y, .y]), angle)
    case .rzz: return rotation(pauli([.z, .z]), angle)
    case .rzx: return rotation(pauli([.z, .x]), angle)
    case .xxPlusYY:
      let exchange = exponential(Complex(0, -angle / 4) * (pauli([.x, .x]) + pauli([.y, .y])))
      let turn = exponential(Complex(0, -angles[1] / 2) * pauli([.z, .i]))
      return turn.adjoint * exchange * turn
    case .xxMinusYY:
      let exchange = exponential(Complex(0, -angle / 4) * (pauli([.x, .x]) - pauli([.y, .y])))
      let turn = exponential(Complex(0, -angles[1] / 2) * pauli([.i, .z]))
      return turn * exchange * turn.adjoint
    case .ccx: return pauli(.x).controlled(by: 2)
    case .ccz: return pauli(.z).controlled(by: 2)
    case .cswap: return of(.swap, []).controlled(by: 1)
    }
  }

  private static var hadamard: DenseMatrix {
    Complex(0.5.squareRoot()) * (pauli(.x) + pauli(.z))
  }

  /// exp(iλ|1⟩⟨1|)
  private static func phase(_ angle: Double) -> DenseMatrix {
    exponential(DenseMatrix(rowMajor: [[0, 0], [0, Complex(0, angle)]]))
  }

  /// exp(−iθP/2) of a matrix that squares to the identity.
  private static func rotation(_ axis: DenseMatrix, _ angle: Double) -> DenseMatrix {
    Complex(Double.cos(angle / 2)) * .identity(axis.rows) + Complex(0, -Double.sin(angle / 2)) * axis
  }
}
