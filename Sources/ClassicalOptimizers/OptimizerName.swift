/// The methods by the names that the command line and records use.
public enum OptimizerName: String, Codable, CaseIterable, Sendable {
  case lBFGS = "l-bfgs"
  case conjugateGradient = "conjugate-gradient"
  case adam
  case gradientDescent = "gradient-descent"
  case spsa
  case nft
  case cobyla
  case bobyqa
  case nelderMead = "nelder-mead"
  case slsqp
  case sbplx

  /// - Throws: ``OptimizationError/unknownOptimizer(_:)``, which lists the known names.
  public init(parsing text: String) throws(OptimizationError) {
    guard let name = Self(rawValue: text.lowercased()) else { throw .unknownOptimizer(text) }
    self = name
  }

  /// The type of the method, to decode a run of it.
  public var type: any Optimizer.Type {
    switch self {
    case .lBFGS: LBFGS.self
    case .conjugateGradient: ConjugateGradient.self
    case .adam: Adam.self
    case .gradientDescent: GradientDescent.self
    case .spsa: SPSA.self
    case .nft: NFT.self
    case .cobyla: COBYLA.self
    case .bobyqa: BOBYQA.self
    case .nelderMead: NelderMead.self
    case .slsqp: SLSQP.self
    case .sbplx: Sbplx.self
    }
  }

  /// Whether the method asks for gradients.
  public var needsGradient: Bool {
    switch self {
    case .lBFGS, .conjugateGradient, .adam, .gradientDescent, .slsqp: true
    case .spsa, .nft, .cobyla, .bobyqa, .nelderMead, .sbplx: false
    }
  }

  /// Whether the method draws random numbers, so that its seed matters.
  public var isRandom: Bool { self == .spsa }

  /// The method with its default settings.
  ///
  /// - Parameters:
  ///   - maximumEvaluations: When given, the only limit of the run.
  ///   - seed: Ignored by methods that draw no random numbers.
  public func optimizer(maximumEvaluations: Int? = nil, seed: UInt64 = 0) -> any Optimizer {
    var optimizer: any Optimizer =
      switch self {
      case .lBFGS: LBFGS()
      case .conjugateGradient: ConjugateGradient()
      case .adam: Adam()
      case .gradientDescent: GradientDescent()
      case .spsa: SPSA(seed: seed)
      case .nft: NFT()
      case .cobyla: COBYLA()
      case .bobyqa: BOBYQA()
      case .nelderMead: NelderMead()
      case .slsqp: SLSQP()
      case .sbplx: Sbplx()
      }
    if let maximumEvaluations { optimizer.limits = OptimizationLimits(maximumEvaluations: maximumEvaluations) }
    return optimizer
  }
}
