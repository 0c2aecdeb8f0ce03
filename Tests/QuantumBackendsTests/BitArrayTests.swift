import ComplexModule
import Foundation
import PauliAlgebra
import QuantumBackends
import RandomStreams
import Testing

@Suite("Bit arrays")
struct BitArrayTests {
  /// Random shots as bit strings, which every test's plain expectation is made of.
  private func strings(_ bitCount: Int, shots: Int, seed: UInt64) -> [String] {
    var random = RandomStream(seed: seed)
    return (0..<shots).map { _ in
      String(decoding: (0..<bitCount).map { _ in UInt8(ascii: "0") + UInt8(random.next() & 1) }, as: UTF8.self)
    }
  }

  private func allStrings(_ array: BitArray) -> [String] { (0..<array.shotCount).map(array.bitString(ofShot:)) }

  /// The character of a bit: bit 0 is the rightmost one.
  private func bit(_ position: Int, of text: String) -> Character { Array(text.reversed())[position] }

  @Test("bit strings come back as they were given", arguments: [1, 3, 63, 64, 65, 130])
  func bitStrings(bitCount: Int) throws {
    let strings = strings(bitCount, shots: 50, seed: 1)
    let array = try BitArray(bitStrings: strings)
    #expect((array.bitCount, array.shotCount) == (bitCount, 50))
    #expect(allStrings(array) == strings)
    #expect(array.counts == strings.reduce(into: [:]) { $0[$1, default: 0] += 1 })
    #expect(try allStrings(BitArray(counts: array.counts)) == strings.sorted())
    #expect(try JSONDecoder().decode(BitArray.self, from: JSONEncoder().encode(array)) == array)
  }

  @Test(
    "the histogram is that of a dictionary, for many shots and few, narrow registers and wide ones",
    arguments: [1, 5, 25, 28, 29, 64], [0, 3, 5000] as [Int])
  func histogram(bitCount: Int, shotCount: Int) throws {
    var random = RandomStream(seed: UInt64(bitCount), stream: UInt32(shotCount))
    // Few values, so that they come again, in all windows of a wide register.
    let values = (0..<40).map { _ in random.next() & (bitCount == 64 ? .max : 1 << UInt64(bitCount) - 1) }
    let words = (0..<shotCount).map { _ in values[Int(random.next() % 40)] }
    let expected = words.reduce(into: [UInt64: Int]()) { $0[$1, default: 0] += 1 }
    let found = try BitArray(bitCount: bitCount, words: words).histogram
    #expect(found.map(\.outcome) == expected.keys.sorted() && found.allSatisfy { expected[$0.outcome] == $0.count })
  }

  @Test("counters go through registers that are wider than them")
  func windows() throws {
    // So many shots that a register of 25 bits has counters.
    let words = (0..<1 << 21).map { UInt64($0 % 7) << 22 | UInt64($0 % 3) }
    let found = try BitArray(bitCount: 25, words: words).histogram
    let expected = words.reduce(into: [UInt64: Int]()) { $0[$1, default: 0] += 1 }
    #expect(found.map(\.outcome) == expected.keys.sorted() && found.allSatisfy { expected[$0.outcome] == $0.count })
  }

  @Test("counts are labelled with bit 0 on the right")
  func labels() throws {
    #expect(
      try BitArray(bitCount: 3, words: [1, 1, 4, 0, 7]).counts == ["001": 2, "100": 1, "000": 1, "111": 1])
    #expect(try BitArray(bitCount: 0, words: [0, 0]).counts == ["": 2])
    #expect(try BitArray(bitCount: 2, words: []).counts.isEmpty)
  }

  @Test("chosen bits, shots and post-selected shots are those of the strings", arguments: [5, 64, 100])
  func selection(bitCount: Int) throws {
    let strings = strings(bitCount, shots: 80, seed: 2)
    let array = try BitArray(bitStrings: strings)
    let positions = [bitCount - 1, 0, 2, 2]
    #expect(
      try allStrings(array.bits(positions))
        == strings.map { text in String(positions.reversed().map { bit($0, of: text) }) })
    #expect(
      try allStrings(array.shots(stride(from: 70, to: 3, by: -7).map { $0 }))
        == stride(from: 70, to: 3, by: -7).map { strings[$0] })
    let selected = try array.postSelected([0: true, bitCount - 1: false])
    #expect(allStrings(selected) == strings.filter { bit(0, of: $0) == "1" && bit(bitCount - 1, of: $0) == "0" })
    #expect(array.onesCounts == strings.map { $0.count { $0 == "1" } })
  }

  @Test(
    "arrays side by side have the first one in the lowest bits",
    arguments: [[3, 4], [60, 10], [64, 1, 64], [0, 5], [100, 100]])
  func concatenation(widths: [Int]) throws {
    let parts = widths.enumerated().map { strings($0.element, shots: 30, seed: UInt64($0.offset)) }
    let arrays = try zip(widths, parts).map { width, part in
      width == 0 ? try BitArray(bitCount: 0, words: Array(repeating: 0, count: 30)) : try BitArray(bitStrings: part)
    }
    let expected = (0..<30).map { shot in parts.reversed().map { $0[shot] }.joined() }
    #expect(try allStrings(.concatenatingBits(arrays)) == expected)
    let doubled = try BitArray.concatenatingShots([arrays[0], arrays[0]])
    #expect(allStrings(doubled) == parts[0] + parts[0])
  }

  @Test("means of diagonal observables are those of the strings", arguments: [6, 70])
  func means(bitCount: Int) throws {
    let strings = strings(bitCount, shots: 200, seed: 3)
    let array = try BitArray(bitStrings: strings)
    let pairs = [[0], [1, bitCount - 1], []]
    let sum = try PauliSum(
      qubitCount: bitCount,
      terms: zip(pairs, [0.5, -1.25, 2]).map { qubits, coefficient in
        PauliTerm(
          try PauliString(qubitCount: bitCount, factors: qubits.map { ($0, .z) }), coefficient: .init(coefficient))
      })
    let values = strings.map { text in
      zip(pairs, [0.5, -1.25, 2]).reduce(0) { sum, term in
        sum + term.1 * (term.0.count { bit($0, of: text) == "1" }.isMultiple(of: 2) ? 1 : -1)
      }
    }
    let mean = values.reduce(0, +) / 200
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199
    let found = try array.expectationValue(of: sum)
    #expect(abs(found.value - mean) < 1e-12)
    #expect(abs(found.standardError - (variance / 200).squareRoot()) < 1e-12)
  }

  @Test("what does not fit is refused by name")
  func refusals() throws {
    let array = try BitArray(bitStrings: ["010", "111"])
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "nothing was refused"
    }
    #expect(message { _ = try array.bits([3]) }.contains("Bit 3 was asked for; there are 3 bits"))
    #expect(message { _ = try array.shots([2]) }.contains("Shot 2 was asked for; there are 2 shots"))
    #expect(message { _ = try array.postSelected([-1: true]) }.contains("Bit -1"))
    #expect(message { _ = try BitArray(bitStrings: ["01", "1"]) }.contains("1 characters and the first one 2"))
    #expect(message { _ = try BitArray(bitStrings: ["02"]) }.contains("other than 0 and 1"))
    #expect(message { _ = try BitArray(counts: ["0": -1]) }.contains("-1 times"))
    #expect(message { _ = try BitArray(bitCount: 2, words: [4]) }.contains("ones beyond the 2 bits"))
    #expect(message { _ = try BitArray(bitCount: 65, words: [1]) }.contains("has 2 of them"))
    #expect(message { _ = try BitArray(bitCount: -1, words: []) }.contains("must not be negative"))
    #expect(
      message { _ = try BitArray.concatenatingShots([array, .init(bitStrings: ["1"])]) }.contains("equally wide"))
    #expect(message { _ = try BitArray.concatenatingBits([array, .init(bitStrings: ["1"])]) }.contains("equally many"))
    #expect(message { _ = try BitArray.concatenatingBits([]) }.contains("No bit arrays"))
    #expect(message { _ = try BitArray(counts: ["0": .max]) }.contains("\(Int.max) shots"))
    #expect(message { _ = try BitArray(counts: ["0": .max, "1": .max]) }.contains("shots"))
    let widest = try BitArray(bitCount: .max, words: [])
    let none = try BitArray(bitCount: 1, words: [])
    #expect(message { _ = try BitArray.concatenatingBits([widest, none]) }.contains("\(Int.max) bits"))
    let x = try PauliSum(qubitCount: 3, terms: [PauliTerm(PauliString("IIX"), coefficient: 1)])
    #expect(message { _ = try array.expectationValue(of: x) }.contains("not diagonal"))
    let z = try PauliSum(qubitCount: 3, terms: [PauliTerm(PauliString("IIZ"), coefficient: Complex(1, 0.5))])
    #expect(message { _ = try array.expectationValue(of: z) }.contains("complex"))
  }

  @Test("a register may be wider than any memory as long as it has no shots")
  func widest() throws {
    let array = try BitArray(bitCount: .max, words: [])
    #expect((array.bitCount, array.shotCount) == (.max, 0))
    #expect(array.counts.isEmpty)
    let text = #"{"bitCount":9223372036854775807,"words":[]}"#
    #expect(try JSONDecoder().decode(BitArray.self, from: Data(text.utf8)) == array)
    #expect(throws: BackendError.self) { try BitArray(bitCount: .max, words: [1]) }
  }
}
