/// A map from occupations of fermionic modes to basis states of qubits, linear over GF(2) up to constants.
///
/// What a circuit or a Hamiltonian needs to know of a mapping are three sets of qubits for each mode (Seeley, Richard
/// and Love, J. Chem. Phys. 137, 224109 (2012)): which flip with its occupation, which hold its occupation, and which
/// hold the parity of the modes before it. With qubits removed (``reducedByParity(alphaParity:totalParity:)``) the
/// encoding stands for the occupations of the given parities only.
public struct LinearEncoding: Sendable {
  public let mapping: FermionMapping
  public let modeCount: Int
  /// The qubits that were removed, by ascending number among all `modeCount` qubits, and what they are fixed to.
  public let removedQubits: [FixedQubit]

  /// The number of qubits that are left.
  public var qubitCount: Int { modeCount - removedQubits.count }

  // Sets over the qubits of the full encoding, and the same over the qubits that are left.
  private let fullUpdates: [WideBitMask]
  let updates: [WideBitMask]
  let occupations: [QubitParity]
  let parities: [QubitParity]

  /// The encoding of modes 0..<modeCount into as many qubits.
  ///
  /// - Precondition: `modeCount` is not negative.
  public init(mapping: FermionMapping, modeCount: Int) {
    self.init(mapping: mapping, modeCount: modeCount, removing: [])
  }

  init(mapping: FermionMapping, modeCount: Int, removing removedQubits: [FixedQubit]) {
    precondition(modeCount >= 0, "An encoding has no negative number of modes.")
    self.mapping = mapping
    self.modeCount = modeCount
    self.removedQubits = removedQubits.sorted { $0.qubit < $1.qubit }

    // Qubit i holds the parity of modes first...i, so the occupation of i is the parity of qubit i and of the modes
    // first..<i, which is the difference of two prefix parities.
    var fullUpdates = Array(repeating: [Int](), count: modeCount)
    var occupations: [WideBitMask] = []
    var prefixes = [WideBitMask.empty]
    for qubit in 0..<modeCount {
      let held = mapping.modes(heldBy: qubit)
      for mode in held { fullUpdates[mode].append(qubit) }
      occupations.append(WideBitMask(bits: [qubit]) ^ prefixes[qubit] ^ prefixes[held.lowerBound])
      prefixes.append(prefixes[qubit] ^ occupations[qubit])
    }

    let removal = QubitRemoval(self.removedQubits)
    self.fullUpdates = fullUpdates.map { WideBitMask(bits: $0) }
    self.updates = self.fullUpdates.map { removal.reduce($0).mask }
    self.occupations = occupations.map(removal.reduce)
    self.parities = prefixes.dropLast().map(removal.reduce)
  }
}

/// A qubit that is known to be in a basis state: `value` is true for |1⟩.
public struct FixedQubit: Hashable, Sendable, Codable {
  public var qubit: Int
  public var value: Bool

  public init(qubit: Int, value: Bool) {
    self.qubit = qubit
    self.value = value
  }
}

/// A Boolean that a basis state determines: the parity of some qubits, plus a constant.
public struct QubitParity: Hashable, Sendable {
  let mask: WideBitMask
  /// Whether the Boolean is the opposite of the parity of `qubits`.
  public let isInverted: Bool
  /// The qubits, ascending.
  public var qubits: [Int] { mask.bits }
}

// MARK: The three sets

extension LinearEncoding {
  // A mode outside 0..<modeCount traps here, as the index of an array does.

  /// The qubits that flip when the occupation of a mode changes, ascending; those that were removed are left out.
  public func updateSet(of mode: Int) -> [Int] { updates[mode].bits }

  /// The qubits whose parity (inverted where it says so) is the occupation of a mode.
  public func occupationSet(of mode: Int) -> QubitParity { occupations[mode] }

  /// The qubits whose parity (inverted where it says so) is the parity of all modes before `mode`.
  ///
  /// Like ``occupationSet(of:)``, with qubits removed it holds in states of the sector. Within a product of ladder
  /// operators, count what those to the right change by modes, not by flipped qubits: removed qubits may flip too.
  public func paritySet(of mode: Int) -> QubitParity { parities[mode] }

  /// The first removed qubit that would flip if these occupations changed together; nil when they may.
  public func removedQubitFlipped(by modes: some Sequence<Int>) -> Int? {
    let flipped = modes.reduce(WideBitMask.empty) { $0 ^ fullUpdates[$1] }
    return removedQubits.first { flipped.contains($0.qubit) }?.qubit
  }
}

// MARK: Basis states

extension LinearEncoding {
  /// The basis state that stands for these occupations.
  ///
  /// - Parameter occupations: Whether each mode is occupied.
  /// - Returns: Whether each qubit is in |1⟩.
  /// - Throws: ``PauliError/modeCountMismatch(found:expected:)``; ``PauliError/outsideSector(qubit:)`` when qubits were
  ///   removed for other parities.
  public func encode(occupations: [Bool]) throws(PauliError) -> [Bool] {
    guard occupations.count == modeCount else {
      throw .modeCountMismatch(found: occupations.count, expected: modeCount)
    }
    var full = WideBitMask.empty
    for mode in 0..<modeCount where occupations[mode] { full = full ^ fullUpdates[mode] }
    for removed in removedQubits where full.contains(removed.qubit) != removed.value {
      throw .outsideSector(qubit: removed.qubit)
    }
    let kept = QubitRemoval(removedQubits).reduce(full).mask
    return (0..<qubitCount).map(kept.contains)
  }

  /// The occupations that a basis state stands for; the inverse of ``encode(occupations:)``.
  ///
  /// - Throws: ``PauliError/qubitCountMismatch(found:expected:)``.
  public func decode(basisState: [Bool]) throws(PauliError) -> [Bool] {
    guard basisState.count == qubitCount else {
      throw .qubitCountMismatch(found: basisState.count, expected: qubitCount)
    }
    let state = WideBitMask(bits: basisState.indices.filter { basisState[$0] })
    return occupations.map { $0.value(in: state) }
  }
}

extension QubitParity {
  func value(in state: WideBitMask) -> Bool {
    mask.overlap(with: state).isMultiple(of: 2) == isInverted
  }
}

// MARK: Value semantics

extension LinearEncoding: Hashable {
  public static func == (left: LinearEncoding, right: LinearEncoding) -> Bool {
    left.mapping == right.mapping && left.modeCount == right.modeCount && left.removedQubits == right.removedQubits
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(mapping)
    hasher.combine(modeCount)
    hasher.combine(removedQubits)
  }
}

extension LinearEncoding: Codable {
  private enum CodingKeys: String, CodingKey {
    case mapping, modeCount, removedQubits
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let modeCount = try container.decode(Int.self, forKey: .modeCount)
    let removed = try container.decode([FixedQubit].self, forKey: .removedQubits)
    let qubits = removed.map(\.qubit)
    guard (0...LinearEncoding.maximumModeCount).contains(modeCount), Set(qubits).count == qubits.count,
      qubits.allSatisfy((0..<modeCount).contains)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .removedQubits, in: container,
        debugDescription: "\(modeCount) modes without qubits \(qubits) are no encoding.")
    }
    self.init(
      mapping: try container.decode(FermionMapping.self, forKey: .mapping), modeCount: modeCount, removing: removed)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mapping, forKey: .mapping)
    try container.encode(modeCount, forKey: .modeCount)
    try container.encode(removedQubits, forKey: .removedQubits)
  }

  /// A guard against encoded values that claim more modes than anyone has.
  private static var maximumModeCount: Int { 1 << 14 }
}
