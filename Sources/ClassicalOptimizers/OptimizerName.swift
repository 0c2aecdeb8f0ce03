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
}
