/// Why a variational run was refused.
public enum VQEError: Error, Hashable, Sendable {
  case widthMismatch(hamiltonian: Int, ansatz: Int)
  case noParameters(ansatz: String)
  case notHermitian
  case initialPointLength(found: Int, allowed: Int)
  case nonFiniteInitialPoint(index: Int, value: Double)
  case adjointNeedsExactValues
  case adjointUnavailable(backend: String)
  case exactUnavailable(backend: String)
  case invalidGradientStep(Double)
  case unusedGradient(optimizer: String)
  case unusedFinalPrecision
  case invalidFinalPrecision(Double)
  case tooManyFrequencies(parameter: String, allowed: Int)
  case otherProblem(found: String, allowed: String)
  case otherSectorChoice(found: Bool)
  case unreadableFile(path: String, reason: String)
  case unwritableFile(path: String, reason: String)
}

extension VQEError: CustomStringConvertible {
  public var description: String {
    switch self {
    case let .widthMismatch(hamiltonian, ansatz):
      "The Hamiltonian has \(hamiltonian) qubits and the ansatz \(ansatz); they must be equal."
    case let .noParameters(ansatz):
      "The ansatz \(ansatz) has no parameters here, so there is nothing to optimise; choose another, or more layers."
    case .notHermitian:
      "The Hamiltonian has complex coefficients; an observable's must be real."
    case let .initialPointLength(found, allowed):
      "The initial point has \(found) angles; the ansatz has \(allowed) parameters."
    case let .nonFiniteInitialPoint(index, value):
      "Angle \(index) of the initial point is \(value); angles must be finite."
    case .adjointNeedsExactValues:
      "Adjoint gradients are exact and take no shots; with shots or a precision use parameter-shift, central-difference or spsa."
    case let .adjointUnavailable(backend):
      "The backend \(backend) has no adjoint gradients; use parameter-shift, central-difference or spsa."
    case let .exactUnavailable(backend):
      "The backend \(backend) has no exact energies; ask for shots or a precision."
    case let .invalidGradientStep(step):
      "A gradient step of \(step) was asked for; it must be positive and finite."
    case let .unusedGradient(optimizer):
      "A gradient method was given, but \(optimizer) asks for no gradients; leave it out, or take another optimizer."
    case .unusedFinalPrecision:
      "A final precision was given, but the energies are exact; leave it out, or ask for shots or a precision."
    case let .invalidFinalPrecision(precision):
      "A final precision of \(precision) was asked for; it must be positive and finite."
    case let .tooManyFrequencies(parameter, allowed):
      "The energy has more than \(allowed) frequencies in the parameter \(parameter), too many for NFT; use another optimizer."
    case let .otherProblem(found, allowed):
      "It belongs to another problem (\(found)); this one is \(allowed). Give the inputs and options it was written with."
    case let .otherSectorChoice(found):
      "It was computed on a backend with usesSector \(found) (--symmetry-sector \(found ? "on" : "off")), and this one has "
        + "\(!found). Give the inputs and options it was written with."
    case let .unreadableFile(path, reason):
      "\(path): \(reason)"
    case let .unwritableFile(path, reason):
      "\(path): cannot be written: \(reason)"
    }
  }
}
