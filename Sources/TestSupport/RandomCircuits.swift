internal import ComplexModule
public import LinearAlgebra
public import PauliAlgebra
public import QuantumCircuits
public import RandomStreams
internal import RealModule

/// The families of gates that a random circuit may be made of.
public enum GateFamily: CaseIterable, Sendable {
  case standard, pauliRotation, excitation, excitationExponential, unitary
}

extension Circuit {
  /// A circuit in which every kind of gate that fits occurs before any comes again.
  ///
  /// - Parameters:
  ///   - operationCount: From about 60 on, every standard gate and every other family occurs.
  ///   - parameterCount: With none, angles are numbers; else most are linear expressions of one or two parameters.
  public static func random(
    qubitCount: Int, operationCount: Int, parameterCount: Int = 0, families: [GateFamily] = GateFamily.allCases,
    using stream: inout RandomStream
  ) throws(CircuitError) -> Circuit {
    let parameters = Parameter.vector("θ", count: parameterCount)
    var circuit = try Circuit(qubitCount: qubitCount, parameters: parameters)
    let deck = families.flatMap { family -> [Draw] in
      switch family {
      case .standard: StandardGate.allCases.filter { $0.qubitCount <= qubitCount }.map(Draw.standard)
      case .pauliRotation: [.pauliRotation, .pauliRotation]
      case .excitation: qubitCount >= 2 ? [.excitation(.single), .excitation(.double), .excitation(.qubits)] : []
      case .excitationExponential: qubitCount >= 2 ? [.excitationExponential] : []
      case .unitary: qubitCount >= 1 ? [.unitary] : []
      }
    }
    guard !deck.isEmpty else { return circuit }
    var cards: [Draw] = []
    for _ in 0..<operationCount {
      if cards.isEmpty { cards = deck.shuffled(using: &stream) }
      try circuit.appendRandom(cards.removeLast(), parameters: parameters, using: &stream)
    }
    return circuit
  }

  private enum Draw {
    case standard(StandardGate), pauliRotation, excitation(ExcitationGate.Shape), excitationExponential, unitary
  }

  private mutating func appendRandom(
    _ draw: Draw, parameters: [Parameter], using stream: inout RandomStream
  ) throws(CircuitError) {
    func qubits(_ count: Int) -> [Int] { Array((0..<qubitCount).shuffled(using: &stream).prefix(count)) }
    func angle() -> ParameterExpression { .random(parameters, using: &stream) }
    switch draw {
    case .standard(let gate):
      try append(gate, angles: (0..<gate.angleCount).map { _ in angle() }, on: qubits(gate.qubitCount))
    case .pauliRotation:
      try append(pauliRotation: .random(qubitCount: qubitCount, using: &stream), angle: angle())
    case .excitation(let shape):
      try append(excitation: .random(shape, qubitCount: qubitCount, using: &stream), angle: angle())
    case .excitationExponential:
      var gates: [ExcitationGate] = []
      for shape in [ExcitationGate.Shape.single, .double, .single] {
        gates.append(try .random(shape, qubitCount: qubitCount, using: &stream))
      }
      try append(exponentialOf: gates, angles: gates.map { _ in angle() })
    case .unitary:
      let count = min(qubitCount, 1 + Int(stream.uniform() * 3))
      try append(
        Operation(.unitary(UnitaryGate(.randomUnitary(1 << count, using: &stream))), qubits: qubits(count)))
    }
  }
}

extension ExcitationGate {
  public enum Shape: Sendable {
    case single, double, qubits
  }

  /// An excitation of as many modes as qubits in a random mapping; a double one becomes single below four qubits.
  ///
  /// - Throws: `CircuitError` below two qubits.
  public static func random(
    _ shape: Shape, qubitCount: Int, using stream: inout RandomStream
  ) throws(CircuitError) -> ExcitationGate {
    let count = shape == .single || qubitCount < 4 ? 1 : 2
    let modes = (0..<qubitCount).shuffled(using: &stream)
    let created = Array(modes.prefix(count)), annihilated = Array(modes.dropFirst(count).prefix(count))
    if shape == .qubits { return try ExcitationGate(raisingQubits: created, loweringQubits: annihilated) }
    let mapping = FermionMapping.allCases[Int(stream.uniform() * Double(FermionMapping.allCases.count))]
    return try ExcitationGate(
      creating: created, annihilating: annihilated,
      encoding: LinearEncoding(mapping: mapping, modeCount: qubitCount))
  }
}

extension ParameterExpression {
  /// A number in (−π, π), or usually, where there are parameters, a linear expression of one or two of them.
  public static func random(_ parameters: [Parameter], using stream: inout RandomStream) -> ParameterExpression {
    let constant = (2 * stream.uniform() - 1) * Double.pi
    guard !parameters.isEmpty, stream.uniform() < 0.8 else { return ParameterExpression(constant: constant) }
    let count = stream.uniform() < 0.3 ? 2 : 1
    let terms = (0..<count).map { _ in
      Term(parameters[Int(stream.uniform() * Double(parameters.count))], coefficient: 4 * stream.uniform() - 2)
    }
    return ParameterExpression(constant: stream.uniform() < 0.5 ? 0 : constant, terms: terms)
  }
}

extension PauliString {
  /// Each letter with equal probability.
  public static func random(qubitCount: Int, using stream: inout RandomStream) -> PauliString {
    let letters = (0..<qubitCount).map { _ in Pauli.allCases[Int(stream.next() >> 62)] }
    return letters.enumerated().reduce(PauliString(qubitCount: qubitCount)) { string, factor in
      // The product of strings on different qubits has no phase.
      guard factor.element != .i,
        let single = try? PauliString(qubitCount: qubitCount, factors: [(factor.offset, factor.element)])
      else { return string }
      return string.multiplied(by: single).product
    }
  }
}

extension PauliSum {
  /// A Hermitian sum of `termCount` random strings (fewer where they repeat) with coefficients in (−1, 1).
  public static func random(
    qubitCount: Int, termCount: Int, using stream: inout RandomStream
  ) throws(PauliError) -> PauliSum {
    var terms: [PauliTerm] = []
    for _ in 0..<termCount {
      let string = PauliString.random(qubitCount: qubitCount, using: &stream)
      terms.append(PauliTerm(string, coefficient: Complex(2 * stream.uniform() - 1)))
    }
    return try PauliSum(qubitCount: qubitCount, terms: terms)
  }
}

extension DenseMatrix {
  /// A random unitary, by Gram–Schmidt from random columns.
  public static func randomUnitary(_ dimension: Int, using stream: inout RandomStream) -> DenseMatrix {
    var columns: [[Complex<Double>]] = []
    while columns.count < dimension {
      var column = (0..<dimension).map { _ in Complex(2 * stream.uniform() - 1, 2 * stream.uniform() - 1) }
      // Twice, so that rounding of the first pass is removed too.
      for other in columns + columns {
        let overlap = zip(other, column).reduce(Complex(0)) { $0 + $1.0.conjugate * $1.1 }
        column = zip(column, other).map { $0 - overlap * $1 }
      }
      let norm = column.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
      if norm > 1e-3 { columns.append(column.map { $0 / Complex(norm) }) }
    }
    return DenseMatrix(rows: dimension, columns: dimension, elements: columns.flatMap { $0 })
  }
}
