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
    /// Singlets on these pairs of neighbouring qubits, the ground state of their bonds.
    case singlets([Pair])
    /// The basis state of lowest diagonal energy that bit flips find, as the set of its ones.
    case basisState([Int])

    public struct Pair: Hashable, Sendable {
      public let first: Int
      public let second: Int
    }
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
    if case .singlets = reference, parts.count > 1 { parts.append(parts.removeFirst()) }

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
    if let pairs = perfectMatching(ofExchangeBonds: terms, qubitCount: n) { return .singlets(pairs) }
    return .basisState(lowestDiagonalState(terms, qubitCount: n))
  }

  /// Bonds with XX and YY of one sign, paired off along ascending qubits; nil where a qubit is left over.
  private static func perfectMatching(ofExchangeBonds terms: [PauliTerm], qubitCount n: Int) -> [Reference.Pair]? {
    guard terms.allSatisfy({ $0.string.weight == 2 }) else { return nil }
    func coupling(_ pauli: Pauli, _ pair: [Int]) -> Double {
      terms.first { $0.string.support == pair && pair.allSatisfy { [string = $0.string] in string[$0] == pauli } }?
        .coefficient.real ?? 0
    }
    var isFree = [Bool](repeating: true, count: n)
    var pairs: [Reference.Pair] = []
    for support in Set(terms.map(\.string.support)).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard support.allSatisfy({ isFree[$0] }), coupling(.x, support) * coupling(.y, support) > 0 else { continue }
      for qubit in support { isFree[qubit] = false }
      pairs.append(Reference.Pair(first: support[0], second: support[1]))
    }
    return isFree.contains(true) ? nil : pairs
  }

  /// A local minimum of the diagonal terms over single flips and pair exchanges, from |0…0⟩.
  private static func lowestDiagonalState(_ terms: [PauliTerm], qubitCount n: Int) -> [Int] {
    let diagonal = terms.filter(\.string.isDiagonal).map { (Set($0.string.support), $0.coefficient.real) }
    func energy(_ ones: Set<Int>) -> Double {
      diagonal.reduce(0) { $0 + ($1.0.intersection(ones).count.isMultiple(of: 2) ? $1.1 : -$1.1) }
    }
    var ones: Set<Int> = []
    var lowest = energy(ones)
    var improved = true
    while improved {
      improved = false
      let moves =
        (0..<n).map { [$0] } + (0..<n).flatMap { first in (first + 1..<max(n, first + 1)).map { [first, $0] } }
      for move in moves {
        let candidate = ones.symmetricDifference(move)
        let value = energy(candidate)
        if value < lowest - 1e-12 { (ones, lowest, improved) = (candidate, value, true) }
      }
    }
    return ones.sorted()
  }

  private static func prepare(_ reference: Reference, terms: [PauliTerm], in circuit: inout Circuit) throws {
    switch reference {
    case .basisState(let ones):
      for qubit in ones { try circuit.append(.x, on: qubit) }
    case .singlets(let pairs):
      for pair in pairs {
        // (|01⟩ ∓ |10⟩)/√2: the singlet for antiferromagnetic exchange, the triplet for ferromagnetic.
        let isAntiferromagnetic = terms.contains {
          $0.string.support == [pair.first, pair.second] && $0.string[pair.first] == .x && $0.coefficient.real > 0
        }
        try circuit.append(.x, on: pair.second)
        try circuit.append(.h, on: pair.first)
        try circuit.append(.cx, on: pair.first, pair.second)
        if isAntiferromagnetic { try circuit.append(.z, on: pair.first) }
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
