/// How large a sector may be before the full register is the better place.
struct SectorLimit {
  /// Basis states.
  var stateCount: Int
  /// Positions in the lists of all steps.
  var listCount = 1 << 25
  /// Matrix elements of an observable.
  var elementCount = 1 << 24

  /// An amplitude that is found by its position costs several that stand in a row.
  init(qubitCount: Int) {
    stateCount = min(1 << max(0, qubitCount - 3), 1 << 18)
  }
}
