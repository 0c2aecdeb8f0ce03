extension PauliString {
  /// Whether the two strings commute; they anticommute otherwise.
  ///
  /// They commute where the number of qubits with two different factors, neither of them the identity, is even.
  public func commutes(with other: PauliString) -> Bool {
    var parity = x0 & other.z0 ^ z0 & other.x0
    for index in 1..<max(1, min(wordCount, other.wordCount)) {
      let (a, b) = (words(index), other.words(index))
      parity ^= a.x & b.z ^ a.z & b.x
    }
    return parity.nonzeroBitCount.isMultiple(of: 2)
  }

  /// Whether the factors commute on every single qubit, so that one setting of the readout measures both.
  public func qubitWiseCommutes(with other: PauliString) -> Bool {
    for index in 0..<min(wordCount, other.wordCount) {
      let (a, b) = (words(index), other.words(index))
      // Where both act, the factors must be equal.
      if (a.x | a.z) & (b.x | b.z) & ((a.x ^ b.x) | (a.z ^ b.z)) != 0 { return false }
    }
    return true
  }

  /// The product self · other = i^phase · product, with phase 0, 1, 2 or 3.
  ///
  /// With P(x, z) = i^|x∧z| X^x Z^z, and Z^z X^x' = (−1)^|z∧x'| X^x' Z^z, the exponent of i is
  /// |x∧z| + |x'∧z'| + 2 |z∧x'| − |(x⊕x')∧(z⊕z')|.
  public func multiplied(by other: PauliString) -> (product: PauliString, phase: Int) {
    if further.isEmpty && other.further.isEmpty {
      let (x, z) = (x0 ^ other.x0, z0 ^ other.z0)
      let phase = PauliString.phaseOfProduct(x0, z0, other.x0, other.z0)
      let product = PauliString(qubitCount: max(qubitCount, other.qubitCount), xMask: x, zMask: z)
      return (product, phase & 3)
    }
    var product = PauliString(qubitCount: max(qubitCount, other.qubitCount))
    var phase = 0
    for index in 0..<product.wordCount {
      let (a, b) = (words(index), other.words(index))
      product.setWords(index, x: a.x ^ b.x, z: a.z ^ b.z)
      phase += PauliString.phaseOfProduct(a.x, a.z, b.x, b.z)
    }
    return (product, phase & 3)
  }

  /// The exponent of i in the product of two strings of one word, to be taken modulo 4.
  @inline(__always)
  static func phaseOfProduct(_ x1: UInt64, _ z1: UInt64, _ x2: UInt64, _ z2: UInt64) -> Int {
    (x1 & z1).nonzeroBitCount + (x2 & z2).nonzeroBitCount + 2 * (z1 & x2).nonzeroBitCount
      - ((x1 ^ x2) & (z1 ^ z2)).nonzeroBitCount
  }

  /// The product of two strings on separate qubits: `self` on the upper ones, `other` on the lower ones.
  ///
  /// Labels are joined as they are written: "XI" tensor "ZY" is "XIZY".
  public func tensor(_ other: PauliString) -> PauliString {
    let width = qubitCount + other.qubitCount
    if width <= 64 {
      let shift = UInt64(other.qubitCount)
      return PauliString(qubitCount: width, xMask: other.x0 | x0 << shift, zMask: other.z0 | z0 << shift)
    }
    var product = other.widened(to: width)
    for (qubit, pauli) in factors { product.set(pauli, at: other.qubitCount + qubit) }
    return product
  }
}
