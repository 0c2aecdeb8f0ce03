/// One- and two-electron integrals over real orbitals, each stored once.
///
/// Two-electron integrals are in chemist's notation, (pq|rs) = ∫ p(1) q(1) r₁₂⁻¹ r(2) s(2), with their eightfold
/// symmetry (pq|rs) = (qp|rs) = (pq|sr) = (rs|pq). n orbitals take about n⁴ bytes.
public struct MolecularIntegrals: Sendable, Equatable {
  /// The most orbitals that are supported: their integrals take 272 MB.
  public static let largestOrbitalCount = 128

  public let orbitalCount: Int
  private var oneElectron: [Double]  // h[p, q] at pair(p, q)
  private var twoElectron: [Double]  // (pq|rs) at pair(pair(p, q), pair(r, s))

  /// Integrals that are all zero, over 1...128 orbitals.
  public init(orbitalCount: Int) {
    self.init(orbitalCount: orbitalCount, repeating: 0)
  }

  init(orbitalCount: Int, repeating value: Double) {
    precondition(1...Self.largestOrbitalCount ~= orbitalCount, "1...\(Self.largestOrbitalCount) orbitals are supported")
    self.orbitalCount = orbitalCount
    let pairCount = Self.pair(0, orbitalCount)
    oneElectron = Array(repeating: value, count: pairCount)
    twoElectron = Array(repeating: value, count: Self.pair(0, pairCount))
  }

  /// The position of the unordered pair {p, q} among all pairs; `pair(0, n)` is the number of pairs below n.
  @inline(__always)
  static func pair(_ p: Int, _ q: Int) -> Int {
    p > q ? p * (p + 1) / 2 + q : q * (q + 1) / 2 + p
  }

  /// h(p, q): kinetic energy and the nuclei's attraction.
  public subscript(p: Int, q: Int) -> Double {
    get { oneElectron[position(p, q)] }
    set { oneElectron[position(p, q)] = newValue }
  }

  /// (pq|rs), the electrons' repulsion.
  public subscript(p: Int, q: Int, r: Int, s: Int) -> Double {
    get { twoElectron[Self.pair(position(p, q), position(r, s))] }
    set { twoElectron[Self.pair(position(p, q), position(r, s))] = newValue }
  }

  @inline(__always)
  private func position(_ p: Int, _ q: Int) -> Int {
    precondition(p >= 0 && q >= 0 && p < orbitalCount && q < orbitalCount, "orbital outside 0..<\(orbitalCount)")
    return Self.pair(p, q)
  }

  /// Replaces every NaN, the mark of an integral that a file does not list, by zero.
  mutating func replaceMissingByZero() {
    for k in oneElectron.indices where oneElectron[k].isNaN { oneElectron[k] = 0 }
    for k in twoElectron.indices where twoElectron[k].isNaN { twoElectron[k] = 0 }
  }
}
