internal import ComplexModule

/// What a gate does to the amplitudes of a sector, with their positions.
///
/// Plain numbers only, so that going through many of them costs no reference counting.
struct SectorStep: Sendable {
  enum Action: Sendable {
    /// (aₚ, a_q) ← (cos φ aₚ − sin φ a_q, cos φ a_q + sin φ aₚ) for listed pairs.
    case rotate
    /// (aₚ, a_q) ← (cos φ aₚ − i sin φ a_q, cos φ a_q − i sin φ aₚ) for listed pairs.
    case mix
    /// aₚ ← exp(iφ) aₚ at listed positions.
    case turn
    /// aₚ ← z aₚ at listed positions.
    case scale(Complex<Double>)
  }

  var action: Action
  /// Where its list stands among those of the sector.
  var list: Range<Int>
  /// Where φ stands among the sector's combinations of the plan's angles.
  var turns: Range<Int>
  /// Whether φ depends on a parameter.
  var isParameterized: Bool
}

/// A summand of an angle: one of the plan's angles with a factor.
struct SectorTurn: Sendable {
  var angle: Int
  var factor: Double
}
