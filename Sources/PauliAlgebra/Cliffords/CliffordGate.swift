/// The gates that map Pauli strings to Pauli strings and that measurement bases are turned by.
///
/// H = (X + Z)/√2 and S = diag(1, i); the controlled gates take their control first.
public enum CliffordGate: Hashable, Sendable {
  case h(Int)
  case s(Int)
  case sdg(Int)
  case cx(Int, Int)
  case cz(Int, Int)
}

/// A Pauli string with a sign: what Clifford gates make of one.
public struct SignedPauliString: Hashable, Sendable {
  public private(set) var string: PauliString
  public private(set) var isNegative = false

  public init(_ string: PauliString) {
    self.string = string
  }

  /// P becomes U P U†.
  ///
  /// - Note: The rules of Aaronson and Gottesman, Phys. Rev. A 70, 052328 (2004), section III, with bits x and z of a factor
  ///   X^x Z^z up to a phase.
  mutating func conjugate(by gate: CliffordGate) {
    switch gate {
    case .h(let qubit):
      let (x, z) = bits(qubit)
      if x && z { isNegative.toggle() }
      set(qubit, x: z, z: x)
    case .s(let qubit):
      let (x, z) = bits(qubit)
      if x && z { isNegative.toggle() }
      set(qubit, x: x, z: z != x)
    case .sdg(let qubit):
      let (x, z) = bits(qubit)
      if x && !z { isNegative.toggle() }
      set(qubit, x: x, z: z != x)
    case .cx(let control, let target):
      let (a, b) = (bits(control), bits(target))
      if a.x && b.z && b.x == a.z { isNegative.toggle() }
      set(control, x: a.x, z: a.z != b.z)
      set(target, x: b.x != a.x, z: b.z)
    case .cz(let first, let second):
      let (a, b) = (bits(first), bits(second))
      if a.x && b.x && a.z != b.z { isNegative.toggle() }
      set(first, x: a.x, z: a.z != b.x)
      set(second, x: b.x, z: b.z != a.x)
    }
  }

  private func bits(_ qubit: Int) -> (x: Bool, z: Bool) {
    let factor = string[qubit].rawValue
    return (factor & 1 != 0, factor & 2 != 0)
  }

  private mutating func set(_ qubit: Int, x: Bool, z: Bool) {
    string.set(Pauli(rawValue: (x ? 1 : 0) | (z ? 2 : 0)) ?? .i, at: qubit)
  }
}
