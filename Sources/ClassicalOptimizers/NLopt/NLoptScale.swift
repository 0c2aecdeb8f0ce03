/// What NLopt is shown instead of values so small or large that what it makes of them leaves the range of doubles.
///
/// Its methods multiply values with each other: unscaled, COBYLA stops too early at a scale of 1e-155 and computes for
/// ever at 1e-320. SLSQP takes gradients of 1e-6 for converged, whatever is asked of it.
struct NLoptScale: Equatable {
  /// Numbers are multiplied with two to this power.
  var exponent: Int

  static let unscaled = NLoptScale(exponent: 0)

  /// As the first answer that is not zero decides it; nil before that.
  static func decided(by log: some Sequence<NLoptState.Answer>) -> NLoptScale? {
    for answer in log {
      // A gradient that rounding explains says nothing of the scale.
      let gradient = answer.gradient.map { max(maximumMagnitude($0), 0x1p-40 * answer.value.magnitude) }
      let magnitude = gradient ?? answer.value.magnitude
      guard magnitude > 0 else { continue }
      let harmless = gradient == nil ? -200...200 : -12...12
      return harmless.contains(Int(magnitude.exponent))
        ? NLoptScale.unscaled : NLoptScale(exponent: -Int(magnitude.exponent))
    }
    return nil
  }

  /// A scaled number, bounded: if the first value was near zero, later ones may be larger by any factor.
  func scaled(_ number: Double) -> Double {
    if exponent == 0 { return number }
    return min(max(Double(sign: .plus, exponent: exponent, significand: number), -0x1p300), 0x1p300)
  }
}

/// How long NLopt may compute between two questions.
package enum NLoptPatience {
  /// To which 10 ns·n³ are added for n parameters, as much as SLSQP's linear algebra takes.
  @TaskLocal package static var seconds = 30.0

  static func seconds(for dimension: Int) -> Double {
    seconds + 1e-8 * Double(dimension) * Double(dimension) * Double(dimension)
  }
}
