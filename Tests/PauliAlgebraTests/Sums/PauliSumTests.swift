import ComplexModule
import Foundation
import PauliAlgebra
import RandomStreams
import Testing

@Suite("Pauli sums") struct PauliSumTests {
  @Test("equal strings are added, zeros left out, terms sorted")
  func invariant() throws {
    let sum = try PauliSum(["XX": 1, "ZI": 0.5, "IZ": 2, "XX": -1, "ZI": 0.25, "YY": 0])
    #expect(sum.terms.map(\.string.label) == ["IZ", "ZI"])
    #expect(sum.terms.map(\.coefficient) == [Complex(2), Complex(0.75)])
    #expect(try sum[PauliString("ZI")] == Complex(0.75))
    #expect(try sum[PauliString("XX")] == .zero)
    #expect(try sum == PauliSum(["ZI": 0.75, "IZ": 2]))
    #expect(sum - sum == PauliSum(qubitCount: 2))
    #expect(try PauliSum(["X": 1]) + .zero == PauliSum(["X": 1]))
  }

  @Test("arithmetic agrees with dense matrices", arguments: 1...3, 0..<10 as Range<UInt64>)
  func arithmetic(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let a = PauliSum.random(qubitCount: qubitCount, termCount: 6, complex: true, using: &stream)
    let b = PauliSum.random(qubitCount: qubitCount, termCount: 6, complex: true, using: &stream)
    let (A, B) = (DenseOperator(a), DenseOperator(b))
    let minus = Complex<Double>(-1)
    let factor = Complex(0.3, -1.2)
    #expect(DenseOperator(a + b).distance(to: A + B) < 1e-14)
    #expect(DenseOperator(a - b).distance(to: A + minus * B) < 1e-14)
    #expect(DenseOperator(-a).distance(to: minus * A) == 0)
    #expect(DenseOperator(factor * a).distance(to: factor * A) < 1e-14)
    #expect(DenseOperator(a * 2.5).distance(to: Complex(2.5) * A) < 1e-14)
    #expect(2 * a == a + a)
    #expect(DenseOperator(a * b).distance(to: A * B) < 1e-13)
    #expect(DenseOperator(a.commutator(with: b)).distance(to: A * B + minus * (B * A)) < 1e-13)
    #expect(DenseOperator(a.adjoint) == A.adjoint)
    #expect(DenseOperator(a.tensor(b)).distance(to: A.kronecker(B)) < 1e-14)
    #expect((a + a.adjoint).isHermitian)
  }

  @Test("products are associative and distribute, narrow or wide", arguments: [5, 64, 65, 130])
  func ring(qubitCount: Int) {
    var stream = RandomStream(seed: 1)
    let a = PauliSum.random(qubitCount: qubitCount, termCount: 4, using: &stream)
    let b = PauliSum.random(qubitCount: qubitCount, termCount: 5, using: &stream)
    let c = PauliSum.random(qubitCount: max(1, qubitCount / 2), termCount: 3, using: &stream)
    #expect(((a * b) * c - a * (b * c)).oneNorm < 1e-12)
    #expect((a * (b + c) - (a * b + a * c)).simplified().terms.isEmpty)
    #expect((a.commutator(with: b) - (a * b - b * a)).simplified().terms.isEmpty)
    #expect(a.commutator(with: a).terms.isEmpty)
  }

  @Test("norms, counts and the identity's coefficient")
  func figures() throws {
    let sum = try PauliSum(["II": -3, "XY": 0.5, "ZZ": -0.25, "YY": 1e-11])
    #expect(sum.identityCoefficient == -3)
    #expect(abs(sum.oneNorm - 0.75) < 1e-10)
    #expect(sum.termCount() == 3 && sum.terms.count == 4)
    #expect(sum.simplified(threshold: 1e-10).terms.count == 3)
    #expect(sum.isHermitian && !sum.isReal && !sum.isDiagonal)
    #expect(try PauliSum(["YY": 1, "XZ": 2]).isReal)
    #expect(try PauliSum(["XI": 1]).identityCoefficient == 0)
    #expect(!(Complex<Double>.i * sum).isHermitian)
  }

  @Test("a negative width is refused")
  func negativeWidth() {
    #expect(throws: PauliError.negativeQubitCount(-1)) { try PauliSum(qubitCount: -1, terms: []) }
    #expect(throws: PauliError.negativeQubitCount(-1)) { try PauliSum(parsing: "", qubitCount: -1) }
    #expect(throws: PauliError.self) { try PauliSum(parsing: "1 I", qubitCount: -1) }
    #expect(throws: PauliError.self) { try PauliSum(parsing: "1 X0", qubitCount: .min) }
  }

  @Test("a text that names far qubits is refused before it takes memory", .timeLimit(.minutes(1)))
  func wide() throws {
    // At this width, each term takes 256 KiB.
    let text = String(repeating: "1 X1048575\n", count: 6000)
    #expect(throws: PauliError.tooManyQubits(1 << 20, allowed: (1 << 30) / 6000, task: "a sum of 6000 terms")) {
      try PauliSum(parsing: text)
    }
    #expect(throws: PauliError.line(1, .qubitOutOfRange(1_048_575, qubitCount: 4))) {
      try PauliSum(parsing: text, qubitCount: 4)
    }
    #expect(throws: PauliError.line(1, .qubitOutOfRange(.max, qubitCount: 1 << 20))) {
      try PauliSum(parsing: "1 X\(Int.max)")
    }
    #expect(throws: PauliError.line(2, .qubitCountMismatch(found: 4, expected: 2))) {
      try PauliSum(parsing: "1 X0\n1 XXXX", qubitCount: 2)
    }
    #expect(try PauliSum(parsing: "1 X1048575").qubitCount == 1 << 20)
  }

  @Test("printing and parsing are inverse", arguments: [1, 5, 64, 65, 100], [false, true])
  func roundTrip(qubitCount: Int, complex: Bool) throws {
    var stream = RandomStream(seed: 8)
    let sum = PauliSum.random(qubitCount: qubitCount, termCount: 30, complex: complex, using: &stream)
    #expect(try PauliSum(parsing: "\(sum)", qubitCount: qubitCount) == sum)
    let json = try JSONEncoder().encode(sum)
    #expect(try JSONDecoder().decode(PauliSum.self, from: json) == sum)
  }

  @Test("text may have comments, blank lines and labels of both forms")
  func parsing() throws {
    let text = "# a pair\n\n -0.5 XIZ\r\n1e-1\tX0 Z2  # sparse\n(0, -2) Y1\n3 I\n"
    let sum = try PauliSum(parsing: text)
    let i = Complex<Double>.i
    let expected = try PauliSum(["XIZ": -0.5, "ZIX": 0.1, "III": 3]) - 2 * i * PauliSum(["IYI": 1])
    #expect(sum == expected)
    #expect(try PauliSum(parsing: "2 I").qubitCount == 1)
    #expect(try PauliSum(parsing: "2 I", qubitCount: 4) == .identity(qubitCount: 4, coefficient: 2))
    #expect(try PauliSum(parsing: "1 Z5").qubitCount == 6)
    #expect(try PauliSum(parsing: "") == .zero)
  }

  @Test(
    "wrong text is refused with the line and what is wrong",
    arguments: [
      ("1 XX\n2 XXX", .line(2, .qubitCountMismatch(found: 3, expected: 2))),
      ("\n1 XAX", .line(2, .unknownLetter("A", position: 2))), ("XX", .line(1, .malformedTerm("XX"))),
      ("one XX", .line(1, .malformedCoefficient("one"))), ("nan X", .line(1, .coefficientNotFinite("nan"))),
      ("(1, 2 X0", .line(1, .malformedTerm("(1, 2 X0"))), ("(1) X", .line(1, .malformedCoefficient("(1)"))),
      ("1 X0 X0", .line(1, .repeatedQubit(0))), ("1 XX\n1 Z7", .line(2, .qubitOutOfRange(7, qubitCount: 2))),
    ] as [(String, PauliError)])
  func wrongText(text: String, expected: PauliError) {
    #expect(throws: expected) { try PauliSum(parsing: text) }
  }

  @Test("terms that do not fit are refused")
  func misuse() throws {
    let x = try PauliString("X")
    #expect(throws: PauliError.qubitCountMismatch(found: 1, expected: 2)) {
      try PauliSum(qubitCount: 2, terms: [PauliTerm(x, coefficient: 1)])
    }
    #expect(throws: PauliError.self) { try PauliSum(qubitCount: 1, terms: [PauliTerm(x, coefficient: Complex(.nan))]) }
    #expect(throws: PauliError.self) { try PauliSum(["XX": 1, "X": 1]) }
    #expect(throws: PauliError.self) { try PauliSum(["XX": 1]).padded(to: 1) }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(PauliSum.self, from: Data(#"{"n_qubits": 2, "terms": [["X", 1]]}"#.utf8))
    }
  }

  @Test("a sum decodes from terms with real coefficients")
  func decoding() throws {
    let json = Data(#"{"n_qubits": 2, "terms": [["ZX", 1.5], ["YI", 0, -2]]}"#.utf8)
    let sum = try JSONDecoder().decode(PauliSum.self, from: json)
    #expect(try sum == PauliSum(["ZX": 1.5]) + Complex(0, -2) * PauliSum(["YI": 1]))
  }

  @Test("rounding errors of exact cancellations are no terms")
  func cancellation() throws {
    var stream = RandomStream(seed: 3)
    var builder = PauliSumBuilder(qubitCount: 3)
    let string = try PauliString("XYZ")
    let values = (0..<50).map { _ in stream.uniform() }
    for value in values { builder.add(Complex(value, value), string) }
    for value in values.reversed() { builder.add(Complex(-value, 1e-9 - value), string) }
    let sum = builder.sum()
    #expect(sum.terms.count == 1)
    #expect(sum.terms[0].coefficient.real == 0)
    #expect(abs(sum.terms[0].coefficient.imaginary - 50e-9) < 1e-13)
  }

  @Test("groups hold terms that commute on every qubit, each term once", arguments: [1, 4, 12, 70])
  func grouping(qubitCount: Int) {
    var stream = RandomStream(seed: 4)
    let sum = PauliSum.random(qubitCount: qubitCount, termCount: 60, using: &stream) + .identity(qubitCount: qubitCount)
    let groups = sum.qubitWiseCommutingGroups()
    #expect(groups.flatMap { $0 }.sorted() == Array(sum.terms.indices))
    #expect(groups[0].contains(0))
    for group in groups {
      for a in group {
        #expect(group.allSatisfy { sum.terms[a].string.qubitWiseCommutes(with: sum.terms[$0].string) })
      }
    }
  }

  @Test("groups of any commuting terms hold each term once, and are fewer", arguments: [1, 4, 12, 70])
  func commutingGroups(qubitCount: Int) {
    var stream = RandomStream(seed: 4)
    let sum = PauliSum.random(qubitCount: qubitCount, termCount: 60, using: &stream) + .identity(qubitCount: qubitCount)
    let groups = sum.commutingGroups()
    #expect(groups.flatMap { $0 }.sorted() == Array(sum.terms.indices))
    #expect(groups[0].contains(0))
    #expect(groups.count <= sum.qubitWiseCommutingGroups().count)
    for group in groups {
      let magnitudes = group.dropFirst(group[0] == 0 ? 1 : 0).map { sum.terms[$0].coefficient.length }
      #expect(magnitudes == magnitudes.sorted(by: >))
      for a in group {
        #expect(group.allSatisfy { sum.terms[a].string.commutes(with: sum.terms[$0].string) })
      }
    }
  }

  @Test("an Ising chain is measured in two settings")
  func isingGroups() throws {
    var terms: [PauliTerm] = []
    for qubit in 0..<10 {
      terms.append(PauliTerm(try PauliString(sparse: "X\(qubit)", qubitCount: 10), coefficient: -0.5))
      if qubit < 9 {
        terms.append(PauliTerm(try PauliString(sparse: "Z\(qubit) Z\(qubit + 1)", qubitCount: 10), coefficient: -1))
      }
    }
    #expect(try PauliSum(qubitCount: 10, terms: terms).qubitWiseCommutingGroups().map(\.count) == [9, 10])
  }
}
