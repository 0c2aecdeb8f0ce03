public import QuantumBackends
internal import QuantumCircuits

/// What the program `sampler` returns.
public struct SamplerOutput: Sendable, Equatable {
  public var pubs: [Pub]
  /// The seed that random choices followed from; nil when a service does not say.
  public var seed: UInt64?

  public init(pubs: [Pub], seed: UInt64?) {
    self.pubs = pubs
    self.seed = seed
  }

  /// The outcomes of one pub.
  public struct Pub: Sendable, Equatable {
    /// In the order of the circuit's text.
    public var registers: [Register]
    /// The shape of the parameter sets; nil when a service does not say.
    public var shape: [Int]?
    /// Shots for each parameter set; nil when a service does not say.
    public var shots: Int?

    public init(registers: [Register], shape: [Int]?, shots: Int?) {
      self.registers = registers
      self.shape = shape
      self.shots = shots
    }
  }

  /// What a classical register held after each shot, parameter set after parameter set.
  public struct Register: Sendable, Equatable {
    public var name: String
    public var bitCount: Int
    /// Such as `0x3`, bit 0 in the lowest.
    public var samples: [String]

    public init(name: String, bitCount: Int, samples: [String]) {
      self.name = name
      self.bitCount = bitCount
      self.samples = samples
    }
  }

  /// The result of the call whose pubs these are; each has all its qubits measured into one register.
  ///
  /// - Parameter seed: The seed of the call, for a service that names none.
  /// - Throws: ``ProgramFailure`` when the output does not fit the pubs.
  public func result(for pubs: [SamplerPub], seed: UInt64) throws -> SamplerResult {
    try requirePubs(self.pubs.count, for: pubs.count)
    let results = try zip(self.pubs, pubs).enumerated().map { index, pair in
      let (output, pub) = pair
      let path = "results[\(index)].data"
      let (qubitCount, setCount) = (pub.circuit.circuit.qubitCount, pub.parameters.count)
      var states: [UInt64] = []
      if qubitCount == 0 {
        let (count, overflow) = setCount.multipliedReportingOverflow(by: max(0, output.shots ?? pub.shots ?? 0))
        guard !overflow, count <= SamplerProgram.maximumDigitCount else {
          throw ProgramFailure.invalidOutput(
            path, "has more than \(SamplerProgram.maximumDigitCount) samples of a circuit without qubits")
        }
        states = Array(repeating: 0, count: count)
      } else {
        guard output.registers.count == 1, output.registers[0].bitCount == qubitCount else {
          throw ProgramFailure.invalidOutput(path, "is not one register of \(qubitCount) bits, as was asked for")
        }
        states = try output.registers[0].basisStates(path: path)
      }
      guard setCount == 0 ? states.isEmpty : states.count.isMultiple(of: setCount) else {
        throw ProgramFailure.invalidOutput(path, "has \(states.count) samples for \(setCount) parameter sets")
      }
      let shots = setCount == 0 ? 0 : states.count / setCount
      let bits = ShapedArray(
        uncheckedShape: pub.parameters.shape,
        elements: (0..<setCount).map { set in
          BitArray(uncheckedBitCount: qubitCount, words: Array(states[(set * shots)..<((set + 1) * shots)]))
        })
      return SamplerPubResult(registers: [.init(name: SamplerPubResult.allQubits, bits: bits)])
    }
    return SamplerResult(pubs: results, seed: self.seed ?? seed)
  }
}

extension SamplerOutput.Register {
  /// What a register of a circuit holds after some outcomes.
  init(_ register: ClassicalRegister, outcomes: SamplerPubResult) {
    name = register.name
    bitCount = register.qubits.count
    let reader = RegisterReader(register.qubits)
    samples = []
    let sets = outcomes.registers.flatMap(\.bits.elements)
    samples.reserveCapacity(sets.reduce(0) { $0 + $1.shotCount })
    for set in sets {
      for state in set.words { samples.append(reader.hexadecimal(state)) }
    }
  }

  /// The samples as numbers of 64 bits.
  fileprivate func basisStates(path: String) throws -> [UInt64] {
    try samples.map { sample in
      // Swift's numbers may have a plus sign.
      guard sample.hasPrefix("0x"), let state = UInt64(sample.dropFirst(2), radix: 16), !sample.contains("+"),
        bitCount >= 64 || state < 1 << UInt64(bitCount)
      else {
        throw ProgramFailure.invalidOutput(path, "has the sample \(sample.prefix(40)) of \(bitCount) bits")
      }
      return state
    }
  }
}

/// Puts the bits of a register together from the outcome of all qubits.
struct RegisterReader {
  private let qubits: [Int?]
  /// Whether bit k reads qubit k: then the outcome itself is what the register holds.
  private let isPlain: Bool
  /// The bits that are read in that case.
  private let mask: UInt64

  init(_ qubits: [Int?]) {
    self.qubits = qubits
    isPlain = qubits.count <= 64 && qubits.enumerated().allSatisfy { $0.element == $0.offset }
    mask = qubits.count >= 64 ? .max : (1 << UInt64(qubits.count)) - 1
  }

  /// `0x` and the digits of the number without leading zeros.
  func hexadecimal(_ state: UInt64) -> String {
    if isPlain { return Self.prefixed(state & mask) }
    var text = ""
    // From the highest digits down, 64 bits at a time.
    for first in stride(from: (max(qubits.count, 1) - 1) / 64 * 64, through: 0, by: -64) {
      var word: UInt64 = 0
      for (bit, qubit) in qubits[first..<min(first + 64, qubits.count)].enumerated() {
        if let qubit { word |= (state >> UInt64(qubit) & 1) << UInt64(bit) }
      }
      if text.isEmpty {
        if word != 0 || first == 0 { text = Self.prefixed(word) }
      } else {
        let digits = String(word, radix: 16)
        text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
      }
    }
    return text
  }

  private static func prefixed(_ word: UInt64) -> String { "0x" + String(word, radix: 16) }
}
