public import RealModule
internal import CStateVectorKernels
public import ComplexModule
public import QuantumBackends

/// The 2ⁿ amplitudes of n qubits in double precision, in memory of its own.
///
/// Amplitude b belongs to the basis state whose bit q is qubit q. Kernels work on the interleaved (re, im) pairs in place.
public final class StateVector {
  public let qubitCount: Int
  /// Interleaved real and imaginary parts, 64-byte aligned.
  let amplitudes: UnsafeMutablePointer<Double>

  /// The state |0…0⟩.
  ///
  /// - Throws: ``BackendError`` with code `insufficient-memory` when the state does not fit into four fifths of the memory.
  public init(qubitCount: Int) throws(BackendError) {
    guard qubitCount >= 0 else {
      throw BackendError(
        .unsupported, "A state of \(qubitCount) qubits was asked for; the number must not be negative.")
    }
    _ = try MemoryBudget.machine.sets(of: 1, qubitCount: qubitCount, wanted: 1)
    self.qubitCount = qubitCount
    let bytes = MemoryBudget.stateBytes(qubitCount: qubitCount)
    amplitudes = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Double.self, capacity: 2 << qubitCount)
    reset()
  }

  deinit {
    UnsafeMutableRawPointer(amplitudes).deallocate()
  }

  /// 2ⁿ.
  public var dimension: Int { 1 << qubitCount }

  /// Back to |0…0⟩.
  func reset() {
    csv_set_basis_state(amplitudes, Int32(qubitCount), 0)
  }

  func copy(from other: StateVector) {
    amplitudes.update(from: other.amplitudes, count: 2 << qubitCount)
  }

  /// Zero everywhere: not a state, the start of a sum.
  func clear() {
    amplitudes.update(repeating: 0, count: 2 << qubitCount)
  }

  /// The amplitude of a basis state.
  public subscript(basisState: Int) -> Complex<Double> {
    precondition((0..<dimension).contains(basisState), "basis state outside the register")
    return Complex(amplitudes[2 * basisState], amplitudes[2 * basisState + 1])
  }

  /// ⟨other|self⟩.
  func overlap(with other: StateVector) -> Complex<Double> {
    complexResult { csv_inner_product(other.amplitudes, amplitudes, Int32(qubitCount), $0) }
  }

  /// The probabilities of all basis states.
  public var probabilities: [Double] {
    [Double](unsafeUninitializedCapacity: dimension) { buffer, count in
      csv_probabilities(amplitudes, Int32(qubitCount), buffer.baseAddress!)
      count = dimension
    }
  }
}

/// The complex number that a kernel writes as two doubles.
func complexResult(_ kernel: (UnsafeMutablePointer<Double>) -> Void) -> Complex<Double> {
  withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { parts in
    kernel(parts.baseAddress!)
    return Complex(parts[0], parts[1])
  }
}
