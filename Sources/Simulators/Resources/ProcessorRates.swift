internal import CStateVectorKernels
internal import Foundation

/// What this processor needs for the parts that all work is made of, in nanoseconds.
struct ProcessorRates: Sendable {
  /// For an amplitude of a block in cache that a matrix of two qubits acts on: the unit of ``FusedStep/cost``.
  let amplitude: Double
  /// For an amplitude that goes from memory through a block and back.
  let transfer: Double

  /// Those that the constants of ``WorkTime`` were found beside.
  static let reference = ProcessorRates(amplitude: 0.29, transfer: 0.74)

  /// Measured once, within a few milliseconds each.
  static let measured = ProcessorRates(amplitude: measuredAmplitude(), transfer: measuredTransfer())

  /// How much slower it computes than the reference.
  var slowness: Double { amplitude / Self.reference.amplitude }

  private static func measuredAmplitude() -> Double {
    let qubitCount = PassSchedule.blockQubitCount(of: 30)
    // Four rotations by 45°, so that nothing grows.
    let r = 0.5.squareRoot()
    let matrix = (0..<16).flatMap { [[0, 5, 10, 15].contains($0) ? r : 0, [3, 6, 9, 12].contains($0) ? r : 0] }
    return nanoseconds(amplitudes: 1 << qubitCount, rounds: 4) { amplitudes in
      csv_apply_matrix2(amplitudes, Int32(qubitCount), 5, 12, matrix)
    }
  }

  private static func measuredTransfer() -> Double {
    // 128 MiB, more than most caches hold.
    let qubitCount = 23
    return nanoseconds(amplitudes: 1 << qubitCount, rounds: 1) { amplitudes in
      csv_apply_diagonal1(amplitudes, Int32(qubitCount), 9, [1, 0, -1, 0])
    }
  }

  /// The least of several times that `body` takes, for each amplitude.
  private static func nanoseconds(
    amplitudes count: Int, rounds: Int, _ body: (UnsafeMutablePointer<Double>) -> Void
  ) -> Double {
    let amplitudes = UnsafeMutablePointer<Double>.allocate(capacity: 2 * count)
    defer { amplitudes.deallocate() }
    amplitudes.initialize(repeating: 1, count: 2 * count)
    let clock = ContinuousClock()
    let least = (0..<5).map { _ in clock.measure { for _ in 0..<rounds { body(amplitudes) } } }.min() ?? .zero
    return max(1e-3, 1e9 * (least / .seconds(1)) / Double(rounds * count))
  }
}
