package import QuantumCircuits

/// Puts the bits of a classical register together from the outcomes of qubits.
package struct RegisterReader: Sendable {
  package enum Source: Hashable, Sendable {
    case constant(Bool)
    /// The bit at this position of an outcome.
    case qubit(Int)
  }

  /// Bits of an outcome that go to a word, all as far up or down.
  private struct Move: Sendable {
    let word: Int
    let mask: UInt64
    /// To the right if positive.
    let shift: Int
  }

  private let bitCount: Int
  private var moves: [Move] = []
  private let constants: [UInt64]

  package var readsQubits: Bool { !moves.isEmpty }

  /// - Parameter sources: From the lowest bit on.
  package init(_ sources: [Source]) {
    bitCount = sources.count
    var constants = [UInt64](repeating: 0, count: max(1, (sources.count + 63) / 64))
    var masks: [[Int]: UInt64] = [:]
    for (bit, source) in sources.enumerated() {
      switch source {
      case .constant(let value): constants[bit / 64] |= value ? 1 << UInt64(bit % 64) : 0
      case .qubit(let position): masks[[bit / 64, position - bit % 64], default: 0] |= 1 << UInt64(position)
      }
    }
    self.constants = constants
    moves = masks.map { Move(word: $0.key[0], mask: $0.value, shift: $0.key[1]) }
  }

  /// Writes the register's words from `first` on.
  package func read(_ outcome: UInt64, into words: inout [UInt64], at first: Int) {
    for (index, constant) in constants.enumerated() { words[first + index] = constant }
    for move in moves { words[first + move.word] |= (outcome & move.mask) >> move.shift }
  }

  /// The register after each of some outcomes.
  package func bits(of outcomes: [UInt64]) -> BitArray {
    let count = constants.count
    var words = [UInt64](repeating: 0, count: count * outcomes.count)
    for (shot, outcome) in outcomes.enumerated() { read(outcome, into: &words, at: shot * count) }
    return BitArray(uncheckedBitCount: bitCount, words: words)
  }
}

extension ClassicalRegister {
  /// What the register holds after outcomes of all qubits.
  package func bits(of outcomes: BitArray) -> BitArray {
    RegisterReader(qubits.map { $0.map { .qubit($0) } ?? .constant(false) }).bits(of: outcomes.words)
  }
}
