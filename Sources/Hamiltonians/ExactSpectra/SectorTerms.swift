import ComplexModule
import PauliAlgebra

/// A Pauli sum as it acts on occupations: whatever the encoding, each string flips some and gives a sign by others.
///
/// Occupations are a word, bit p for alpha orbital p and bit n + p for beta orbital p. Since an encoding is linear, the
/// string i^|x∧z| X^x Z^z takes |n⟩ to i^|x∧z| (−1)^|s∧n| |n ⊕ d⟩, where d are the occupations that flip with the
/// qubits of x, and s are those whose parity is that of the qubits of z.
struct SectorTerms {
  let orbitalCount: Int
  /// The sum as it acts on words of occupations.
  let flips: FlipTerms

  static let largestModeCount = 62

  init(_ sum: PauliSum, encoding: LinearEncoding, spinOrder: SpinOrder) throws(ExactSpectrumError) {
    let modeCount = encoding.modeCount
    guard sum.qubitCount == encoding.qubitCount, modeCount % 2 == 0, modeCount > 0 else {
      throw .encodingMismatch(qubits: sum.qubitCount, encodingQubits: encoding.qubitCount, modes: modeCount)
    }
    guard modeCount <= Self.largestModeCount else {
      throw .tooManyQubits(modeCount, allowed: Self.largestModeCount)
    }
    for term in sum.terms where term.coefficient.imaginary != 0 {
      throw .pauliSum(.notHermitian(term: "\(term.string)"))
    }
    orbitalCount = modeCount / 2
    // The qubits that hold, and those that flip with, the occupation at each bit.
    let modes = Spin.allCases.flatMap { spinOrder.modes(of: $0, orbitalCount: modeCount / 2) }
    let holders = modes.map { UInt64(bits: encoding.occupationSet(of: $0).qubits) }
    let updates = modes.map { UInt64(bits: encoding.updateSet(of: $0)) }

    var strings: [FlipTerms.String] = []
    strings.reserveCapacity(sum.terms.count)
    // Rounding errors that a program wrote as integrals would only hide symmetries.
    let negligible = 0x1p-52 * (sum.terms.lazy.map(\.coefficient.real.magnitude).max() ?? 0)
    for term in sum.terms where term.coefficient.real.magnitude > negligible {
      strings.append(
        FlipTerms.String(
          term, flip: Self.parities(of: term.string.xMask, with: holders),
          sign: Self.parities(of: term.string.zMask, with: updates)))
    }
    flips = FlipTerms(strings)
  }

  var alphaMask: UInt64 { (1 << UInt64(orbitalCount)) - 1 }

  /// Throws unless the operator stays in the sector when it acts on it.
  ///
  /// With n_p = (1 − Z_p)/2, the commutator with the number of particles of one spin is Σ_p∈d −c X^d Z^(s ⊕ p), and has
  /// to cancel string by string. In the sector the product of all Z of one spin is a number, so sign masks that differ
  /// by it are the same; this matters after qubits were removed.
  func requireConserved(in sector: ParticleSector) throws(ExactSpectrumError) {
    let allowed = 1e-9 * (flips.coefficients.lazy.map(abs).max() ?? 0)
    for spin in Spin.allCases {
      let mask = spin == .alpha ? alphaMask : alphaMask << UInt64(orbitalCount)
      for group in flips.groups where group.flip & mask != 0 {
        var commutator: [UInt64: Double] = [:]
        for index in group.strings {
          var flipped = group.flip & mask
          while flipped != 0 {
            let (sign, isNegative) = reduced(flips.signs[index] ^ (flipped & (0 &- flipped)), in: sector)
            commutator[sign, default: 0] += isNegative ? -flips.coefficients[index] : flips.coefficients[index]
            flipped &= flipped - 1
          }
        }
        guard commutator.values.allSatisfy({ abs($0) <= allowed }) else { throw .notConserved(spin) }
      }
    }
  }

  /// The sign mask without the lowest orbital of each spin, and whether its parity is negative for that.
  private func reduced(_ sign: UInt64, in sector: ParticleSector) -> (sign: UInt64, isNegative: Bool) {
    var (sign, isNegative) = (sign, false)
    for (mask, count) in [(alphaMask, sector.alphaCount), (alphaMask << UInt64(orbitalCount), sector.betaCount)]
    where sign & mask & (0 &- mask) != 0 {
      sign ^= mask
      if count % 2 == 1 { isNegative.toggle() }
    }
    return (sign, isNegative)
  }

  /// Bit k is the parity of the bits that `mask` and `masks[k]` share.
  private static func parities(of mask: UInt64, with masks: [UInt64]) -> UInt64 {
    var parities: UInt64 = 0
    for (bit, other) in masks.enumerated() {
      parities |= UInt64(truncatingIfNeeded: (mask & other).nonzeroBitCount & 1) << UInt64(bit)
    }
    return parities
  }
}
