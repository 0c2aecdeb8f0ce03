public import ComplexModule
public import LinearAlgebra
public import PauliAlgebra
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
  /// The sector that was searched; nil for a whole space.
  public let sector: ParticleSector?
  /// ⟨S²⟩ of each state; nil for a whole space, in which spin has no meaning.
  public let spinSquared: [Double]?

  private let vectors: Vectors
  private let basis: Basis

  private enum Vectors {
    case real(Matrix<Double>)
    case complex(Matrix<Complex<Double>>)
  }

  private enum Basis {
    case all(qubitCount: Int)
    /// Occupation bit k flips the qubits `updates[k]`.
    case sector(SectorBasis, qubitCount: Int, updates: [UInt64])
  }

  /// The lowest energy.
  public var groundEnergy: Double { energies[0] }

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

// MARK: A molecule, or any sector

extension ExactSpectrum {
  /// The lowest states of a molecule with its own number of electrons, or with another one.
  public init(
    of problem: MolecularProblem, sector: ParticleSector? = nil, options: ExactSpectrumOptions = ExactSpectrumOptions()
  ) throws(ExactSpectrumError) {
    try self.init(
      of: problem.hamiltonian, sector: sector ?? problem.sector, encoding: problem.encoding,
      spinOrder: problem.spinOrder, options: options)
  }

  /// The lowest states with given particle numbers of a Pauli sum that conserves them.
  ///
  /// - Parameters:
  ///   - encoding: How occupations stand in the qubits of `sum`; nil for Jordan–Wigner.
  ///   - spinOrder: Which modes are those of alpha particles.
  public init(
    of sum: PauliSum, sector: ParticleSector, encoding: LinearEncoding? = nil, spinOrder: SpinOrder,
    options: ExactSpectrumOptions = ExactSpectrumOptions()
  ) throws(ExactSpectrumError) {
    let encoding = encoding ?? LinearEncoding(mapping: .jordanWigner, modeCount: sum.qubitCount)
    let terms = try SectorTerms(sum, encoding: encoding, spinOrder: spinOrder)
    try Self.check(sector, encoding: encoding, spinOrder: spinOrder)
    try terms.requireConserved(in: sector)
    try self.init(
      of: terms, sector: sector, encoding: encoding, spinOrder: spinOrder, oneNorm: sum.oneNorm, options: options)
  }

  init(
    of terms: SectorTerms, sector: ParticleSector, encoding: LinearEncoding, spinOrder: SpinOrder, oneNorm: Double,
    options: ExactSpectrumOptions
  ) throws(ExactSpectrumError) {
    let dimension = SectorBasis.dimension(orbitalCount: terms.orbitalCount, sector: sector)
    try options.checkStateCount(dimension: dimension)
    // Strings and their positions, and vectors as they would be for real matrices: the least that is needed.
    try options.checkMemory(Double.self, dimension: dimension, taken: 0)
    let basis = SectorBasis(orbitalCount: terms.orbitalCount, sector: sector)
    let builder = SectorMatrixBuilder(terms: terms, basis: basis)

    self.dimension = dimension
    self.sector = sector
    let modes = Spin.allCases.flatMap { spinOrder.modes(of: $0, orbitalCount: terms.orbitalCount) }
    self.basis = .sector(
      basis, qubitCount: encoding.qubitCount,
      updates: modes.map { encoding.updateSet(of: $0).reduce(0) { $0 | 1 << UInt64($1) } })
    let spin = TotalSpin(basis: basis, spinOrder: spinOrder)
    let degeneracy = 1e-9 * max(1, oneNorm)
    if terms.isDiagonal && options.method ?? .dense == .dense {
      var lowest = Self.lowest(of: builder.diagonal, count: options.stateCount)
      (energies, residuals, method) = (lowest.values, lowest.residuals, lowest.method)
      spinSquared = try Self.resolve(spin, &lowest.vectors, lowest.values, degeneracy)
      vectors = .real(lowest.vectors)
    } else if terms.isReal {
      var lowest = try Self.solve(builder, oneNorm: oneNorm, options: options) { value, _ in value }
      (energies, residuals, method) = (lowest.values, lowest.residuals, lowest.method)
      spinSquared = try Self.resolve(spin, &lowest.vectors, lowest.values, degeneracy)
      vectors = .real(lowest.vectors)
    } else {
      var lowest = try Self.solve(builder, oneNorm: oneNorm, options: options) { value, isImaginary in
        isImaginary ? Complex(0, value) : Complex(value)
      }
      (energies, residuals, method) = (lowest.values, lowest.residuals, lowest.method)
      spinSquared = try Self.resolve(spin, &lowest.vectors, lowest.values, degeneracy)
      vectors = .complex(lowest.vectors)
    }
  }

  /// Throws for sectors that are empty, or that are not among the states of a reduced encoding.
  private static func check(
    _ sector: ParticleSector, encoding: LinearEncoding, spinOrder: SpinOrder
  ) throws(ExactSpectrumError) {
    let orbitals = encoding.modeCount / 2
    guard 0...orbitals ~= sector.alphaCount, 0...orbitals ~= sector.betaCount else {
      throw .impossibleSector(particles: sector.particleCount, twiceSz: sector.twiceSz, orbitals: orbitals)
    }
    var occupations = Array(repeating: false, count: encoding.modeCount)
    for (spin, count) in [(Spin.alpha, sector.alphaCount), (.beta, sector.betaCount)] {
      for mode in spinOrder.modes(of: spin, orbitalCount: orbitals).prefix(count) { occupations[mode] = true }
    }
    do {
      _ = try encoding.encode(occupations: occupations)
    } catch {
      throw .outsideReducedSpace(sector)
    }
  }

  private static func solve<Scalar: MatrixScalar>(
    _ builder: SectorMatrixBuilder, oneNorm: Double, options: ExactSpectrumOptions,
    element: (Double, Bool) -> Scalar
  ) throws(ExactSpectrumError) -> Lowest<Scalar> {
    let elementBytes = MemoryLayout<Scalar>.stride + MemoryLayout<Int32>.stride
    let matrixBytes = builder.estimatedElementCount * elementBytes * 9 / 8
    try options.checkMemory(Scalar.self, dimension: builder.basis.dimension, taken: matrixBytes)
    let matrix = builder.matrix(element)
    return try solve(matrix, options.solver(oneNorm: oneNorm, memoryTaken: matrixBytes), count: options.stateCount)
  }

  private static func resolve<Scalar: MatrixScalar>(
    _ spin: TotalSpin, _ vectors: inout Matrix<Scalar>, _ energies: [Double], _ degeneracy: Double
  ) throws(ExactSpectrumError) -> [Double] {
    do {
      return try spin.resolve(&vectors, energies: energies, degeneracy: degeneracy)
    } catch {
      throw .eigensolver(error)
    }
  }
}

// MARK: A whole space

extension ExactSpectrum {
  /// The lowest states of a Hermitian Pauli sum in the whole space of its qubits.
  public init(
    of sum: PauliSum, options: ExactSpectrumOptions = ExactSpectrumOptions()
  ) throws(ExactSpectrumError) {
    guard sum.qubitCount <= 30 else { throw .tooManyQubits(sum.qubitCount, allowed: 30) }
    dimension = 1 << sum.qubitCount
    sector = nil
    spinSquared = nil
    basis = .all(qubitCount: sum.qubitCount)
    try options.checkStateCount(dimension: dimension)
    do {
      let solver = options.solver(oneNorm: sum.oneNorm)
      if sum.isDiagonal && options.method ?? .dense == .dense {
        try options.checkMemory(8 * dimension * (2 + options.stateCount), dimension: dimension)
        let diagonal = try PauliSumOperator<Double>(sum).diagonal ?? []
        let lowest = Self.lowest(of: diagonal, count: options.stateCount)
        (energies, residuals, method) = (lowest.values, lowest.residuals, lowest.method)
        vectors = .real(lowest.vectors)
      } else if sum.isReal {
        try options.checkMemory(Double.self, dimension: dimension, taken: 0)
        let lowest = try Self.solve(PauliSumOperator<Double>(sum), solver, count: options.stateCount)
        (energies, residuals, method) = (lowest.values, lowest.residuals, lowest.method)
        vectors = .real(lowest.vectors)
      } else {
        try options.checkMemory(Complex<Double>.self, dimension: dimension, taken: 0)
        let lowest = try Self.solve(PauliSumOperator<Complex<Double>>(sum), solver, count: options.stateCount)
        (energies, residuals, method) = (lowest.values, lowest.residuals, lowest.method)
        vectors = .complex(lowest.vectors)
      }
    } catch let error as PauliError {
      throw .pauliSum(error)
    } catch let error as ExactSpectrumError {
      throw error
    } catch {
      throw .doesNotFit(bytes: .max, limit: options.memory, dimension: dimension)
    }
  }
}

// MARK: Solvers

extension ExactSpectrum {
  struct Lowest<Scalar: MatrixScalar> {
    var values: [Double]
    var residuals: [Double]
    var method: EigenSolverMethod
    var vectors: Matrix<Scalar>
  }

  private static func solve<Operator: LinearOperator>(
    _ hamiltonian: Operator, _ options: EigenSolverOptions, count: Int
  ) throws(ExactSpectrumError) -> Lowest<Operator.Scalar> {
    do {
      let pairs = try lowestEigenpairs(of: hamiltonian, count: count, options: options)
      return Lowest(values: pairs.values, residuals: pairs.residuals, method: pairs.method, vectors: pairs.vectors)
    } catch {
      throw .eigensolver(error)
    }
  }

  /// The lowest elements of a diagonal matrix, whose eigenvectors are basis states.
  private static func lowest(of diagonal: [Double], count: Int) -> Lowest<Double> {
    var order: [Int] = []  // the positions of the lowest elements so far, ascending by element
    for (position, element) in diagonal.enumerated()
    where order.count < count || element < diagonal[order[count - 1]] {
      if order.count == count { order.removeLast() }
      let place = order.firstIndex { diagonal[$0] > element } ?? order.count
      order.insert(position, at: place)
    }
    var vectors = Matrix<Double>.zero(rows: diagonal.count, columns: count)
    for (level, position) in order.enumerated() { vectors[position, level] = 1 }
    return Lowest(
      values: order.map { diagonal[$0] }, residuals: Array(repeating: 0, count: count), method: .dense,
      vectors: vectors)
  }
}
