/// The spin of an electron along z.
public enum Spin: String, CaseIterable, Hashable, Sendable, Codable {
  case alpha, beta
}

/// How spin orbitals are numbered as modes.
public enum SpinOrder: String, CaseIterable, Hashable, Sendable, Codable {
  /// All alpha orbitals, then all beta orbitals: alpha p is mode p, beta p is mode n + p.
  case blocked
  /// Alpha p is mode 2p, beta p is mode 2p + 1.
  case interleaved

  /// The mode of one spin orbital.
  public func mode(orbital: Int, spin: Spin, orbitalCount: Int) -> Int {
    switch self {
    case .blocked: spin == .alpha ? orbital : orbitalCount + orbital
    case .interleaved: 2 * orbital + (spin == .alpha ? 0 : 1)
    }
  }

  /// The modes of all orbitals of one spin, in the order of the orbitals.
  public func modes(of spin: Spin, orbitalCount: Int) -> [Int] {
    (0..<orbitalCount).map { mode(orbital: $0, spin: spin, orbitalCount: orbitalCount) }
  }
}
