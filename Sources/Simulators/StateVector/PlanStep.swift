internal import PauliAlgebra
internal import RealModule
internal import LinearAlgebra
internal import CStateVectorKernels
internal import ComplexModule
internal import QuantumCircuits

/// One pass over a state: a gate reduced to what its kernel needs.
///
/// Angles are positions in the plan's table of angles, which is written anew each time the plan is bound.
enum PlanStep: Sendable {
  /// A fixed 2 × 2 matrix where all control bits are 1.
  case matrix1(controls: UInt64, qubit: Int32, FixedMatrix)
  /// A fixed 4 × 4 matrix.
  case matrix2(Int32, Int32, FixedMatrix)
  /// A fixed matrix on any number of qubits.
  case matrix(targets: [Int32], FixedMatrix)
  /// A gate without a special form whose matrix follows from its angles: one or two qubits behind controls.
  case parameterized(StandardGate, controls: UInt64, targets: [Int32], angle: Int)
  /// A fixed phase on the amplitudes whose masked bits are all 1.
  case phase(mask: UInt64, Complex<Double>)
  /// The phase exp(i angle) on the amplitudes whose masked bits are all 1.
  case parameterizedPhase(mask: UInt64, angle: Int)
  case flip(controls: UInt64, qubit: Int32)
  case swap(controls: UInt64, Int32, Int32)
  /// exp(−i angle P / 2).
  case pauliRotation(xMask: UInt64, zMask: UInt64, angle: Int)
  /// exp(angle G).
  case excitation(CompiledExcitation, angle: Int)
  /// exp(Σ angleₖ Gₖ), one angle each, in a row.
  case exponential([CompiledExcitation], firstAngle: Int)

  /// The positions of its angles; nil for none.
  var angleRange: Range<Int>? {
    switch self {
    case .matrix1, .matrix2, .matrix, .phase, .flip, .swap: nil
    case .parameterized(let gate, _, _, let angle): angle..<angle + gate.angleCount
    case .parameterizedPhase(_, let angle), .pauliRotation(_, _, let angle), .excitation(_, let angle):
      angle..<angle + 1
    case .exponential(let excitations, let angle): angle..<angle + excitations.count
    }
  }
}

/// A small column-major matrix with its adjoint, both as interleaved doubles.
struct FixedMatrix: Sendable {
  let elements: [Double]
  let adjoint: [Double]

  init(_ matrix: SmallMatrix) {
    elements = matrix.interleaved
    adjoint = matrix.adjoint.interleaved
  }

  var isReal: Bool { elements.indices.allSatisfy { $0.isMultiple(of: 2) || elements[$0] == 0 } }

  func elements(inverse: Bool) -> [Double] { inverse ? adjoint : elements }
}

/// An excitation in the kernel's form.
struct CompiledExcitation: Sendable {
  let kernel: csv_excitation

  init(_ kernel: csv_excitation) { self.kernel = kernel }

  /// - Precondition: Qubits are below 62, so that masks fit a word.
  init(_ gate: ExcitationGate) {
    var kernel = csv_excitation()
    kernel.flip = UInt64(bits: gate.flippedQubits)
    for condition in gate.conditions {
      csv_excitation_add_condition(&kernel, UInt64(bits: condition.qubits), condition.isOdd ? 1 : 0)
    }
    kernel.sign_mask = UInt64(bits: gate.signQubits)
    kernel.sign = gate.isNegative ? -1 : 1
    self.kernel = kernel
  }
}
