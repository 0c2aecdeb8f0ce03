import ComplexModule
import LinearAlgebra
public import PauliAlgebra
import RealModule

extension ExactSpectrum {
  private static let largestQubitCount = 30

  /// The lowest states of a Hermitian Pauli sum in the whole space of its qubits.
  ///
  /// The space is cut by symmetries that are found in the sum: the number of ones (a spin chain's total Sz), rotations of all
  /// spins, products of X. Sectors of a number of ones have sparse matrices where these fit; otherwise products with vectors
  /// need no matrix. A sum of I and Z alone is sorted.
  public init(
    of sum: PauliSum, options: ExactSpectrumOptions = ExactSpectrumOptions()
  ) throws(ExactSpectrumError) {
    guard sum.qubitCount <= Self.largestQubitCount else {
      throw .tooManyQubits(sum.qubitCount, allowed: Self.largestQubitCount)
    }
    let dimension = 1 << sum.qubitCount
    try options.checkStateCount(dimension: dimension)
    do { try sum.requireHermitian() } catch { throw .pauliSum(error) }
    if sum.isDiagonal && options.method ?? .dense == .dense {
      let bytes = (8 * dimension).multipliedReportingOverflow(by: 2 + options.stateCount)
      try options.checkMemory(bytes.overflow ? .max : bytes.partialValue, dimension: dimension)
      let diagonal = try PauliSumOperator<Double>(searching: sum).diagonal ?? []
      let lowest = LowestStates(ofDiagonal: diagonal, count: options.stateCount)
      self.init(
        lowest.exactStates(in: .all), method: .dense, dimension: dimension, largestPartDimension: dimension,
        parts: lowest.parts, qubitCount: sum.qubitCount)
      return
    }
    self =
      try sum.isReal
      ? SectorSearch<Double>(sum, options: options).spectrum()
      : SectorSearch<Complex<Double>>(sum, options: options).spectrum()
  }
}

extension PauliSumOperator {
  /// A sum whose states are searched for.
  init(searching sum: PauliSum) throws(ExactSpectrumError) {
    do { self = try PauliSumOperator(sum) } catch { throw .pauliSum(error) }
  }
}
