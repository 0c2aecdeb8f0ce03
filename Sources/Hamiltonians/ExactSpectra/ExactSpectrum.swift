public import ComplexModule
public import LinearAlgebra
public import RealModule

/// The lowest energies of a Hamiltonian, exact to rounding, with their states.
///
/// Computed by exact diagonalisation: of a sector with given particle numbers, whose states are enumerated by their
/// occupations, or of the whole space of a Pauli sum.
public struct ExactSpectrum: Sendable {
  /// The lowest energies, ascending, degenerate ones as often as they occur.
  public let energies: [Double]
  /// The norm ‖Hv − Ev‖ of each state, computed afresh from its vector.
  public let residuals: [Double]
  /// How they were found.
  public let method: EigenSolverMethod
  /// The dimension of the space that was searched.
  public let dimension: Int
  /// ⟨S²⟩ of each state; nil for a whole space, in which spin has no meaning.
  public let spinSquared: [Double]?

  private let vectors: Vectors
  private let basis: Basis

  enum Vectors {
    case real(Matrix<Double>)
    case complex(Matrix<Complex<Double>>)
  }

  enum Basis {
    case all(qubitCount: Int)
    /// Occupation bit k flips the qubits `updates[k]`.
    case sector(SectorBasis, qubitCount: Int, updates: [UInt64])
  }

  init<Scalar: MatrixScalar>(
    _ lowest: LowestStates<Scalar>, vectors: Vectors, basis: Basis, spinSquared: [Double]? = nil
  ) {
    energies = lowest.energies
    residuals = lowest.residuals
    method = lowest.method
    dimension = lowest.vectors.rows
    self.vectors = vectors
    self.basis = basis
    self.spinSquared = spinSquared
  }

  /// The lowest energy.
  public var groundEnergy: Double { energies[0] }

  /// The sector that was searched; nil for a whole space.
  public var sector: ParticleSector? {
    guard case .sector(let basis, _, _) = basis else { return nil }
    return basis.sector
  }

  /// The number of qubits of the Hamiltonian.
  public var qubitCount: Int {
    switch basis {
    case .all(let qubitCount), .sector(_, let qubitCount, _): qubitCount
    }
  }

  /// A state as the vector of its 2ⁿ amplitudes on the qubits of the Hamiltonian, bit q of an index being qubit q.
  ///
  /// - Throws: ``ExactSpectrumError/tooManyQubits(_:allowed:)`` beyond 30 qubits.
  public func stateVector(_ level: Int) throws(ExactSpectrumError) -> [Complex<Double>] {
    precondition(energies.indices.contains(level), "states 0..<\(energies.count) were computed")
    guard qubitCount <= 30 else { throw .tooManyQubits(qubitCount, allowed: 30) }
    var state = Array(repeating: Complex<Double>.zero, count: 1 << qubitCount)
    for index in 0..<dimension {
      switch vectors {
      case .real(let vectors): state[qubitIndex(index)] = Complex(vectors[index, level])
      case .complex(let vectors): state[qubitIndex(index)] = vectors[index, level]
      }
    }
    return state
  }

  /// The basis state of the qubits that a position in the searched space stands for.
  private func qubitIndex(_ position: Int) -> Int {
    guard case .sector(let basis, _, let updates) = basis else { return position }
    var occupations = basis.occupations(at: position)
    var state: UInt64 = 0
    while occupations != 0 {
      state ^= updates[occupations.trailingZeroBitCount]
      occupations &= occupations - 1
    }
    return Int(state)
  }
}
