package import ComplexModule
import RealModule

/// Adds up many terms fast: the way to make a large Pauli sum.
///
/// Up to 64 qubits a term costs a probe of an open hash table keyed by the x and z masks, nothing is allocated for it,
/// and results do not depend on the order of hashing. A real or imaginary part of which only rounding errors are left
/// (less than 2⁻⁴⁶ of the magnitudes added up in it) is taken for the zero it stands for.
package struct PauliSumBuilder: Sendable {
  package let qubitCount: Int
  private var narrow = TermTable()
  private var wide: [PauliString: Accumulator] = [:]

  package init(qubitCount: Int) {
    precondition(qubitCount >= 0, "A Pauli sum has no negative number of qubits.")
    self.qubitCount = qubitCount
  }

  /// Adds a term. A narrower string acts as the identity on the further qubits.
  package mutating func add(_ coefficient: Complex<Double>, _ string: PauliString) {
    precondition(string.qubitCount <= qubitCount, "The string is wider than the sum.")
    if qubitCount <= 64 {
      narrow.add(coefficient, x: string.x0, z: string.z0)
    } else {
      wide[string.widened(to: qubitCount), default: Accumulator()].add(coefficient)
    }
  }

  /// Adds coefficient · i^|x∧z| X^x Z^z; at most 64 qubits.
  @inline(__always)
  package mutating func add(_ coefficient: Complex<Double>, xMask: UInt64, zMask: UInt64) {
    narrow.add(coefficient, x: xMask, z: zMask)
  }

  /// What has been added up so far.
  package func sum() -> PauliSum {
    var terms: [PauliTerm] = []
    if qubitCount <= 64 {
      terms.reserveCapacity(narrow.entries.count)
      for entry in narrow.entries.sorted(by: { ($0.x, $0.z) < ($1.x, $1.z) }) {
        if let coefficient = entry.accumulator.coefficient {
          let string = PauliString(qubitCount: qubitCount, xMask: entry.x, zMask: entry.z)
          terms.append(PauliTerm(string, coefficient: coefficient))
        }
      }
    } else {
      for (string, accumulator) in wide {
        if let coefficient = accumulator.coefficient {
          terms.append(PauliTerm(string, coefficient: coefficient))
        }
      }
      terms.sort { $0.string < $1.string }
    }
    return PauliSum(qubitCount: qubitCount, canonicalTerms: terms)
  }
}

extension PauliSumBuilder {
  /// Adds a term with masks of either width.
  @inline(__always)
  mutating func add<Mask: BitMask>(_ coefficient: Complex<Double>, x: Mask, z: Mask) {
    if let x = x as? UInt64, let z = z as? UInt64 {
      add(coefficient, xMask: x, zMask: z)
    } else if let x = x as? WideBitMask, let z = z as? WideBitMask {
      add(coefficient, PauliString(qubitCount: qubitCount, x: x, z: z))
    }
  }
}

/// An open-addressing hash table of terms in the order in which their strings first came.
private struct TermTable: Sendable {
  struct Entry: Sendable {
    var x: UInt64
    var z: UInt64
    var accumulator: Accumulator
  }

  private(set) var entries: [Entry] = []
  /// Position in `entries` plus one, or 0 for a free slot; a power of two of slots, at most half of them taken.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)

  @inline(__always)
  mutating func add(_ value: Complex<Double>, x: UInt64, z: UInt64) {
    var slot = TermTable.hash(x, z) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if entries[index].x == x && entries[index].z == z {
        entries[index].accumulator.add(value)
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    insert(value, x: x, z: z, slot: slot)
  }

  @inline(never)
  private mutating func insert(_ value: Complex<Double>, x: UInt64, z: UInt64, slot: Int) {
    var accumulator = Accumulator()
    accumulator.add(value)
    entries.append(Entry(x: x, z: z, accumulator: accumulator))
    slots[slot] = UInt32(entries.count)
    guard 2 * entries.count > slots.count else { return }
    slots = Array(repeating: 0, count: 2 * slots.count)
    for (index, entry) in entries.enumerated() {
      var slot = TermTable.hash(entry.x, entry.z) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index + 1)
    }
  }

  /// Multiplicative mixing; the upper half of the product depends on every bit.
  @inline(__always)
  private static func hash(_ x: UInt64, _ z: UInt64) -> Int {
    let product = (x &* 0x9E37_79B9_7F4A_7C15 ^ z).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return Int(truncatingIfNeeded: product.high ^ product.low)
  }
}
