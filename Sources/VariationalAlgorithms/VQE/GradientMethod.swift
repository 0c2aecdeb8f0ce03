/// How derivatives of the energy are found when an optimizer asks for them.
public enum GradientMethod: Hashable, Sendable, Codable {
  /// Exact derivatives from one backward sweep: the cost of a few energies, whatever the number of parameters.
  case adjoint
  /// Exact derivatives from shifted evaluations, two or four per angle: also with shots, also on a device.
  case parameterShift
  /// (f(x + h) − f(x − h)) / 2h along each parameter.
  case centralDifference(step: Double)
  /// (f(x + cΔ) − f(x − cΔ)) / 2c · Δ with random signs Δ: two evaluations whatever the number of parameters.
  case spsa(step: Double)

  /// A central difference whose truncation and rounding errors are both near 1e-9 of the energy's scale.
  public static let centralDifference = centralDifference(step: 1e-4)
  /// A simultaneous perturbation of a hundredth of a radian.
  public static let spsa = spsa(step: 1e-2)

  func validate() throws(VQEError) {
    switch self {
    case .adjoint, .parameterShift: break
    case .centralDifference(let step), .spsa(let step):
      guard step > 0 && step.isFinite else { throw .invalidGradientStep(step) }
    }
  }
}
