internal import CStateVectorKernels
internal import ComplexModule
internal import PauliAlgebra
internal import QuantumCircuits

extension PlanStep {
  /// The qubits whose values it needs side by side, because it mixes amplitudes that differ there. On every other qubit
  /// that it depends on it is diagonal.
  var mixedQubits: UInt64 {
    switch self {
    case .matrix1(_, let qubit, _), .flip(_, let qubit): UInt64(bit: qubit)
    case .matrix2(let first, let second, _), .swap(_, let first, let second): UInt64(bit: first) | UInt64(bit: second)
    case .matrix(let targets, _), .parameterized(_, _, let targets, _): UInt64(bits: targets.map { Int($0) })
    case .phase, .parameterizedPhase: 0
    case .pauliRotation(let xMask, _, _): xMask
    case .excitation(let excitation, _): excitation.kernel.flip | excitation.conditionQubits
    case .exponential: .max
    }
  }

  /// The other qubits that it depends on.
  var readQubits: UInt64 {
    let qubits: UInt64 =
      switch self {
      case .matrix1(let controls, _, _), .parameterized(_, let controls, _, _), .flip(let controls, _),
        .swap(let controls, _, _):
        controls
      case .phase(let mask, _), .parameterizedPhase(let mask, _): mask
      case .pauliRotation(_, let zMask, _): zMask
      case .excitation(let excitation, _): excitation.kernel.sign_mask
      case .matrix2, .matrix, .exponential: 0
      }
    return qubits & ~mixedQubits
  }

  var qubits: UInt64 { mixedQubits | readQubits }

  /// Roughly the processor cycles for an amplitude in cache; only ratios matter.
  var cost: Double {
    switch self {
    case .matrix1(let controls, _, _): (isReal ? 0.3 : 0.5) / Double(1 << controls.nonzeroBitCount)
    case .matrix2: 1
    case .matrix(let targets, _): 0.4 * Double(1 << targets.count)
    case .parameterized(_, let controls, let targets, _):
      (targets.count == 2 ? 1 : isReal ? 0.3 : 0.5) / Double(1 << controls.nonzeroBitCount)
    case .phase(let mask, _), .parameterizedPhase(let mask, _): 0.4 / Double(1 << mask.nonzeroBitCount)
    case .flip(let controls, _): 0.4 / Double(1 << controls.nonzeroBitCount)
    case .swap(let controls, _, _): 0.2 / Double(1 << controls.nonzeroBitCount)
    case .pauliRotation(let xMask, _, _): xMask == 0 ? 0.3 : 0.5
    case .excitation: 0.2
    case .exponential(let excitations, _): 20 * Double(excitations.count)
    }
  }

  /// Whether the matrix of a step that mixes one qubit is real whatever its angles are.
  var isReal: Bool {
    switch self {
    case .matrix1(_, _, let matrix): matrix.isReal
    case .flip: true
    case .phase(_, let phase): phase.imaginary == 0
    case .pauliRotation(let xMask, let zMask, _): (xMask & zMask).nonzeroBitCount % 2 == 1
    case .parameterized(let gate, _, _, _): gate == .cry
    case .matrix2, .matrix, .parameterizedPhase, .swap, .excitation, .exponential: false
    }
  }

  /// The same step on qubits of other numbers.
  ///
  /// - Parameter numbers: Holds every mixed qubit; read qubits that it does not hold are left out.
  func renumbered(_ numbers: QubitNumbers) -> PlanStep {
    switch self {
    case .matrix1(let controls, let qubit, let matrix):
      .matrix1(controls: numbers.mask(controls), qubit: numbers[qubit], matrix)
    case .matrix2(let first, let second, let matrix): .matrix2(numbers[first], numbers[second], matrix)
    case .matrix(let targets, let matrix): .matrix(targets: targets.map { numbers[$0] }, matrix)
    case .parameterized(let gate, let controls, let targets, let angle):
      .parameterized(gate, controls: numbers.mask(controls), targets: targets.map { numbers[$0] }, angle: angle)
    case .phase(let mask, let phase): .phase(mask: numbers.mask(mask), phase)
    case .parameterizedPhase(let mask, let angle): .parameterizedPhase(mask: numbers.mask(mask), angle: angle)
    case .flip(let controls, let qubit): .flip(controls: numbers.mask(controls), qubit: numbers[qubit])
    case .swap(let controls, let first, let second):
      .swap(controls: numbers.mask(controls), numbers[first], numbers[second])
    case .pauliRotation(let xMask, let zMask, let angle):
      .pauliRotation(xMask: numbers.mask(xMask), zMask: numbers.mask(zMask), angle: angle)
    case .excitation(let excitation, let angle): .excitation(excitation.renumbered(numbers), angle: angle)
    case .exponential(let excitations, let first):
      .exponential(excitations.map { $0.renumbered(numbers) }, firstAngle: first)
    }
  }
}

/// New numbers for some qubits of a register.
struct QubitNumbers {
  /// By old number; nil for qubits that have none.
  private let numbers: [Int?]

  /// The positions of a mask's qubits among themselves.
  init(_ mask: UInt64) {
    var next = 0
    numbers = (0..<64).map { qubit in
      guard mask >> UInt64(qubit) & 1 == 1 else { return nil }
      defer { next += 1 }
      return next
    }
  }

  /// - Parameter numbers: A permutation of a register's qubits.
  init(permutation numbers: [Int]) { self.numbers = numbers }

  /// 0 for a qubit that has no number.
  subscript(qubit: Int32) -> Int32 { number(of: qubit) ?? 0 }

  func number(of qubit: Int32) -> Int32? { numbers[Int(qubit)].map { Int32($0) } }

  /// Without the qubits that have no number.
  func mask(_ mask: UInt64) -> UInt64 {
    var (result, rest): (UInt64, UInt64) = (0, mask)
    while rest != 0 {
      if let number = numbers[rest.trailingZeroBitCount] { result |= 1 << UInt64(number) }
      rest &= rest - 1
    }
    return result
  }
}

extension UInt64 {
  /// The mask of one qubit.
  init(bit qubit: Int32) { self = 1 << UInt64(qubit) }

  /// The qubits of a mask, ascending.
  var qubits: [Int] { (0..<64).filter { self >> UInt64($0) & 1 == 1 } }
}

extension CompiledExcitation {
  /// The qubits that decide whether it acts.
  var conditionQubits: UInt64 {
    withConditions { conditions in conditions.reduce(0) { $0 | $1.mask } }
  }

  func renumbered(_ numbers: QubitNumbers) -> CompiledExcitation {
    var kernel = csv_excitation()
    kernel.flip = numbers.mask(self.kernel.flip)
    withConditions { conditions in
      for condition in conditions {
        csv_excitation_add_condition(&kernel, numbers.mask(condition.mask), condition.value)
      }
    }
    kernel.sign_mask = numbers.mask(self.kernel.sign_mask)
    kernel.sign = self.kernel.sign
    return CompiledExcitation(kernel)
  }

  private func withConditions<R>(_ body: ([(mask: UInt64, value: Int32)]) -> R) -> R {
    let count = Int(kernel.condition_count)
    let masks = withUnsafeBytes(of: kernel.condition_masks) { Array($0.bindMemory(to: UInt64.self).prefix(count)) }
    let values = withUnsafeBytes(of: kernel.condition_values) { Array($0.bindMemory(to: Int32.self).prefix(count)) }
    return body(zip(masks, values).map { (mask: $0, value: $1) })
  }
}
