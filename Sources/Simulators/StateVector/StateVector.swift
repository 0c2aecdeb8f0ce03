internal import LinearAlgebra
package import ComplexModule
internal import CStateVectorKernels
package import QuantumBackends
#if canImport(Glibc)
  internal import Glibc
#endif

/// The 2ⁿ amplitudes of n qubits in double precision, in memory of its own.
///
/// Amplitude b belongs to the basis state whose bit q is qubit q. Kernels work on the interleaved (re, im) pairs in place.
package final class StateVector {
  package let qubitCount: Int
  /// Interleaved real and imaginary parts, 64-byte aligned; large states stand on large pages where the system has them.
  package let amplitudes: UnsafeMutablePointer<Double>

  /// The state |0…0⟩.
  ///
  /// - Throws: ``BackendError`` with code `insufficient-memory` when the state is larger than the machine's memory.
  package init(qubitCount: Int) throws(BackendError) {
    let bytes = Self.bytes(qubitCount: qubitCount)
    guard bytes <= MachineMemory.bytes else {
      throw BackendError(
        .insufficientMemory,
        "A state of \(qubitCount) qubits would take \(bytes) bytes; the machine has \(MachineMemory.bytes).")
    }
    self.qubitCount = qubitCount
    let isLarge = bytes >= 4 * Self.largePageBytes
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.largePageBytes : 64)
    #if canImport(Glibc)
      // Blocks are strewn over a state, each run of one on a page of its own: with small pages, copying them waits for
      // addresses. The system may say no, which changes nothing but the time.
      if isLarge { _ = madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    amplitudes = memory.bindMemory(to: Double.self, capacity: 2 << qubitCount)
    reset()
  }

  deinit {
    UnsafeMutableRawPointer(amplitudes).deallocate()
  }

  private static let largePageBytes = 1 << 21

  /// Bytes of one state of `qubitCount` qubits; `Int.max` where the number does not fit.
  package static func bytes(qubitCount: Int) -> Int {
    qubitCount < 58 ? 16 << qubitCount : .max
  }

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

  /// ⟨other|self⟩.
  package func overlap(with other: StateVector) -> Complex<Double> {
    complexResult { csv_inner_product(other.amplitudes, amplitudes, Int32(qubitCount), $0) }
  }
}

/// The complex number that a kernel writes as two doubles.
func complexResult(_ kernel: (UnsafeMutablePointer<Double>) -> Void) -> Complex<Double> {
  withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { parts in
    kernel(parts.baseAddress!)
    return Complex(parts[0], parts[1])
  }
}
