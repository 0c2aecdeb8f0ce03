import ComplexModule
import Hamiltonians
import LinearAlgebra
import PauliAlgebra
import RealModule
import Testing

/// H v = E v on the qubits, with vectors that are orthonormal there.
func expectEigenvectors(
  _ spectrum: ExactSpectrum, of hamiltonian: PauliSum, within tolerance: Double = 1e-9
) throws {
  let states = try spectrum.energies.indices.map { try spectrum.stateVector($0) }
  let matrix = try hamiltonian.sparseMatrix()
  for (level, state) in states.enumerated() {
    let image = state.withUnsafeBufferPointer { vector in
      [Complex<Double>](unsafeUninitializedCapacity: vector.count) { result, count in
        matrix.multiply(vector, into: result)
        count = vector.count
      }
    }
    let residual = zip(image, state).reduce(0) {
      $0 + ($1.0 - Complex(spectrum.energies[level]) * $1.1).lengthSquared
    }
    #expect(residual.squareRoot() < tolerance)
    for other in 0...level {
      let overlap = zip(states[other], state).reduce(Complex<Double>.zero) { $0 + $1.0.conjugate * $1.1 }
      #expect((overlap - (other == level ? 1 : 0)).length < 1e-9)
    }
  }
}
