import ComplexModule
import PauliAlgebra
import RandomStreams
import RealModule
import Testing

@Suite("Cliffords that diagonalise commuting strings")
struct CliffordDiagonalizationTests {
  /// U P U† = ± Z…Z, matrix by matrix.
  private func check(_ strings: [PauliString], _ comment: Comment? = nil) throws {
    let qubitCount = strings.first?.qubitCount ?? 0
    let found = try CliffordDiagonalization(of: strings)
    #expect(found.images.count == strings.count)
    let circuit = found.gates.reduce(DenseOperator.identity(1 << qubitCount)) {
      DenseOperator($1, qubitCount: qubitCount) * $0
    }
    for (string, image) in zip(strings, found.images) {
      #expect(image.string.isDiagonal && image.string.qubitCount == qubitCount, comment)
      let sign: Complex<Double> = image.isNegative ? -1 : 1
      let turned = circuit * DenseOperator(string) * circuit.adjoint
      #expect(turned.distance(to: sign * DenseOperator(image.string)) < 1e-12, "\(string) among \(strings)")
    }
  }

  /// Strings that commute with all before them, each a product of others now and then.
  private func commutingStrings(qubitCount: Int, using stream: inout RandomStream) -> [PauliString] {
    var strings: [PauliString] = []
    for _ in 0..<30 {
      let string = PauliString.random(qubitCount: qubitCount, using: &stream)
      if strings.allSatisfy({ $0.commutes(with: string) }) { strings.append(string) }
    }
    if strings.count > 1 { strings.append(strings[0].multiplied(by: strings[1]).product) }
    return strings
  }

  @Test("turn random commuting strings into Z strings with the right signs", arguments: 1...6, 0..<12 as Range<UInt64>)
  func random(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed, stream: UInt32(qubitCount))
    try check(commutingStrings(qubitCount: qubitCount, using: &stream))
  }

  @Test("turn the groups of a random sum", arguments: 2...6)
  func groups(qubitCount: Int) throws {
    var stream = RandomStream(seed: 8)
    let sum = PauliSum.random(qubitCount: qubitCount, termCount: 60, using: &stream)
    for group in sum.commutingGroups() { try check(group.map { sum.terms[$0].string }) }
  }

  @Test(
    "take single strings, dependent ones, the identity and nothing at all",
    arguments: [
      [], [""], ["I"], ["X"], ["Y"], ["Z"], ["YXZ"], ["III"], ["ZZI", "IZZ", "ZIZ"], ["XX", "YY", "ZZ", "II"],
      ["XX", "XX"], ["XYZ", "ZXZ", "YZI"], ["XXXX", "ZZII", "IIZZ", "YYXX"],
    ])
  func edges(labels: [String]) throws {
    try check(labels.map { try PauliString($0) }, "\(labels)")
  }

  @Test("need no gates for Z strings, and no controlled ones for strings that commute qubit by qubit", arguments: 1...6)
  func qubitWise(qubitCount: Int) throws {
    var stream = RandomStream(seed: 9)
    let sum = PauliSum.random(qubitCount: qubitCount, termCount: 60, using: &stream)
    for group in sum.qubitWiseCommutingGroups() {
      let strings = group.map { sum.terms[$0].string }
      try check(strings)
      let gates = try CliffordDiagonalization(of: strings).gates
      #expect(gates.allSatisfy { if case .h = $0 { true } else if case .sdg = $0 { true } else { false } })
    }
    #expect(try CliffordDiagonalization(of: [PauliString("ZIZ"), PauliString("IZZ")]).gates.isEmpty)
  }

  @Test("measure a Bell pair with one controlled gate")
  func bell() throws {
    let found = try CliffordDiagonalization(of: ["XX", "YY", "ZZ"].map { try PauliString($0) })
    #expect(found.gates == [.cx(0, 1), .h(0)])
    #expect(found.images.map(\.string.label) == ["IZ", "ZZ", "ZI"])
    #expect(found.images.map(\.isNegative) == [false, true, false])
  }

  @Test("are made for strings of more than a machine word, and of different widths")
  func wide() throws {
    let labels = ["X0 X70 Z99", "Z0 Z70", "Y30 Y31", "X30 X31", "Z99"]
    let found = try CliffordDiagonalization(of: labels.map { try PauliString(sparse: $0) })
    #expect(found.images.allSatisfy { $0.string.isDiagonal && $0.string.qubitCount == 100 })
    // Independent strings stay independent.
    #expect(Set(found.images.map(\.string)).count == 5)
  }

  @Test("are refused for strings that anticommute, by their names")
  func refusal() throws {
    let error = #expect(throws: PauliError.self) {
      try CliffordDiagonalization(of: ["ZI", "IX", "XI"].map { try PauliString($0) })
    }
    #expect(error == .notCommuting("ZI", "XI"))
  }
}

extension DenseOperator {
  /// From the gates' definitions.
  init(_ gate: CliffordGate, qubitCount: Int) {
    let one = DenseOperator(.i), z = DenseOperator(.z), x = DenseOperator(.x), half = Complex(0.5)
    func on(_ factors: [Int: DenseOperator]) -> DenseOperator {
      (0..<qubitCount).reversed().reduce(.identity(1)) { $0.kronecker(factors[$1] ?? one) }
    }
    let (low, high) = (half * (one + z), half * (one + (-1) * z))
    switch gate {
    case .h(let qubit): self = Complex(0.5.squareRoot()) * (on([qubit: x]) + on([qubit: z]))
    case .s(let qubit): self = on([qubit: low + .i * high])
    case .sdg(let qubit): self = on([qubit: low + (-Complex.i) * high])
    case .cx(let control, let target): self = on([control: low]) + on([control: high, target: x])
    case .cz(let control, let target): self = on([control: low]) + on([control: high, target: z])
    }
  }
}
