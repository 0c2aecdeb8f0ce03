/// One of the four Pauli matrices.
///
/// Bit 0 of the raw value is the X part, bit 1 the Z part: Y = i X Z has both.
public enum Pauli: UInt8, CaseIterable, Hashable, Sendable, Codable {
  case i = 0
  case x = 1
  case z = 2
  case y = 3

  /// I, X, Y or Z.
  public var letter: Character {
    switch self {
    case .i: "I"
    case .x: "X"
    case .y: "Y"
    case .z: "Z"
    }
  }

  /// The matrix of this letter, or nil for any other than I, X, Y, Z.
  public init?(letter: Character) {
    switch letter {
    case "I": self = .i
    case "X": self = .x
    case "Y": self = .y
    case "Z": self = .z
    default: return nil
    }
  }
}

/// A tensor product of Pauli matrices, one for each qubit; Hermitian, without sign or coefficient.
///
/// P = i^|x∧z| X^x Z^z for two bit vectors x and z, packed in machine words: strings of up to 64 qubits take no memory
/// of their own, and products and commutation are a few instructions. Wherever two strings of different width meet,
/// the narrower one acts as the identity on the further qubits.
///
/// Strings are ordered by their x bits, then by their z bits, most significant first: the identity comes first, and
/// strings that flip the same qubits stand together.
public struct PauliString: Hashable, Sendable {
  /// The number of qubits, identity factors included.
  public let qubitCount: Int
  // Invariant: bits at or beyond qubitCount are zero; `further` has 2 (wordCount − 1) words.
  /// The x and z bits of qubits 0..<64.
  var x0: UInt64, z0: UInt64
  /// The bits of the further qubits, 64 at a time: x, z, x, z, … Empty (and not allocated) up to 64 qubits.
  var further: [UInt64]

  /// The identity.
  ///
  /// - Precondition: `qubitCount` is not negative, as for the count of an array.
  public init(qubitCount: Int) {
    precondition(qubitCount >= 0, "A Pauli string has no negative number of qubits.")
    self.qubitCount = qubitCount
    x0 = 0
    z0 = 0
    further = qubitCount <= 64 ? [] : Array(repeating: 0, count: 2 * ((qubitCount - 1) / 64))
  }

  /// The string with these factors and identities elsewhere.
  ///
  /// - Throws: ``PauliError/qubitOutOfRange(_:qubitCount:)`` and ``PauliError/repeatedQubit(_:)``.
  public init(qubitCount: Int, factors: [(qubit: Int, pauli: Pauli)]) throws(PauliError) {
    guard (0...PauliString.maximumQubitCount).contains(qubitCount) else {
      throw .tooManyQubits(qubitCount, allowed: PauliString.maximumQubitCount, task: "a Pauli string")
    }
    self.init(qubitCount: qubitCount)
    var seen = Set<Int>()
    for (qubit, pauli) in factors {
      guard (0..<qubitCount).contains(qubit) else { throw .qubitOutOfRange(qubit, qubitCount: qubitCount) }
      guard seen.insert(qubit).inserted else { throw .repeatedQubit(qubit) }
      set(pauli, at: qubit)
    }
  }

  /// The string with X^x Z^z up to the phase that makes it Hermitian; at most 64 qubits, no bits beyond them.
  package init(qubitCount: Int, xMask: UInt64, zMask: UInt64) {
    precondition((0...64).contains(qubitCount) && (xMask | zMask) & ~lowBits(qubitCount) == 0)
    self.qubitCount = qubitCount
    x0 = xMask
    z0 = zMask
    further = []
  }

  init(qubitCount: Int, x: WideBitMask, z: WideBitMask) {
    self.init(qubitCount: qubitCount)
    for word in 0..<wordCount {
      setWords(word, x: x.word(word), z: z.word(word))
    }
  }

  /// The widest string that a label may name: a guard against files that claim more qubits than anyone has.
  package static var maximumQubitCount: Int { 1 << 20 }
}

// MARK: Words

extension PauliString {
  /// Bit q is set where the factor of qubit q is X or Y; at most 64 qubits.
  package var xMask: UInt64 {
    precondition(qubitCount <= 64)
    return x0
  }

  /// Bit q is set where the factor of qubit q is Z or Y; at most 64 qubits.
  package var zMask: UInt64 {
    precondition(qubitCount <= 64)
    return z0
  }

  var wordCount: Int { 1 + further.count / 2 }

  /// The x and z bits of qubits 64 index ..< 64 (index + 1); zero beyond the last qubit.
  @inline(__always)
  func words(_ index: Int) -> (x: UInt64, z: UInt64) {
    if index == 0 { return (x0, z0) }
    let position = 2 * (index - 1)
    return position < further.count ? (further[position], further[position + 1]) : (0, 0)
  }

  @inline(__always)
  mutating func setWords(_ index: Int, x: UInt64, z: UInt64) {
    if index == 0 {
      x0 = x
      z0 = z
    } else {
      further[2 * index - 2] = x
      further[2 * index - 1] = z
    }
  }

  mutating func set(_ pauli: Pauli, at qubit: Int) {
    let bit = UInt64(1) << UInt64(qubit % 64)
    var (x, z) = words(qubit / 64)
    x = pauli.rawValue & 1 != 0 ? x | bit : x & ~bit
    z = pauli.rawValue & 2 != 0 ? z | bit : z & ~bit
    setWords(qubit / 64, x: x, z: z)
  }

  /// The sum of `count` over the words of this string.
  @inline(__always)
  func total(_ count: (_ x: UInt64, _ z: UInt64) -> Int) -> Int {
    var result = count(x0, z0)
    for index in stride(from: 0, to: further.count, by: 2) {
      result += count(further[index], further[index + 1])
    }
    return result
  }

  var xBits: WideBitMask { WideBitMask(words: (0..<wordCount).map { words($0).x }) }
  var zBits: WideBitMask { WideBitMask(words: (0..<wordCount).map { words($0).z }) }
}

// MARK: Properties

extension PauliString {
  /// The factor of one qubit; the identity beyond the last one.
  public subscript(qubit: Int) -> Pauli {
    precondition(qubit >= 0, "Qubits are counted from 0.")
    let (x, z) = words(qubit / 64)
    let shift = UInt64(qubit % 64)
    return Pauli(rawValue: UInt8((x >> shift) & 1 | ((z >> shift) & 1) << 1)) ?? .i
  }

  /// The number of factors that are not the identity.
  public var weight: Int { total { ($0 | $1).nonzeroBitCount } }

  /// The number of Y factors; the matrix is real where it is even and imaginary where it is odd.
  public var yCount: Int { total { ($0 & $1).nonzeroBitCount } }

  public var isIdentity: Bool { weight == 0 }

  /// Whether every factor is I or Z, so that the string is diagonal in the computational basis.
  public var isDiagonal: Bool { total { x, _ in x.nonzeroBitCount } == 0 }

  /// The qubits whose factor is not the identity, ascending.
  public var support: [Int] {
    (0..<wordCount).flatMap { index in
      let (x, z) = words(index)
      return setBits(of: x | z).map { 64 * index + $0 }
    }
  }

  /// The factors that are not the identity, by ascending qubit.
  public var factors: [(qubit: Int, pauli: Pauli)] { support.map { ($0, self[$0]) } }

  /// The same factors on more qubits, with identities on the new ones.
  ///
  /// - Throws: ``PauliError/qubitCountMismatch(found:expected:)`` when the string is already wider.
  public func padded(to qubitCount: Int) throws(PauliError) -> PauliString {
    guard qubitCount >= self.qubitCount else {
      throw .qubitCountMismatch(found: self.qubitCount, expected: qubitCount)
    }
    return widened(to: qubitCount)
  }

  /// The same factors on at least `qubitCount` qubits.
  func widened(to qubitCount: Int) -> PauliString {
    guard qubitCount > self.qubitCount else { return self }
    var result = PauliString(qubitCount: qubitCount)
    for index in 0..<wordCount {
      let (x, z) = words(index)
      result.setWords(index, x: x, z: z)
    }
    return result
  }
}

extension PauliString: Comparable {
  public static func < (left: PauliString, right: PauliString) -> Bool {
    let wordCount = max(left.wordCount, right.wordCount)
    for index in (0..<wordCount).reversed() {
      let (a, b) = (left.words(index).x, right.words(index).x)
      if a != b { return a < b }
    }
    for index in (0..<wordCount).reversed() {
      let (a, b) = (left.words(index).z, right.words(index).z)
      if a != b { return a < b }
    }
    return left.qubitCount < right.qubitCount
  }
}
