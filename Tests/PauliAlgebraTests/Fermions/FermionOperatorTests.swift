import ComplexModule
import PauliAlgebra
import RandomStreams
import Testing

@Suite("Fermionic operators") struct FermionOperatorTests {
  @Test("arithmetic agrees with dense matrices on occupations", arguments: 1...4, 0..<5 as Range<UInt64>)
  func arithmetic(modeCount: Int, seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let a = FermionOperator.randomHamiltonian(modeCount: modeCount, using: &stream)
    let b =
      FermionOperator([.creation(modeCount - 1), .annihilation(0), .annihilation(0)], coefficient: .i)
      + FermionOperator([.creation(0)], coefficient: 2)
    let (A, B) = (DenseOperator(a, modeCount: modeCount), DenseOperator(b, modeCount: modeCount))
    #expect(DenseOperator(a + b, modeCount: modeCount).distance(to: A + B) < 1e-13)
    #expect(DenseOperator(a - b, modeCount: modeCount).distance(to: A + Complex(-1) * B) < 1e-13)
    #expect(DenseOperator(a * b, modeCount: modeCount).distance(to: A * B) < 1e-13)
    #expect(DenseOperator(b.adjoint, modeCount: modeCount).distance(to: B.adjoint) == 0)
    #expect(DenseOperator(a, modeCount: modeCount).distance(to: A.adjoint) < 1e-13)
  }

  @Test("normal order changes the form and not the operator", arguments: 1...4, 0..<10 as Range<UInt64>)
  func normalOrder(modeCount: Int, seed: UInt64) {
    var stream = RandomStream(seed: seed)
    var operand = FermionOperator()
    for _ in 0..<8 {
      let length = Int.random(in: 0...5, using: &stream)
      let operators = (0..<length).map { _ in
        LadderOperator(
          mode: Int.random(in: 0..<modeCount, using: &stream), isCreation: Bool.random(using: &stream))
      }
      operand.append(operators, coefficient: Complex(stream.uniform(), stream.uniform()))
    }
    let ordered = operand.normalOrdered()
    let distance = DenseOperator(ordered, modeCount: modeCount).distance(
      to: DenseOperator(operand, modeCount: modeCount))
    #expect(distance < 1e-13)
    for term in ordered.terms { #expect(term.operators == term.operators.sorted()) }
    #expect(Set(ordered.terms.map(\.operators)).count == ordered.terms.count)
    #expect((operand - operand).normalOrdered().terms.isEmpty)
  }

  @Test("normal order of products worked by hand")
  func normalOrderByHand() {
    let aadag = FermionOperator([.annihilation(2), .creation(2)])
    let expected = FermionOperator.identity() - FermionOperator([.creation(2), .annihilation(2)])
    #expect(aadag.normalOrdered() == expected.normalOrdered())
    #expect(FermionOperator([.creation(1), .creation(1)]).normalOrdered().terms.isEmpty)
    let swapped = FermionOperator([.creation(0), .creation(1), .annihilation(0), .annihilation(1)])
    #expect("\(swapped.normalOrdered())" == "1.0 [1^ 0^ 1 0]")
    #expect(
      FermionOperator(creating: [2, 3], annihilating: [0, 1]).terms[0].operators.map(\.description) == [
        "2^", "3^", "1", "0",
      ])
    #expect(FermionOperator.number(of: 0..<3).modeCount == 3 && FermionOperator().modeCount == 0)
  }
}
