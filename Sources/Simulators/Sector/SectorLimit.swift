/// How large a sector may be, and what finding it may cost, before the full register is the better place.
///
/// The numbers are the same everywhere, so that the same circuit is computed in the same place with the same bits.
struct SectorLimit {
  /// Basis states.
  let stateCount: Int
  /// Positions in the lists of all steps, 64 MiB.
  let listCount = 1 << 24
  /// Summands in the angles of all steps, 16 MiB.
  let turnCount = 1 << 20
  /// Matrix elements of all observables, 192 MiB.
  let elementCount = 1 << 24
  /// Basis states looked at, and strings evaluated in them: about a second.
  let work = 1 << 27

  /// An amplitude that is found by its position costs several that stand in a row.
  init(qubitCount: Int) {
    stateCount = min(1 << max(0, qubitCount - 3), 1 << 18)
  }
}
