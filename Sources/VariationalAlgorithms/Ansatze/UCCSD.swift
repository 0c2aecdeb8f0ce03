public import Hamiltonians
public import PauliAlgebra
public import QuantumCircuits

/// Unitary coupled cluster with single and double excitations, on the reference determinant of a molecule.
///
/// Each excitation T conserves the number of electrons of each spin and is a gate exp(θ(T − T†)) of its own, exact in
/// every mapping. Singles are alpha then beta; doubles are alpha-alpha, beta-beta, alpha-beta; each lexicographic in
/// occupied, then virtual orbitals.
/// - Note: Romero et al., Quantum Science and Technology 4, 014008 (2019).
public struct UCCSD: Ansatz {
  /// How the exponential of the sum of all excitations is turned into gates. Each order is an ansatz of its own.
  public enum Order: String, CaseIterable, Hashable, Sendable, Codable {
    /// A product with the doubles acting first.
    case doublesThenSingles = "doubles-then-singles"
    /// A product with the singles acting first.
    case singlesThenDoubles = "singles-then-doubles"
    /// exp(Σ θₖ(Tₖ − Tₖ†)) itself: what coupled-cluster theory defines, and no device runs.
    case oneExponential = "one-exponential"
  }

  /// Where the parameters start.
  public enum Start: String, CaseIterable, Hashable, Sendable, Codable {
    /// The reference determinant.
    case zeros
    /// First-order amplitudes of Møller–Plesset theory.
    case mp2
  }

  /// One excitation in modes of the problem's encoding.
  public struct Excitation: Hashable, Sendable {
    /// The modes that are filled, ascending, and those that are emptied.
    public let creating: [Int]
    public let annihilating: [Int]
    /// The first-order amplitude.
    let amplitude: Double
  }

  /// The reference determinant as a basis state, and for each excitation the basis state it leads to.
  private let referenceState: [Bool]
  private let excitedStates: [[Bool]]

  public let circuit: Circuit
  /// The excitations in the order of the circuit's parameters.
  public let excitations: [Excitation]
  public let order: Order
  public let start: Start

  public var name: String { order == .doublesThenSingles ? "uccsd" : "uccsd (\(order.rawValue))" }

  /// - Throws: ``CircuitError`` when the encoding of the problem cannot hold an excitation.
  public init(
    _ problem: MolecularProblem, order: Order = .doublesThenSingles, start: Start = .zeros
  ) throws(CircuitError) {
    let (singles, doubles) = Self.excitations(of: problem)
    excitations = order == .singlesThenDoubles ? singles + doubles : doubles + singles
    self.order = order
    self.start = start
    let parameters = Parameter.vector("t", count: excitations.count)
    var circuit = try Circuit(qubitCount: problem.qubitCount, parameters: parameters)
    for (qubit, isOccupied) in problem.referenceState.enumerated() where isOccupied {
      try circuit.append(.x, on: qubit)
    }
    var gates: [ExcitationGate] = []
    for excitation in excitations {
      gates.append(
        try ExcitationGate(
          creating: excitation.creating, annihilating: excitation.annihilating, encoding: problem.encoding))
    }
    referenceState = problem.referenceState
    excitedStates = gates.map { gate in
      var state = problem.referenceState
      for qubit in gate.flippedQubits { state[qubit].toggle() }
      return state
    }
    if order == .oneExponential {
      if !gates.isEmpty { try circuit.append(exponentialOf: gates, angles: parameters.map(\.angle)) }
    } else {
      for (gate, parameter) in zip(gates, parameters) { try circuit.append(excitation: gate, angle: parameter) }
    }
    self.circuit = circuit
  }

  public func initialPoint(seed: UInt64) -> [Double] {
    excitations.map { start == .mp2 ? $0.amplitude : 0 }
  }

  /// 2(⟨Φₖ|H|Φₖ⟩ − ⟨Φ₀|H|Φ₀⟩) for the determinant Φₖ that excitation k makes of the reference Φ₀: the second derivative of
  /// the energy at zero. The energy of an excitation of no cost is lifted, so that no step grows without bound.
  public func curvatures(of hamiltonian: PauliSum) -> [Double]? {
    guard let reference = try? hamiltonian.expectation(inBasisState: referenceState) else { return nil }
    return excitedStates.map { state in
      let excited = (try? hamiltonian.expectation(inBasisState: state)) ?? reference
      return max(2 * (excited - reference), 0.1)
    }
  }

  private static func excitations(of problem: MolecularProblem) -> (singles: [Excitation], doubles: [Excitation]) {
    let molecule = problem.molecule
    let amplitudes = molecule.mp2Amplitudes
    let n = molecule.orbitalCount
    // Spin orbitals in blocked order, as the amplitudes number them.
    let occupied = [Array(0..<molecule.alphaCount), Array(n..<n + molecule.betaCount)]
    let virtual = [Array(molecule.alphaCount..<n), Array(n + molecule.betaCount..<2 * n)]
    let modes = problem.alphaModes + problem.betaModes

    var singles: [Excitation] = []
    for spin in 0...1 {
      for i in occupied[spin] {
        for a in virtual[spin] {
          singles.append(
            Excitation(
              creating: [modes[a]], annihilating: [modes[i]], amplitude: amplitudes.single(creating: a, annihilating: i)
            ))
        }
      }
    }
    var doubles: [Excitation] = []
    func append(_ i: Int, _ j: Int, _ a: Int, _ b: Int) {
      doubles.append(
        Excitation(
          creating: [modes[a], modes[b]], annihilating: [modes[i], modes[j]],
          amplitude: amplitudes.double(creating: a, b, annihilating: i, j)))
    }
    for spin in 0...1 {
      for (i, j) in pairs(occupied[spin]) {
        for (a, b) in pairs(virtual[spin]) { append(i, j, a, b) }
      }
    }
    for i in occupied[0] {
      for j in occupied[1] {
        for a in virtual[0] {
          for b in virtual[1] { append(i, j, a, b) }
        }
      }
    }
    return (singles, doubles)
  }

  private static func pairs(_ orbitals: [Int]) -> [(Int, Int)] {
    orbitals.indices.flatMap { first in orbitals[(first + 1)...].map { (orbitals[first], $0) } }
  }
}
