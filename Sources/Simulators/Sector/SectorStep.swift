internal import ComplexModule

/// What a gate does to the amplitudes of a sector, with their positions.
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
  /// φ as a combination of the plan's angles.
  var angle: [(index: Int, factor: Double)]
  /// Whether φ depends on a parameter.
  var isParameterized: Bool

  var entryCount: Int { list.count }
}
