internal import ComplexModule
internal import PauliAlgebra
internal import RealModule

/// Diagonal gates on one or two qubits each, together one multiplication.
struct DiagonalGate: Sendable {
  /// Phases and rotations about Z; they commute.
  let factors: [PlanStep]
  /// Of the register.
  let qubitCount: Int

  var qubits: UInt64 { factors.reduce(0) { $0 | $1.qubits } }

  /// As ``PlanStep/cost``: the multiplication, and what it takes to make its tables for new angles.
  var cost: Double { 0.9 + Double(3000 + 400 * factors.count) / Double(1 << qubitCount) }

  /// The gate, or its factors one by one where that is less work.
  var steps: [FusedStep] {
    factors.reduce(0) { $0 + $1.cost } > cost ? [.diagonal(self)] : factors.map { .step($0) }
  }

  /// The factors on none of some qubits, and the others.
  func divided(by qubits: UInt64) -> (apart: DiagonalGate, others: DiagonalGate) {
    (
      DiagonalGate(factors: factors.filter { $0.qubits & qubits == 0 }, qubitCount: qubitCount),
      DiagonalGate(factors: factors.filter { $0.qubits & qubits != 0 }, qubitCount: qubitCount)
    )
  }
}

extension PlanStep {
  /// Whether it can be a factor of a ``DiagonalGate``.
  var isDiagonalOfFewQubits: Bool { mixedQubits == 0 && qubits.nonzeroBitCount <= 2 }
}

/// The diagonal of a gate at some angles: scalar · Πᵢ linearᵢ^{xᵢ} · Π_{i<j} pairᵢⱼ^{xᵢ xⱼ} for the basis state x.
struct DiagonalForm {
  private(set) var scalar: Complex<Double> = 1
  /// By qubit.
  private(set) var linear: [Complex<Double>]
  /// By qubit: the qubits that it has a factor with, each of them in both lists.
  private(set) var partners: [[(qubit: Int, factor: Complex<Double>)]]

  /// - Parameter angles: The table that the gate's steps refer to.
  init(_ gate: DiagonalGate, angles: [Double], qubitCount: Int) {
    linear = Array(repeating: 1, count: qubitCount)
    partners = Array(repeating: [], count: qubitCount)
    for factor in gate.factors {
      switch factor {
      case .phase(let mask, let phase): multiply(mask.qubits, by: phase)
      case .parameterizedPhase(let mask, let angle):
        multiply(mask.qubits, by: Complex(.cos(angles[angle]), .sin(angles[angle])))
      case .pauliRotation(_, let zMask, let angle):
        // exp(−iθZ/2) = exp(−iθ/2) exp(iθx), and ZZ stands for the parity x + y − 2xy.
        let half = Complex<Double>(.cos(0.5 * angles[angle]), .sin(0.5 * angles[angle]))
        let whole = half * half
        let qubits = zMask.qubits
        scalar *= half.conjugate
        for qubit in qubits { linear[qubit] *= whole }
        if qubits.count == 2 { multiply(qubits, by: (whole * whole).conjugate) }
      default: preconditionFailure("A diagonal gate has no such factor: \(factor)")
      }
    }
  }

  /// Where all of the qubits are 1.
  private mutating func multiply(_ qubits: [Int], by factor: Complex<Double>) {
    switch qubits.count {
    case 0: scalar *= factor
    case 1: linear[qubits[0]] *= factor
    default:
      multiplyPartner(of: qubits[0], qubits[1], by: factor)
      multiplyPartner(of: qubits[1], qubits[0], by: factor)
    }
  }

  private mutating func multiplyPartner(of qubit: Int, _ other: Int, by factor: Complex<Double>) {
    if let index = partners[qubit].firstIndex(where: { $0.qubit == other }) {
      partners[qubit][index].factor *= factor
    } else {
      partners[qubit].append((other, factor))
    }
  }
}
