internal import QuantumBackends

/// Why a run of ``SamplingVQE`` or ``QAOA`` was refused.
public enum SamplingVQEError: Error, Hashable, Sendable {
  case notDiagonal(term: String)
  case notHermitian
  case tooWide(found: Int, allowed: Int)
  case alpha(Double)
  case exactTail(alpha: Double)
  case shots(found: Int)
  case finalShots(found: Int)
  case outcomeLimit(found: Int)
  case gradientOfSamples(optimizer: String)
  case trigonometricTail(optimizer: String, alpha: Double)
}

extension SamplingVQEError: CustomStringConvertible {
  public var description: String {
    switch self {
    case let .notDiagonal(term):
      "The term \(term) of the cost is not diagonal; a cost of bit strings has the letters I and Z alone. "
        + "Use VQE for other observables."
    case .notHermitian:
      "The cost has complex coefficients; an observable's must be real."
    case let .tooWide(found, allowed):
      "The cost has \(found) qubits; outcomes of at most \(allowed) can be sampled."
    case let .alpha(value):
      "An alpha of \(value) was asked for; it is the share of the outcomes that count, above 0 and at most 1."
    case let .exactTail(alpha):
      "CVaR with alpha \(alpha) needs outcomes; give shots, or alpha 1 for exact expectation values."
    case let .shots(found):
      "\(found) shots were asked for; 2 to \(ShotLimit.most) are possible, and nil stands for exact values."
    case let .finalShots(found):
      "\(found) shots were asked for at the end; 2 to \(ShotLimit.most) are possible."
    case let .outcomeLimit(found):
      "\(found) outcomes at most were asked for; give 1 or more."
    case let .gradientOfSamples(optimizer):
      "\(optimizer) needs gradients, which sampled outcomes do not give; leave out shots, or use another optimizer, "
        + "such as cobyla or spsa."
    case let .trigonometricTail(optimizer, alpha):
      "\(optimizer) takes the objective for a trigonometric one, which CVaR with alpha \(alpha) is not; use alpha 1 or "
        + "another optimizer."
    }
  }
}
