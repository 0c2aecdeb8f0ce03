import ComplexModule
import Foundation
import LinearAlgebra
import PauliAlgebra
import RandomStreams
import Testing

@Suite("Mappings") struct MappingTests {
  @Test("ladder operators anticommute as they must", arguments: FermionMapping.allCases, 1...7)
  func anticommutation(mapping: FermionMapping, modeCount: Int) throws {
    let encoding = LinearEncoding(mapping: mapping, modeCount: modeCount)
    let a = try (0..<modeCount).map { try encoding.map(FermionOperator([.annihilation($0)])) }
    for i in 0..<modeCount {
      #expect(try encoding.map(FermionOperator([.creation(i)])) == a[i].adjoint)
      for j in 0..<modeCount {
        #expect((a[i] * a[j] + a[j] * a[i]).terms.isEmpty)
        let expected = i == j ? PauliSum.identity(qubitCount: modeCount) : PauliSum(qubitCount: modeCount)
        #expect(a[i] * a[j].adjoint + a[j].adjoint * a[i] == expected)
      }
    }
  }

  @Test("wide registers follow the same rules", arguments: FermionMapping.allCases)
  func wide(mapping: FermionMapping) throws {
    let encoding = LinearEncoding(mapping: mapping, modeCount: 70)
    let modes = [0, 1, 31, 63, 64, 68, 69]
    let a = try modes.map { try encoding.map(FermionOperator([.annihilation($0)])) }
    for i in modes.indices {
      for j in modes.indices {
        #expect((a[i] * a[j] + a[j] * a[i]).terms.isEmpty)
        let expected = i == j ? PauliSum.identity(qubitCount: 70) : PauliSum(qubitCount: 70)
        #expect(a[i] * a[j].adjoint + a[j].adjoint * a[i] == expected)
      }
    }
    let product = FermionOperator([.creation(69), .annihilation(64), .creation(1), .annihilation(0)])
    #expect(try encoding.map(product) == a[6].adjoint * a[4] * a[1].adjoint * a[0])
  }

  @Test("the 2 by 3 Hubbard model is the one of the shipped file", arguments: [2.0, 4, 8])
  func hubbardFile(repulsion: Double) throws {
    // Open lattice of sites 0 1 / 2 3 / 4 5 with t = 1; mode 2·site + spin.
    var hubbard = FermionOperator()
    for (i, j) in [(0, 1), (2, 3), (4, 5), (0, 2), (1, 3), (2, 4), (3, 5)] {
      for spin in 0...1 {
        let hop = FermionOperator([.creation(2 * i + spin), .annihilation(2 * j + spin)], coefficient: -1)
        hubbard += hop + hop.adjoint
      }
    }
    for site in 0..<6 {
      hubbard += repulsion * (FermionOperator.number(of: [2 * site]) * FermionOperator.number(of: [2 * site + 1]))
    }
    let sum = try LinearEncoding(mapping: .jordanWigner, modeCount: 12).map(hubbard)
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Data/hamiltonians/fermi_hubbard_2x3_u\(Int(repulsion)).txt")
    #expect(try sum == PauliSum(parsing: String(contentsOf: file, encoding: .utf8), qubitCount: 12))
  }

  @Test("repeated ladder operators of a mode merge, however many there are", arguments: FermionMapping.allCases)
  func repetitions(mapping: FermionMapping) throws {
    let encoding = LinearEncoding(mapping: mapping, modeCount: 4)
    func product(_ operators: [LadderOperator]) throws -> PauliSum { try encoding.map(FermionOperator(operators)) }
    // (n₀ n₁ n₂ n₃)⁸, 64 operators, is n₀ n₁ n₂ n₃.
    let number = (0..<4).flatMap { [LadderOperator.creation($0), .annihilation($0)] }
    let long = Array(repeating: number, count: 8).flatMap { $0 }
    #expect(long.count == 64)
    #expect(try product(long) == product(number))
    #expect(try product(Array(long.dropLast())) == product(long.dropLast(57)))
    #expect(try product(long).expectation(encoding, occupations: [true, true, true, true]) == 1)
    #expect(try product(long).expectation(encoding, occupations: [true, true, false, true]) == 0)
    // a₀ twice, with others between.
    #expect(try product([.annihilation(0)] + number.dropFirst(2) + [.annihilation(0)]).terms.isEmpty)
    let seventy = [LadderOperator.creation(2)] + Array(repeating: .annihilation(2), count: 69)
    #expect(try product(seventy).terms.isEmpty)
  }

  @Test("long products of random ladder operators are those of their factors", arguments: 0..<20 as Range<UInt64>)
  func longProducts(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let encoding = LinearEncoding(mapping: FermionMapping.allCases[Int(seed % 3)], modeCount: 3)
    // Alternating on each mode, so that the product is not zero.
    var isCreation = (0..<3).map { _ in Bool.random(using: &stream) }
    let operators = (0..<12).map { _ in
      let mode = Int.random(in: 0..<3, using: &stream)
      isCreation[mode].toggle()
      return LadderOperator(mode: mode, isCreation: isCreation[mode])
    }
    var expected = PauliSum.identity(qubitCount: 3)
    for ladder in operators { expected = try expected * encoding.map(FermionOperator([ladder])) }
    #expect(!expected.terms.isEmpty)
    #expect(try encoding.map(FermionOperator(operators)) == expected)
  }

  @Test("products over many modes are refused, not computed for ever or wrongly")
  func tooManyModes() throws {
    let encoding = LinearEncoding(mapping: .jordanWigner, modeCount: 32)
    func number(_ modes: Range<Int>) -> FermionOperator {
      FermionOperator(modes.flatMap { [LadderOperator.creation($0), .annihilation($0)] })
    }
    for count in [21, 31, 32] {
      #expect(throws: PauliError.tooManyModes(count, allowed: 20)) { try encoding.map(number(0..<count)) }
    }
    let sixteen = try encoding.map(number(0..<16))
    #expect(sixteen.terms.count == 1 << 16)
    #expect(sixteen.terms.allSatisfy { $0.coefficient.length == 0x1p-16 })
    let occupied = (0..<32).map { $0 < 16 }
    #expect(try sixteen.expectation(encoding, occupations: occupied) == 1)
    #expect(try sixteen.expectation(encoding, occupations: occupied.map(!)) == 0)
  }

  @Test("Jordan-Wigner of one mode by hand")
  func jordanWignerByHand() throws {
    let encoding = LinearEncoding(mapping: .jordanWigner, modeCount: 3)
    let a1 = try encoding.map(FermionOperator([.annihilation(1)]))
    #expect(try a1 == PauliSum(["IXZ": 0.5]) + Complex(0, 0.5) * PauliSum(["IYZ": 1]))
    let n2 = try encoding.map(.number(of: [2]))
    #expect(try n2 == PauliSum(["III": 0.5, "ZII": -0.5]))
  }

  @Test("the matrix on encoded states is the matrix on occupations", arguments: FermionMapping.allCases, 1...5)
  func matrixElements(mapping: FermionMapping, modeCount: Int) throws {
    var stream = RandomStream(seed: UInt64(modeCount))
    let encoding = LinearEncoding(mapping: mapping, modeCount: modeCount)
    let fermions =
      FermionOperator.randomHamiltonian(modeCount: modeCount, using: &stream)
      + FermionOperator([.creation(0), .annihilation(modeCount - 1), .creation(modeCount / 2)], coefficient: .i)
    let expected = DenseOperator(fermions, modeCount: modeCount)
    let matrix = try encoding.map(fermions).denseMatrix()
    let states = try (0..<1 << modeCount).map { try encoding.basisState(ofOccupations: $0) }
    #expect(Set(states).count == 1 << modeCount)
    for row in states.indices {
      for column in states.indices {
        #expect((matrix[states[row], states[column]] - expected.rows[row][column]).length < 1e-12)
      }
    }
  }

  @Test(
    "every mapping gives the same spectrum, one-norm and number of terms", arguments: [4, 6, 7], 0..<2 as Range<UInt64>)
  func spectrum(modeCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let fermions = FermionOperator.randomHamiltonian(modeCount: modeCount, using: &stream)
    let sums = try FermionMapping.allCases.map { try LinearEncoding(mapping: $0, modeCount: modeCount).map(fermions) }
    let spectra = try sums.map { try hermitianEigenvalues(of: $0.denseMatrix()) }
    for index in sums.indices {
      #expect(sums[index].isHermitian)
      #expect(sums[index].terms.count == sums[0].terms.count)
      #expect(abs(sums[index].oneNorm - sums[0].oneNorm) < 1e-12)
      #expect(abs(sums[index].identityCoefficient - sums[0].identityCoefficient) < 1e-13)
      #expect(zip(spectra[index], spectra[0]).allSatisfy { abs($0 - $1) < 1e-11 })
    }
  }

  @Test("the reduction keeps the spectrum of its sector", arguments: [4, 6], 0..<4)
  func reduction(modeCount: Int, parities: Int) throws {
    let (alphaParity, totalParity) = (parities & 1 == 1, parities & 2 == 2)
    var stream = RandomStream(seed: 21)
    let fermions = FermionOperator.randomHamiltonian(modeCount: modeCount, spins: true, using: &stream)
    let encoding = LinearEncoding(mapping: .parity, modeCount: modeCount)
    let full = try encoding.map(fermions)
    let reduced = try full.twoQubitReduced(alphaParity: alphaParity, totalParity: totalParity)
    #expect(reduced.qubitCount == modeCount - 2)
    // The same as mapping into the reduced encoding at once.
    let reducedEncoding = try encoding.reducedByParity(alphaParity: alphaParity, totalParity: totalParity)
    #expect((try reducedEncoding.map(fermions) - reduced).simplified().terms.isEmpty)
    // The block of the occupation-number matrix with these parities, from the plain twin.
    let sector = (0..<1 << modeCount).filter { state in
      let alpha = state & ((1 << (modeCount / 2)) - 1)
      return (alpha.nonzeroBitCount % 2 == 1) == alphaParity && (state.nonzeroBitCount % 2 == 1) == totalParity
    }
    let occupation = DenseOperator(fermions, modeCount: modeCount)
    var block = Matrix<Complex<Double>>.zero(rows: sector.count, columns: sector.count)
    for (r, row) in sector.enumerated() {
      for (c, column) in sector.enumerated() { block[r, c] = occupation.rows[row][column] }
    }
    let expected = try hermitianEigenvalues(of: block)
    let found = try hermitianEigenvalues(of: reduced.denseMatrix())
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-11 })
  }

  @Test("what does not conserve the parities is not reduced")
  func misuse() throws {
    let encoding = LinearEncoding(mapping: .parity, modeCount: 4)
    let spinFlip =
      FermionOperator([.creation(0), .annihilation(2)]) + FermionOperator([.creation(2), .annihilation(0)])
    let sum = try encoding.map(spinFlip)
    let error = #expect(throws: PauliError.self) { try sum.twoQubitReduced(alphaParity: true, totalParity: true) }
    guard case .parityNotConserved(_, qubit: 1) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let reduced = try encoding.reducedByParity(alphaParity: true, totalParity: false)
    #expect(throws: PauliError.parityNotConserved(term: "[0^ 2]", qubit: 1)) { try reduced.map(spinFlip) }
    #expect(throws: PauliError.parityNotConserved(term: "[0]", qubit: 1)) {
      try reduced.map(FermionOperator([.annihilation(0)]))
    }
    #expect(throws: PauliError.modeOutOfRange(4, modeCount: 4)) { try encoding.map(FermionOperator([.creation(4)])) }
    #expect(throws: PauliError.modeOutOfRange(-1, modeCount: 4)) { try encoding.map(FermionOperator([.creation(-1)])) }
    #expect(throws: PauliError.self) { try PauliSum(["XII": 1]).twoQubitReduced(alphaParity: true, totalParity: true) }
    #expect(throws: PauliError.repeatedQubit(1)) {
      try sum.removing([FixedQubit(qubit: 1, value: true), FixedQubit(qubit: 1, value: true)])
    }
    #expect(throws: PauliError.qubitOutOfRange(4, qubitCount: 4)) {
      try sum.removing([FixedQubit(qubit: 4, value: true)])
    }
  }

  @Test("fixed qubits turn Z into signs")
  func removing() throws {
    let sum = try PauliSum(["ZXZ": 2, "ZII": 3, "IYZ": 5, "III": 7])
    let reduced = try sum.removing([FixedQubit(qubit: 0, value: true), FixedQubit(qubit: 2, value: false)])
    #expect(try reduced == PauliSum(["X": -2, "I": 10, "Y": -5]))
  }
}

extension LinearEncoding {
  /// The index of the basis state for occupations given as bits.
  fileprivate func basisState(ofOccupations bits: Int) throws -> Int {
    let state = try encode(occupations: (0..<modeCount).map { bits >> $0 & 1 == 1 })
    return state.enumerated().reduce(0) { $1.element ? $0 | 1 << $1.offset : $0 }
  }
}

extension PauliSum {
  /// In the state that stands for these occupations, term by term.
  fileprivate func expectation(_ encoding: LinearEncoding, occupations: [Bool]) throws -> Double {
    let state = try encoding.encode(occupations: occupations)
    return terms.reduce(0) { sum, term in
      guard term.string.isDiagonal else { return sum }
      let isOdd = term.string.support.count { state[$0] } % 2 == 1
      return sum + (isOdd ? -term.coefficient.real : term.coefficient.real)
    }
  }
}
