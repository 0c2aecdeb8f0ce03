import ComplexModule
import LinearAlgebra
public import PauliAlgebra
import RealModule

extension ExactSpectrum {
  /// Positions in a sector are 32-bit numbers.
  private static let largestDimension = Int(Int32.max) / 2

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
    try sector.check(encoding: encoding, spinOrder: spinOrder)
    try terms.requireConserved(in: sector)
    try self.init(of: terms, sector: sector, encoding: encoding, spinOrder: spinOrder, options: options)
  }

  /// The same for an operator that is known to conserve a possible sector.
  init(
    of terms: SectorTerms, sector: ParticleSector, encoding: LinearEncoding, spinOrder: SpinOrder,
    options: ExactSpectrumOptions
  ) throws(ExactSpectrumError) {
    let dimension = SectorBasis.dimension(orbitalCount: terms.orbitalCount, sector: sector)
    try options.checkStateCount(dimension: dimension)
    // The least that is kept of each state: its block and row there, and its part in every state that is wanted.
    let leastBytes = dimension.multipliedReportingOverflow(by: 16 + 8 * options.stateCount)
    try options.checkMemory(leastBytes.overflow ? .max : leastBytes.partialValue, dimension: dimension)
    guard dimension <= Self.largestDimension else {
      throw .eigensolver(.dimensionTooLarge(dimension, limit: Self.largestDimension))
    }

    let basis = SectorBasis(orbitalCount: terms.orbitalCount, sector: sector)
    let builder = SectorMatrixBuilder(terms: terms, basis: basis)
    let modes = Spin.allCases.flatMap { spinOrder.modes(of: $0, orbitalCount: terms.orbitalCount) }
    let states = ExactState.Basis.occupations(
      basis, updates: modes.map { UInt64(bits: encoding.updateSet(of: $0)) })
    let spin = TotalSpin(basis: basis, spinOrder: spinOrder)
    func solve<Scalar: AmplitudeScalar>(_: Scalar.Type) throws(ExactSpectrumError) -> ExactSpectrum {
      let blocks = SectorBlocks(of: basis, terms: terms)
      var lowest: LowestStates<Scalar> = try builder.lowestStates(in: blocks, options)
      let spins = try spin.resolve(&lowest, closeness: 1e-8)
      return ExactSpectrum(
        lowest.exactStates(in: states), method: lowest.method, dimension: dimension,
        largestPartDimension: blocks.largestDimension, parts: lowest.parts, qubitCount: encoding.qubitCount,
        sector: sector, spinSquared: spins)
    }
    self = try terms.flips.isReal ? solve(Double.self) : solve(Complex<Double>.self)
  }
}

extension SectorMatrixBuilder {
  /// The lowest states of the sector, block by block.
  fileprivate func lowestStates<Scalar: AmplitudeScalar>(
    in blocks: SectorBlocks, _ options: ExactSpectrumOptions
  ) throws(ExactSpectrumError) -> LowestStates<Scalar> {
    let rowBytes = 16 + HermitianRows<Scalar>.rowBytes + MemoryLayout<Scalar>.stride * 2 * options.stateCount
    // The count is an estimate, and arrays that have to grow take up to twice what they hold.
    let bytes = HermitianRows<Scalar>.elementBytes * estimatedElementCount + rowBytes * basis.dimension + tableBytes
    try options.checkMemory(
      Scalar.self, dimension: blocks.largestDimension, taken: bytes, solver: options.solver(memoryTaken: bytes))
    let solver = options.solver(oneNorm: terms.flips.norm, memoryTaken: bytes)
    guard
      let matrices: [HermitianRows<Scalar>] = matrices(of: blocks, shouldStop: options.shouldStop ?? { false })
    else { throw .eigensolver(.stopped(iterations: 0)) }
    var found: [(states: LowestStates<Scalar>, positions: [Int32])] = []
    var lowest = LowestValues(count: options.stateCount)
    // The block with the lowest diagonal element first: what it has is a ceiling for the others.
    let leasts = matrices.map { $0.diagonal?.min() ?? 0 }
    for block in matrices.indices.sorted(by: { leasts[$0] < leasts[$1] }) {
      let count = min(options.stateCount, matrices[block].dimension)
      guard let states = try LowestStates(below: lowest.ceiling, of: matrices[block], count: count, options: solver)
      else { continue }
      lowest.insert(states.energies)
      found.append((states, blocks.positions[block]))
    }
    return LowestStates(merging: found, count: options.stateCount, dimension: basis.dimension)
  }
}

extension ParticleSector {
  /// Throws for a sector that is empty, or that is not among the states of a reduced encoding.
  fileprivate func check(encoding: LinearEncoding, spinOrder: SpinOrder) throws(ExactSpectrumError) {
    let orbitals = encoding.modeCount / 2
    guard 0...orbitals ~= alphaCount, 0...orbitals ~= betaCount else {
      throw .impossibleSector(particles: particleCount, twiceSz: twiceSz, orbitals: orbitals)
    }
    var occupations = Array(repeating: false, count: encoding.modeCount)
    for (spin, count) in [(Spin.alpha, alphaCount), (.beta, betaCount)] {
      for mode in spinOrder.modes(of: spin, orbitalCount: orbitals).prefix(count) { occupations[mode] = true }
    }
    do {
      _ = try encoding.encode(occupations: occupations)
    } catch {
      throw .outsideReducedSpace(self)
    }
  }
}
