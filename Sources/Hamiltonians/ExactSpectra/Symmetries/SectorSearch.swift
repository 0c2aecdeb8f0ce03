import ComplexModule
import LinearAlgebra
import PauliAlgebra

/// Goes through the sectors of a Pauli sum for its lowest states.
struct SectorSearch<Scalar: AmplitudeScalar> {
  private let sum: PauliSum
  private let options: ExactSpectrumOptions
  private let symmetries: QubitSymmetries
  private let sectors: [SymmetrySector]

  init(_ sum: PauliSum, options: ExactSpectrumOptions) {
    self.sum = sum
    self.options = options
    symmetries = QubitSymmetries(of: sum)
    // The matrix of the largest weight may take half of the memory, the search space needs the rest.
    sectors = symmetries.sectors(
      onlyGround: options.stateCount == 1,
      byWeight: Self.matrixBytes(of: sum, weight: sum.qubitCount / 2) <= options.memory / 2)
  }

  private var largestDimension: Int { sectors.lazy.map(\.dimension).max() ?? 0 }

  func spectrum() throws(ExactSpectrumError) -> ExactSpectrum {
    var lowest: [ExactState] = []
    var method = EigenSolverMethod.dense
    var parts: [SearchedPart] = []
    var ofWeight = Double.infinity
    for (index, sector) in sectors.enumerated() {
      let ceiling = lowest.count == options.stateCount ? lowest.last?.energy : nil
      // At most what states of earlier sectors take with the lists of their basis states.
      let keptBytes = index == 0 ? 0 : lowest.count * (MemoryLayout<Scalar>.stride + 8) * largestDimension
      if let (found, states) = try lowestStates(of: sector, below: ceiling, beside: keptBytes) {
        if method == .dense { method = found.method }
        parts += found.parts
        let own = found.exactStates(in: .symmetric(sector, states: states, isMirrored: false))
        lowest += own
        if sector.hasMirror {
          lowest += own.map { state in
            var mirrored = state
            mirrored.basis = .symmetric(sector, states: states, isMirrored: true)
            return mirrored
          }
        }
        lowest = Array(lowest.sorted { $0.energy < $1.energy }.prefix(options.stateCount))
        ofWeight = min(ofWeight, found.energies[0])
      }
      guard index + 1 < sectors.count, sectors[index + 1].weight != sector.weight else { continue }
      // Further weights have no other levels than this one when spins can be rotated.
      if symmetries.isIsotropic, lowest.count == options.stateCount, lowest[lowest.count - 1].energy <= ofWeight {
        break
      }
      ofWeight = .infinity
    }
    return ExactSpectrum(
      lowest, method: method, dimension: 1 << sum.qubitCount,
      largestPartDimension: largestDimension, parts: parts, qubitCount: sum.qubitCount)
  }

  /// The lowest states of a sector, and the states of its qubits unless they are all; nil where none is below `ceiling`.
  private func lowestStates(
    of sector: SymmetrySector, below ceiling: Double?, beside keptBytes: Int
  ) throws(ExactSpectrumError) -> (LowestStates<Scalar>, OccupationStrings?)? {
    let matrixBytes = sector.weight.map { Self.matrixBytes(of: sector.sum, weight: $0) } ?? 0
    let taken = matrixBytes + keptBytes
    let solver = solver(dimension: sector.dimension, memoryTaken: taken)
    try options.checkMemory(Scalar.self, dimension: sector.dimension, taken: taken, solver: solver)
    let count = min(options.stateCount, sector.dimension)
    guard let weight = sector.weight else {
      let hamiltonian = try PauliSumOperator<Scalar>(searching: sector.sum)
      return try LowestStates(below: ceiling, of: hamiltonian, count: count, options: solver).map { ($0, nil) }
    }
    let builder = WeightMatrixBuilder(sector.sum, weight: weight)
    let elementCount = WeightMatrixBuilder.largestElementCount(of: sector.sum, weight: weight)
    guard
      let matrix: HermitianRows<Scalar> = builder.matrix(
        elementCount: elementCount, shouldStop: options.shouldStop ?? { false })
    else { throw .eigensolver(.stopped(iterations: 0)) }
    return try LowestStates(below: ceiling, of: matrix, count: count, options: solver).map { ($0, builder.strings) }
  }

  /// A ground state is found by Lanczos' recurrence, unless the diagonal is so large that it leads there in few products.
  private func solver(dimension: Int, memoryTaken: Int) -> EigenSolverOptions {
    let norm = sum.oneNorm + abs(sum.identityCoefficient)
    var solver = options.solver(oneNorm: norm, memoryTaken: memoryTaken)
    if options.method == nil, options.stateCount == 1, dimension > solver.denseDimensionLimit,
      !sum.isDominatedByDiagonal
    {
      solver.method = .lanczos
      solver.guardCount = 0
    }
    return solver
  }

  private static func matrixBytes(of sum: PauliSum, weight: Int) -> Int {
    let elementCount = WeightMatrixBuilder.largestElementCount(of: sum, weight: weight)
    // The states themselves are listed too.
    return HermitianRows<Scalar>.elementBytes * elementCount
      + (HermitianRows<Scalar>.rowBytes + 8)
      * OccupationStrings.count(orbitalCount: sum.qubitCount, particleCount: weight)
  }
}

extension PauliSum {
  /// Whether the diagonal of its matrix varies twice as much as its other elements weigh, as that of molecules does.
  fileprivate var isDominatedByDiagonal: Bool {
    var (diagonal, rest) = (0.0, 0.0)
    for term in terms where !term.string.isIdentity {
      if term.string.isDiagonal {
        diagonal += term.coefficient.lengthSquared
      } else {
        rest += term.coefficient.lengthSquared
      }
    }
    return diagonal > 4 * rest
  }
}
