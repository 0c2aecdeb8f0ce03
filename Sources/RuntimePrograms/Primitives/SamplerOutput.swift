internal import OpenQASM
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

  /// The result of the call whose pubs these are.
  ///
  /// Of a circuit all qubits were measured into one register; its own registers are read from that.
  /// - Parameter seed: The seed of the call, for a service that names none.
  /// - Throws: ``ProgramFailure`` when the output does not fit the pubs.
  public func result(for pubs: [SamplerPub], seed: UInt64) throws -> SamplerResult {
    try requirePubs(self.pubs.count, for: pubs.count)
    let results = try zip(self.pubs, pubs).enumerated().map { index, pair in
      let (output, pub) = pair
      let path = "results[\(index)].data"
      switch pub.source {
      case .circuit(let prepared, let registers):
        let all = try output.allQubits(of: prepared.circuit, in: pub, path: path)
        guard let registers else {
          return SamplerPubResult(
            registers: [.init(name: SamplerPubResult.allQubits, bitCount: prepared.circuit.qubitCount, bits: all)])
        }
        return SamplerPubResult(
          registers: registers.map { register in
            .init(name: register.name, bitCount: register.qubits.count, bits: all.map(register.bits))
          })
      case .program(let program, _):
        let asked = program.outputRegisters.filter { !$0.bits.isEmpty }
        guard Set(output.registers.map(\.samples.count)).count <= 1 else {
          throw ProgramFailure.invalidOutput(path, "has registers with different numbers of samples")
        }
        return SamplerPubResult(
          registers: try asked.map { register in
            guard let found = output.registers.first(where: { $0.name == register.name }),
              found.bitCount == register.bits.count
            else {
              throw ProgramFailure.invalidOutput(
                path, "has no register \(register.name) of \(register.bits.count) bits, as was asked for")
            }
            return .init(name: register.name, bitCount: found.bitCount, bits: try found.bits(in: pub, path: path))
          })
      }
    }
    return SamplerResult(pubs: results, seed: self.seed ?? seed)
  }
}

extension SamplerOutput.Pub {
  fileprivate func allQubits(
    of circuit: Circuit, in pub: SamplerPub, path: String
  ) throws -> ShapedArray<BitArray> {
    if circuit.qubitCount == 0 {
      let (count, overflow) = pub.parameters.count.multipliedReportingOverflow(by: max(0, shots ?? pub.shots ?? 0))
      guard !overflow, count <= SamplerProgram.maximumDigitCount else {
        throw ProgramFailure.invalidOutput(
          path, "has more than \(SamplerProgram.maximumDigitCount) samples of a circuit without qubits")
      }
      return pub.parameters.map { _ in
        BitArray(
          uncheckedBitCount: 0,
          words: Array(repeating: 0, count: pub.parameters.count == 0 ? 0 : count / pub.parameters.count))
      }
    }
    guard registers.count == 1, registers[0].bitCount == circuit.qubitCount else {
      throw ProgramFailure.invalidOutput(path, "is not one register of \(circuit.qubitCount) bits, as was asked for")
    }
    return try registers[0].bits(in: pub, path: path)
  }
}

extension SamplerOutput.Register {
  init(_ register: SamplerPubResult.Register) {
    name = register.name
    bitCount = register.bitCount
    samples = register.bits.elements.flatMap { bits in (0..<bits.shotCount).map { bits.hexadecimal(ofShot: $0) } }
  }

  /// The samples of each parameter set, equally many.
  fileprivate func bits(in pub: SamplerPub, path: String) throws -> ShapedArray<BitArray> {
    let sets = pub.parameters.count
    guard sets == 0 ? samples.isEmpty : samples.count.isMultiple(of: sets) else {
      throw ProgramFailure.invalidOutput(path, "has \(samples.count) samples for \(sets) parameter sets")
    }
    let shots = sets == 0 ? 0 : samples.count / sets
    return ShapedArray(
      uncheckedShape: pub.parameters.shape,
      elements: try (0..<sets).map { set in
        let all = try samples[(set * shots)..<((set + 1) * shots)].flatMap { try words(of: $0, path: path) }
        return BitArray(uncheckedBitCount: bitCount, words: all)
      })
  }

  private func words(of sample: String, path: String) throws -> [UInt64] {
    let failure = ProgramFailure.invalidOutput(path, "has the sample \(sample.prefix(40)) of \(bitCount) bits")
    let digits = Array(sample.utf8.dropFirst(2))
    // Swift's numbers may have a plus sign.
    guard sample.hasPrefix("0x"), !digits.isEmpty, !digits.contains(UInt8(ascii: "+")) else { throw failure }
    var words = [UInt64](repeating: 0, count: BitArray.wordsPerShot(bitCount))
    for (index, end) in stride(from: digits.count, to: 0, by: -16).enumerated() {
      let part = String(decoding: digits[max(0, end - 16)..<end], as: UTF8.self)
      guard let word = UInt64(part, radix: 16), word == 0 || index < words.count else { throw failure }
      if index < words.count { words[index] = word }
    }
    guard words[words.count - 1] & ~BitArray.lastWordMask(bitCount) == 0 else { throw failure }
    return words
  }
}

extension BitArray {
  /// `0x` and the digits of the number without leading zeros.
  fileprivate func hexadecimal(ofShot shot: Int) -> String {
    let words = words[shot * wordsPerShot..<(shot + 1) * wordsPerShot]
    guard let last = words.lastIndex(where: { $0 != 0 }) else { return "0x0" }
    return words[words.startIndex..<last].reversed().reduce(into: "0x" + String(words[last], radix: 16)) { text, word in
      let digits = String(word, radix: 16)
      text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
  }
}
