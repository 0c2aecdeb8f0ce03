import ComplexModule
import LinearAlgebra
public import PauliAlgebra
import RealModule

extension ExactSpectrum {
  private static let largestQubitCount = 30

  /// The lowest states of a Hermitian Pauli sum in the whole space of its qubits.
  ///
  /// Products with vectors need no matrix; a sum of I and Z alone is sorted.
  public init(
    of sum: PauliSum, options: ExactSpectrumOptions = ExactSpectrumOptions()
  ) throws(ExactSpectrumError) {
    guard sum.qubitCount <= Self.largestQubitCount else {
      throw .tooManyQubits(sum.qubitCount, allowed: Self.largestQubitCount)
    }
    let basis = Basis.all(qubitCount: sum.qubitCount)
    let dimension = 1 << sum.qubitCount
    let count = options.stateCount
    try options.checkStateCount(dimension: dimension)
    let solver = options.solver(oneNorm: sum.oneNorm)
    do {
      if sum.isDiagonal && options.method ?? .dense == .dense {
        try options.checkMemory(8 * dimension * (2 + count), dimension: dimension)
        let lowest = LowestStates(ofDiagonal: try PauliSumOperator<Double>(sum).diagonal ?? [], count: count)
        self.init(lowest, vectors: .real(lowest.vectors), basis: basis)
      } else if sum.isReal {
        try options.checkMemory(Double.self, dimension: dimension, taken: 0)
        let lowest = try LowestStates(of: PauliSumOperator<Double>(sum), count: count, options: solver)
        self.init(lowest, vectors: .real(lowest.vectors), basis: basis)
      } else {
        try options.checkMemory(Complex<Double>.self, dimension: dimension, taken: 0)
        let lowest = try LowestStates(of: PauliSumOperator<Complex<Double>>(sum), count: count, options: solver)
        self.init(lowest, vectors: .complex(lowest.vectors), basis: basis)
      }
    } catch let error as PauliError {
      throw .pauliSum(error)
    } catch let error as ExactSpectrumError {
      throw error
    } catch {
      preconditionFailure("no other error is thrown above: \(error)")
    }
  }
}
