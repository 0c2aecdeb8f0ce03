internal import ComplexModule
public import PauliAlgebra
public import QuantumCircuits
internal import RealModule

/// Layers of evolutions under parts of the Hamiltonian, from the ground state of an easy part: it keeps the model's symmetries.
///
/// The Hamiltonian is cut into parts of commuting terms, as few as a first fit finds: for the transverse-field Ising chain
/// the couplings and the field, for Heisenberg models the even and the odd bonds. Each layer applies exp(−iθ c P) for all
/// terms c P of a part with one shared θ, part by part. A Hamiltonian that is diagonal has a field of X beside it, which
/// makes this the quantum approximate optimization algorithm.
/// - Note: Wecker, Hastings and Troyer, Phys. Rev. A 92, 042303 (2015).
public struct HamiltonianVariational: Ansatz {
  /// The state the layers start from.
  public enum Reference: Hashable, Sendable {
    /// The product ground state of the terms on single qubits.
    case field
    /// One particle shared by the ends of each bond, and further qubits in |1⟩: on all bonds of a spin model with an
    /// antiferromagnetic exchange these are singlets.
    case bonds([Bond], ones: [Int])
  }

  /// Two qubits between which a particle, or a flipped spin, hops.
  public struct Bond: Hashable, Sendable {
    public let first: Int
    public let second: Int
    /// The coefficient of XZ…ZX and YZ…ZY between the ends.
    let coupling: Double

    /// The angle of the excitation from the first qubit that makes the state of lowest energy.
    var angle: Double { coupling > 0 ? -.pi / 4 : .pi / 4 }
  }

  public let name = "hva"
  public let circuit: Circuit
  public let layers: Int
  /// The number of parts, which is the number of parameters of a layer.
  public let partCount: Int
  public let reference: Reference

  /// - Parameter layers: nil takes half the number of qubits, rounded up, which reaches across a chain.
  /// - Throws: ``AnsatzError`` for a Hamiltonian without terms or with complex coefficients, and no layers.
  public init(_ hamiltonian: PauliSum, layers: Int? = nil) throws {
    guard hamiltonian.isHermitian else { throw AnsatzError.notHermitian }
    let n = hamiltonian.qubitCount
    guard n > 0 else { throw AnsatzError.qubitCount(found: n) }
    let layers = layers ?? max(1, (n + 1) / 2)
    guard (1...AnsatzError.maximumLayerCount).contains(layers) else { throw AnsatzError.layerCount(found: layers) }
    let terms = hamiltonian.terms.filter { !$0.string.isIdentity }
    guard !terms.isEmpty else { throw AnsatzError.nothingToRotate }

    let isDiagonal = hamiltonian.isDiagonal
    let mixer = isDiagonal ? try (0..<n).map { try Self.field($0, of: n) } : []
    var parts = Self.parts(of: terms)
    if isDiagonal { parts.append(mixer) }
    let reference = Self.reference(for: terms + mixer, qubitCount: n)
    // The part the reference is an eigenstate of does nothing to it, so it acts last in a layer.
    if case .bonds(let bonds, _) = reference, !bonds.isEmpty, parts.count > 1 { parts.append(parts.removeFirst()) }

    self.layers = layers
    partCount = parts.count
    self.reference = reference
    let parameters = Parameter.vector("θ", count: layers * parts.count)
    var circuit = try Circuit(qubitCount: n, parameters: parameters)
    try Self.prepare(reference, terms: terms + mixer, in: &circuit)
    for layer in 0..<layers {
      for (index, part) in parts.enumerated() {
        let parameter = parameters[layer * parts.count + index]
        for term in part {
          try circuit.append(pauliRotation: term.string, angle: 2 * term.coefficient.real * parameter)
        }
      }
    }
    self.circuit = circuit
  }

  /// A slow switching between the parts, as an adiabatic evolution would start: small angles, no two layers equal.
  public func initialPoint(seed: UInt64) -> [Double] {
    let jitter = InitialPoint.uniform(count: layers * partCount, halfWidth: 0.02, seed: seed)
    return jitter.enumerated().map { index, noise in
      let progress = (Double(index / partCount) + 0.5) / Double(layers)
      let isLast = index % partCount == partCount - 1
      return 0.3 * (isLast ? 1 - progress : progress) + noise
    }
  }

  /// −X on one qubit: the field whose ground state is |+⟩.
  private static func field(_ qubit: Int, of qubitCount: Int) throws(PauliError) -> PauliTerm {
    PauliTerm(try PauliString(qubitCount: qubitCount, factors: [(qubit, .x)]), coefficient: -1)
  }

  /// Terms on the same qubits stay together where they commute; a block joins the first part that commutes with all of it.
  private static func parts(of terms: [PauliTerm]) -> [[PauliTerm]] {
    var blocks: [[PauliTerm]] = []
    var blockOfSupport: [[Int]: Int] = [:]
    for term in terms {
      let support = term.string.support
      if let index = blockOfSupport[support], commute([term], blocks[index]) {
        blocks[index].append(term)
      } else {
        blockOfSupport[support] = blocks.count
        blocks.append([term])
      }
    }
    // Wide blocks first: they have the fewest places to go, and couplings then come before fields.
    let ordered = blocks.enumerated().sorted {
      let (a, b) = ($0.element[0].string.weight, $1.element[0].string.weight)
      return a == b ? $0.element[0].string.support.lexicographicallyPrecedes($1.element[0].string.support) : a > b
    }
    var parts: [[PauliTerm]] = []
    for (_, block) in ordered {
      if let index = parts.firstIndex(where: { commute(block, $0) }) {
        parts[index] += block
      } else {
        parts.append(block)
      }
    }
    return parts
  }

  private static func commute(_ left: [PauliTerm], _ right: [PauliTerm]) -> Bool {
    left.allSatisfy { a in right.allSatisfy { a.string.commutes(with: $0.string) } }
  }

  // MARK: - The reference state

  private static func reference(for terms: [PauliTerm], qubitCount n: Int) -> Reference {
    let touched = Set(terms.flatMap(\.string.support))
    let hasField = touched.allSatisfy { qubit in
      terms.contains { $0.string.support == [qubit] && $0.string[qubit] != .z }
    }
    if hasField { return .field }
    return lowestBondState(terms, qubitCount: n)
  }

  /// Exchange between qubits: XZ…ZX and YZ…ZY with one coefficient, Z on every qubit between the ends. Bonds are taken in
  /// ascending order, no qubit twice.
  private static func disjointBonds(in terms: [PauliTerm], qubitCount n: Int) -> [Bond] {
    var couplings: [[Int]: [Pauli: Double]] = [:]
    for term in terms {
      let support = term.string.support
      guard support.count > 1, let first = support.first, let last = support.last, last - first + 1 == support.count,
        term.string[first] == term.string[last], term.string[first] != .z,
        support.dropFirst().dropLast().allSatisfy({ term.string[$0] == .z })
      else { continue }
      couplings[support, default: [:]][term.string[first]] = term.coefficient.real
    }
    var isFree = [Bool](repeating: true, count: n)
    var bonds: [Bond] = []
    for (support, coupling) in couplings.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      guard let x = coupling[.x], let y = coupling[.y], x == y, let first = support.first, let last = support.last,
        isFree[first], isFree[last]
      else { continue }
      isFree[first] = false
      isFree[last] = false
      bonds.append(Bond(first: first, second: last, coupling: x))
    }
    return bonds
  }

  /// A particle on every bond, and of the other qubits those in |1⟩ that minimise the mean energy over changes of one or
  /// two of them.
  private static func lowestBondState(_ terms: [PauliTerm], qubitCount n: Int) -> Reference {
    let bonds = disjointBonds(in: terms, qubitCount: n)
    // A bond has ⟨Z⟩ = 0 at either end and ⟨ZZ⟩ = −1 over both, so of a diagonal string only what lies on other qubits and
    // on whole bonds counts.
    let diagonal = terms.filter(\.string.isDiagonal).compactMap { term -> (support: Set<Int>, coefficient: Double)? in
      var support = Set(term.string.support)
      var coefficient = term.coefficient.real
      for bond in bonds {
        let ends = support.intersection([bond.first, bond.second])
        if ends.count == 1 { return nil }
        if ends.count == 2 { coefficient = -coefficient }
        support.subtract(ends)
      }
      return support.isEmpty ? nil : (support, coefficient)
    }
    func energy(_ ones: Set<Int>) -> Double {
      diagonal.reduce(0) { sum, term in
        sum + (term.support.intersection(ones).count.isMultiple(of: 2) ? term.coefficient : -term.coefficient)
      }
    }
    let others = Set(0..<n).subtracting(bonds.flatMap { [$0.first, $0.second] }).sorted()
    let pairs = others.indices.flatMap { first in others[(first + 1)...].map { [others[first], $0] } }
    var ones: Set<Int> = []
    var lowest = energy(ones)
    var improved = true
    while improved {
      improved = false
      for move in others.map({ [$0] }) + pairs {
        let candidate = ones.symmetricDifference(move)
        let value = energy(candidate)
        if value < lowest - 1e-12 { (ones, lowest, improved) = (candidate, value, true) }
      }
    }
    return .bonds(bonds, ones: ones.sorted())
  }

  private static func prepare(_ reference: Reference, terms: [PauliTerm], in circuit: inout Circuit) throws {
    switch reference {
    case .bonds(let bonds, let ones):
      for qubit in ones + bonds.map(\.first) { try circuit.append(.x, on: qubit) }
      for bond in bonds {
        try circuit.append(
          excitation: ExcitationGate(jordanWignerCreating: [bond.second], annihilating: [bond.first]),
          angle: bond.angle)
      }
    case .field:
      for qubit in 0..<circuit.qubitCount {
        // The ground state of b·σ points against b: turn |0⟩ from +z to −b.
        var b = (x: 0.0, y: 0.0, z: 0.0)
        for term in terms where term.string.support == [qubit] {
          switch term.string[qubit] {
          case .x: b.x += term.coefficient.real
          case .y: b.y += term.coefficient.real
          case .z: b.z += term.coefficient.real
          case .i: break
          }
        }
        guard b.x != 0 || b.y != 0 || b.z > 0 else { continue }
        let polar = Double.atan2(y: (b.x * b.x + b.y * b.y).squareRoot(), x: -b.z)
        let azimuth = Double.atan2(y: -b.y, x: -b.x)
        try circuit.append(.ry, polar, on: qubit)
        if b.y != 0 || b.x > 0 { try circuit.append(.rz, azimuth, on: qubit) }
      }
    }
  }
}
