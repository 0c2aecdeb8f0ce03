internal import ComplexModule
internal import LinearAlgebra
internal import PauliAlgebra
internal import RealModule

extension Circuit {
  /// A name for what the circuit does: equal circuits have equal hashes, on every machine and in every run.
  ///
  /// FNV-1a of 128 bits over a canonical description, as `fnv1a-128:` and 32 hexadecimal digits. Accidental collisions are
  /// out of the question; it is not cryptographic and protects against no one. Labels of excitations and names of
  /// matrices are left out, names and order of parameters count.
  public var contentHash: String {
    var hash = FNV1a128()
    hash.combine(byte: 1)  // the version of this description
    hash.combine(qubitCount)
    hash.combine(parameters.count)
    for parameter in parameters { hash.combine(parameter.name) }
    hash.combine(operations.count)
    for operation in operations { hash.combine(operation) }
    return hash.text
  }
}

/// The 128-bit FNV-1a hash of Fowler, Noll and Vo.
package struct FNV1a128: Sendable {
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

  package init() {}

  package mutating func combine(byte: UInt8) {
    state = (state ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
  }

  /// 32 lower-case digits.
  package var hexadecimal: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  /// The hash with the name of its method.
  package var text: String { "fnv1a-128:" + hexadecimal }

  /// Eight bytes, the lowest first.
  mutating func combine(_ word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { combine(byte: UInt8(truncatingIfNeeded: word >> shift)) }
  }

  mutating func combine(_ number: Int) {
    combine(UInt64(bitPattern: Int64(number)))
  }

  mutating func combine(_ numbers: [Int]) {
    combine(numbers.count)
    for number in numbers { combine(number) }
  }

  /// −0 equals 0, so they hash alike.
  mutating func combine(_ number: Double) {
    combine(number == 0 ? 0 : number.bitPattern)
  }

  /// The number of bytes and the bytes, so that neighbouring texts cannot run into each other.
  package mutating func combine(_ text: String) {
    combine(text.utf8.count)
    for byte in text.utf8 { combine(byte: byte) }
  }

  fileprivate mutating func combine(_ operation: Circuit.Operation) {
    switch operation.kind {
    case .standard(let gate):
      combine(byte: 0)
      combine(gate.name)
    case .pauliRotation(let string):
      combine(byte: 1)
      combine(string.qubitCount)
      for qubit in 0..<string.qubitCount { combine(byte: string[qubit].rawValue) }
    case .excitation(let gate):
      combine(byte: 2)
      combine(gate)
    case .excitationExponential(let gates):
      combine(byte: 3)
      combine(gates.count)
      for gate in gates { combine(gate) }
    case .unitary(let gate):
      combine(byte: 4)
      for element in gate.matrix.elements {
        combine(element.real)
        combine(element.imaginary)
      }
    }
    combine(operation.qubits)
    combine(operation.angles.count)
    for angle in operation.angles {
      combine(angle.constant)
      combine(angle.terms.count)
      for term in angle.terms {
        combine(term.parameter.name)
        combine(term.coefficient)
      }
    }
  }

  private mutating func combine(_ gate: ExcitationGate) {
    combine(gate.flippedQubits)
    combine(gate.conditions.count)
    for condition in gate.conditions {
      combine(condition.qubits)
      combine(byte: condition.isOdd ? 1 : 0)
    }
    combine(gate.signQubits)
    combine(byte: gate.isNegative ? 1 : 0)
  }
}
