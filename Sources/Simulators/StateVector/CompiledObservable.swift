internal import CStateVectorKernels
internal import PauliAlgebra
internal import QuantumBackends

/// A Hermitian Pauli sum grouped by X mask: each group is one pass over the state, however many strings it holds.
struct CompiledObservable: Sendable {
  private struct Group: Sendable {
    /// Which bits the strings of this group flip.
    var xMask: UInt64
    /// Strings with an odd number of Y have an imaginary diagonal factor.
    var isOddY: Bool
    /// Where its Z masks and coefficients stand.
    var range: Range<Int>
  }

  private var groups: [Group] = []
  private var zMasks: [UInt64] = []
  private var coefficients: [Double] = []

  /// How many strings it has, the identity included.
  var termCount: Int { zMasks.count }

  /// How many passes over a state its value takes.
  var groupCount: Int { groups.count }

  /// - Throws: ``BackendError`` when the observable is not Hermitian or wider than a machine word.
  init(_ observable: PauliSum) throws(BackendError) {
    guard observable.isHermitian else {
      throw BackendError(.unsupported, "An observable has complex coefficients; they must be real.")
    }
    guard observable.qubitCount <= 62 else {
      throw BackendError(
        .unsupported, "An observable of \(observable.qubitCount) qubits was given; a state vector holds at most 57.")
    }
    for group in observable.xMaskGroups {
      let start = zMasks.count
      zMasks += group.z
      coefficients += group.coefficients
      groups.append(Group(xMask: group.x, isOddY: group.oddY, range: start..<zMasks.count))
    }
  }

  /// ⟨state|O|state⟩, groups side by side where there are threads for it; the sum does not depend on that.
  func expectation(
    in state: StateVector, threadCount: Int = 1, cancellation: CancellationFlag
  ) throws -> Double {
    var values = [Double](repeating: 0, count: groups.count)
    let laneCount = max(1, min(threadCount, groups.count))
    let qubitCount = Int32(state.qubitCount)
    // Nobody writes to the state meanwhile.
    nonisolated(unsafe) let amplitudes = state.amplitudes
    values.withUnsafeMutableBufferPointer { values in
      // Each lane writes values that no other one does.
      nonisolated(unsafe) let values = values
      onThreads(laneCount) { lane in
        forEachGroup(from: lane, by: laneCount, cancellation) { index, group, z, c in
          values[index] = csv_pauli_group_expectation(
            amplitudes, qubitCount, group.xMask, z, c, group.range.count, group.isOddY ? 1 : 0)
        }
      }
    }
    try cancellation.check()
    return values.reduce(0, +)
  }

  /// Adds O|state⟩ to `result`.
  func accumulate(into result: StateVector, from state: StateVector, cancellation: CancellationFlag) throws {
    forEachGroup(from: 0, by: 1, cancellation) { _, group, z, c in
      csv_pauli_group_accumulate(
        result.amplitudes, state.amplitudes, Int32(state.qubitCount), group.xMask, z, c, group.range.count,
        group.isOddY ? 1 : 0)
    }
    try cancellation.check()
  }

  /// Every so many groups from one on, with their Z masks and coefficients; none after a cancellation.
  private func forEachGroup(
    from first: Int, by count: Int, _ cancellation: CancellationFlag,
    _ body: (Int, Group, UnsafePointer<UInt64>, UnsafePointer<Double>) -> Void
  ) {
    zMasks.withUnsafeBufferPointer { z in
      coefficients.withUnsafeBufferPointer { c in
        guard let z = z.baseAddress, let c = c.baseAddress else { return }
        for index in stride(from: first, to: groups.count, by: count) where !cancellation.isRaised {
          let group = groups[index]
          body(index, group, z + group.range.lowerBound, c + group.range.lowerBound)
        }
      }
    }
  }
}
