import ComplexModule
import Foundation
import PauliAlgebra
import RandomStreams
import Testing

@Suite("Pauli strings") struct PauliStringTests {
  @Test("labels read from the left for the highest qubit")
  func labelOrder() throws {
    let string = try PauliString("XIZY")
    #expect(string.qubitCount == 4)
    #expect([string[0], string[1], string[2], string[3], string[4]] == [.y, .z, .i, .x, .i])
    #expect(string.support == [0, 1, 3])
    #expect(string.weight == 3)
    #expect(string.yCount == 1)
    #expect(string.sparseLabel == "Y0 Z1 X3")
    #expect((string.xMask, string.zMask) == (0b1001, 0b0011))
    #expect(try PauliString(sparse: " X3  Z1 Y0", qubitCount: 4) == string)
    #expect(try PauliString(qubitCount: 4, factors: [(3, .x), (0, .y), (1, .z)]) == string)
  }

  @Test("identities print and read", arguments: [0, 1, 64, 65, 200])
  func identity(qubitCount: Int) throws {
    let identity = PauliString(qubitCount: qubitCount)
    #expect(identity.isIdentity)
    #expect(identity.label == String(repeating: "I", count: qubitCount))
    #expect(identity.sparseLabel == "I")
    #expect(try PauliString(identity.label) == identity)
    #expect(try PauliString(sparse: "", qubitCount: qubitCount) == identity)
    #expect(try PauliString(sparse: "I", qubitCount: qubitCount) == identity)
  }

  @Test("printing and parsing are inverse", arguments: [0, 1, 7, 63, 64, 65, 130], 0..<5 as Range<UInt64>)
  func roundTrip(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let string = PauliString.random(qubitCount: qubitCount, using: &stream)
    #expect(try PauliString(string.label) == string)
    #expect(try PauliString(sparse: string.sparseLabel, qubitCount: qubitCount) == string)
    #expect(try PauliString(qubitCount: qubitCount, factors: string.factors) == string)
    let json = try JSONEncoder().encode([string])
    #expect(json == Data("[\"\(string.label)\"]".utf8))
    #expect(try JSONDecoder().decode([PauliString].self, from: json) == [string])
  }

  @Test("products agree with dense matrices", arguments: 1...4, 0..<20 as Range<UInt64>)
  func denseProducts(qubitCount: Int, seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let a = PauliString.random(qubitCount: qubitCount, using: &stream)
    let b = PauliString.random(qubitCount: qubitCount, using: &stream)
    let (product, phase) = a.multiplied(by: b)
    let expected = Complex.power(ofI: phase) * DenseOperator(product)
    #expect((DenseOperator(a) * DenseOperator(b)).distance(to: expected) == 0)
    let commute = DenseOperator(a) * DenseOperator(b) == DenseOperator(b) * DenseOperator(a)
    #expect(a.commutes(with: b) == commute)
  }

  @Test("products and commutation follow the factors", arguments: [1, 7, 64, 65, 130], 0..<20 as Range<UInt64>)
  func laws(qubitCount: Int, seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let a = PauliString.random(qubitCount: qubitCount, using: &stream)
    let b = PauliString.random(qubitCount: qubitCount, using: &stream)
    let c = PauliString.random(qubitCount: qubitCount, using: &stream)
    // Qubit by qubit: XY = iZ and cyclic; every anticommuting factor counts.
    var phase = 0
    var anticommuting = 0
    var factors: [(qubit: Int, pauli: Pauli)] = []
    for qubit in 0..<qubitCount {
      let cycle: [Pauli] = [.x, .y, .z]
      let (p, q) = (a[qubit], b[qubit])
      guard let i = cycle.firstIndex(of: p), let j = cycle.firstIndex(of: q) else {
        if p != q { factors.append((qubit, p == .i ? q : p)) }
        continue
      }
      guard i != j else { continue }
      anticommuting += 1
      phase += (i + 1) % 3 == j ? 1 : 3
      factors.append((qubit, cycle[3 - i - j]))
    }
    let ab = a.multiplied(by: b)
    #expect(ab.phase == phase % 4)
    #expect(ab.product.factors.map(\.qubit) == factors.map(\.qubit))
    #expect(ab.product.factors.map(\.pauli) == factors.map(\.pauli))
    #expect(a.commutes(with: b) == anticommuting.isMultiple(of: 2))
    #expect(b.commutes(with: a) == a.commutes(with: b))
    #expect(a.qubitWiseCommutes(with: b) == (anticommuting == 0))
    #expect(b.qubitWiseCommutes(with: a) == a.qubitWiseCommutes(with: b))
    // (ab)c = a(bc), aa = 1.
    let bc = b.multiplied(by: c)
    let left = ab.product.multiplied(by: c)
    let right = a.multiplied(by: bc.product)
    #expect(left.product == right.product)
    #expect((left.phase + ab.phase) % 4 == (right.phase + bc.phase) % 4)
    #expect(a.multiplied(by: a) == (PauliString(qubitCount: qubitCount), 0))
  }

  @Test("a narrower string acts as the identity on further qubits", arguments: [(3, 9), (60, 70), (64, 65), (65, 200)])
  func widths(narrow: Int, wide: Int) throws {
    var stream = RandomStream(seed: 5)
    let a = PauliString.random(qubitCount: narrow, using: &stream)
    let b = PauliString.random(qubitCount: wide, using: &stream)
    let padded = try a.padded(to: wide)
    #expect(padded.qubitCount == wide && padded.factors.map(\.qubit) == a.factors.map(\.qubit))
    #expect(a.multiplied(by: b) == padded.multiplied(by: b))
    #expect(b.multiplied(by: a) == b.multiplied(by: padded))
    #expect(a.commutes(with: b) == padded.commutes(with: b))
    #expect(b.qubitWiseCommutes(with: a) == b.qubitWiseCommutes(with: padded))
    #expect(throws: PauliError.qubitCountMismatch(found: wide, expected: narrow)) { try b.padded(to: narrow) }
  }

  @Test("tensor products join labels", arguments: [(0, 0), (1, 2), (32, 32), (40, 30), (64, 1), (3, 64), (70, 80)])
  func tensor(upper: Int, lower: Int) {
    var stream = RandomStream(seed: 6)
    let a = PauliString.random(qubitCount: upper, using: &stream)
    let b = PauliString.random(qubitCount: lower, using: &stream)
    #expect(a.tensor(b).label == a.label + b.label)
  }

  @Test("the order is by flipped qubits, then by Z", arguments: [2, 70])
  func order(qubitCount: Int) throws {
    let labels = ["", "Z0", "Z1", "Z1 Z0", "X0", "Y0", "X0 Z1", "Y0 Z1", "X1", "X1 Z0", "Y1", "Y1 Z0", "X1 X0"]
    let strings = try labels.map { try PauliString(sparse: $0, qubitCount: qubitCount) }
    #expect(strings.reversed().sorted() == strings)
    #expect(try PauliString(sparse: "Z69", qubitCount: 70) < PauliString(sparse: "X0", qubitCount: 70))
  }

  @Test(
    "a wrong label is refused with what is wrong in it",
    arguments: [
      ("XIQZ", .unknownLetter("Q", position: 3)), ("xz", .unknownLetter("x", position: 1)),
      ("X Z", .unknownLetter(" ", position: 2)), ("XÖ", .unknownLetter("Ö", position: 2)),
    ] as [(String, PauliError)])
  func wrongLabels(label: String, expected: PauliError) {
    #expect(throws: expected) { try PauliString(label) }
  }

  @Test(
    "a wrong sparse label is refused with what is wrong in it",
    arguments: [
      ("X", .malformedFactor("X")), ("X0 Q1", .malformedFactor("Q1")), ("X-1", .malformedFactor("X-1")),
      ("X+1", .malformedFactor("X+1")), ("X1.5", .malformedFactor("X1.5")), ("3X", .malformedFactor("3X")),
      ("X99999999999999999999", .malformedFactor("X99999999999999999999")),
      ("Z4", .qubitOutOfRange(4, qubitCount: 4)), ("X0 Z0", .repeatedQubit(0)), ("X0 I0", .repeatedQubit(0)),
      ("X2000000000", .qubitOutOfRange(2_000_000_000, qubitCount: 4)),
    ] as [(String, PauliError)])
  func wrongSparseLabels(label: String, expected: PauliError) {
    #expect(throws: expected) { try PauliString(sparse: label, qubitCount: 4) }
  }

  @Test("a label that claims two thousand million qubits allocates nothing")
  func absurdWidth() {
    #expect(throws: PauliError.self) { try PauliString(sparse: "Z2000000000") }
    #expect(throws: PauliError.self) { try PauliString(sparse: "Z0", qubitCount: 2_000_000_000) }
    #expect(throws: PauliError.self) { try PauliString(sparse: "Z0", qubitCount: -1) }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([PauliString].self, from: Data("[\"XA\"]".utf8)) }
  }
}
