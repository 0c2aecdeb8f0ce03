/// How derivatives of the energy are found when an optimizer asks for them.
public enum GradientMethod: Hashable, Sendable, Codable {
  /// Exact derivatives from one backward sweep: the cost of a few energies, whatever the number of parameters.
  case adjoint
  /// Exact derivatives from shifted evaluations, two or four per angle: also with shots, also on a device.
  case parameterShift
  /// (f(x + h) − f(x − h)) / 2h along each parameter, h in radians.
  ///
  /// nil takes 1e-4 for exact energies, where truncation and rounding are both near 1e-9 of the energy's scale, and 0.3
  /// for sampled ones, whose error the division by h would blow up otherwise.
  case centralDifference(step: Double?)
  /// (f(x + cΔ) − f(x − cΔ)) / 2c · Δ with random signs Δ: two evaluations whatever the number of parameters.
  ///
  /// nil takes 0.01 for exact energies and 0.1 for sampled ones.
  case spsa(step: Double?)

  /// A central difference with the step that suits exact or sampled energies.
  public static let centralDifference = centralDifference(step: nil)
  /// A simultaneous perturbation with the step that suits exact or sampled energies.
  public static let spsa = spsa(step: nil)

  func validate() throws(VQEError) {
    switch self {
    case .adjoint, .parameterShift: break
    case .centralDifference(let step), .spsa(let step):
      if let step, !(step > 0 && step.isFinite) { throw .invalidGradientStep(step) }
    }
  }
}
