import ComplexModule
import Foundation
import QuantumBackends
import QuantumCircuits
import Simulators
import Testing

@Suite("Exponentials of excitations")
struct ExcitationExponentialTests {
  @Test("one excitation turns by its angle, however large", arguments: [0, 1e-9, 0.3, 2, -7.5, 1e3, 1e5, -0x1p20])
  func single(angle: Double) throws {
    let gate = try ExcitationGate(jordanWignerCreating: [1], annihilating: [0])
    let exponential = try ExcitationExponential([gate], angles: [angle])
    let workspace = try Workspace(qubitCount: 2)
    let state = try StateVector(qubitCount: 2)
    (state.amplitudes[0], state.amplitudes[2]) = (0, 1)
    try exponential.apply(to: state, in: workspace, cancellation: CancellationFlag())
    // Rounding grows with the number of steps.
    let tolerance = 1e-14 + 1e-15 * abs(angle)
    #expect(abs(state.amplitudes[2] - cos(angle)) < tolerance)
    #expect(abs(state.amplitudes[4] - sin(angle)) < tolerance)
    #expect(abs(state.overlap(with: state).real - 1) < tolerance)
  }

  @Test("angles without bounds are refused", arguments: [0x1.1p20, 1e20, -1e300, .infinity, .nan])
  func bounds(angle: Double) throws {
    let gate = try ExcitationGate(jordanWignerCreating: [1], annihilating: [0])
    let error = #expect(throws: BackendError.self) { try ExcitationExponential([gate], angles: [angle]) }
    #expect(error?.code == .invalidPub)
  }
}
