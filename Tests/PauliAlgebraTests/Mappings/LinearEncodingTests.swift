import Foundation
import PauliAlgebra
import RandomStreams
import Testing

@Suite("Encodings") struct LinearEncodingTests {
  @Test("the sets of the Bravyi-Kitaev encoding are those of the paper")
  func bravyiKitaevSets() {
    // Seeley, Richard, Love 2012, section IV, for eight modes; the update sets there leave out the mode itself.
    let encoding = LinearEncoding(mapping: .bravyiKitaev, modeCount: 8)
    let updates = [[0, 1, 3, 7], [1, 3, 7], [2, 3, 7], [3, 7], [4, 5, 7], [5, 7], [6, 7], [7]]
    let parities = [[], [0], [1], [1, 2], [3], [3, 4], [3, 5], [3, 5, 6]]
    let occupations = [[0], [0, 1], [2], [1, 2, 3], [4], [4, 5], [6], [3, 5, 6, 7]]
    for mode in 0..<8 {
      #expect(encoding.updateSet(of: mode) == updates[mode])
      #expect(encoding.paritySet(of: mode).qubits == parities[mode])
      #expect(encoding.occupationSet(of: mode).qubits == occupations[mode])
    }
  }

  @Test("Jordan-Wigner and parity sets")
  func otherSets() {
    let jordanWigner = LinearEncoding(mapping: .jordanWigner, modeCount: 5)
    #expect(jordanWigner.updateSet(of: 3) == [3])
    #expect(jordanWigner.occupationSet(of: 3).qubits == [3])
    #expect(jordanWigner.paritySet(of: 3).qubits == [0, 1, 2])
    let parity = LinearEncoding(mapping: .parity, modeCount: 5)
    #expect(parity.updateSet(of: 3) == [3, 4])
    #expect(parity.occupationSet(of: 3).qubits == [2, 3])
    #expect(parity.occupationSet(of: 0).qubits == [0])
    #expect(parity.paritySet(of: 3).qubits == [2])
  }

  @Test(
    "the sets read back what encoding wrote", arguments: FermionMapping.allCases,
    [0, 1, 2, 3, 6, 7, 8, 13, 64, 65, 100])
  func inverse(mapping: FermionMapping, modeCount: Int) throws {
    let encoding = LinearEncoding(mapping: mapping, modeCount: modeCount)
    #expect(encoding.qubitCount == modeCount)
    var stream = RandomStream(seed: 11)
    var states = Set<[Bool]>()
    for _ in 0..<10 {
      let occupations = (0..<modeCount).map { _ in Bool.random(using: &stream) }
      let state = try encoding.encode(occupations: occupations)
      states.insert(state)
      #expect(try encoding.decode(basisState: state) == occupations)
      var parity = false
      for mode in 0..<modeCount {
        let odd = encoding.paritySet(of: mode).qubits.filter { state[$0] }.count % 2 == 1
        #expect(odd == parity)
        parity = parity != occupations[mode]
        var flipped = occupations
        flipped[mode].toggle()
        let difference = zip(try encoding.encode(occupations: flipped), state).enumerated().filter { $1.0 != $1.1 }
        #expect(difference.map(\.offset) == encoding.updateSet(of: mode))
      }
    }
  }

  @Test("Bravyi-Kitaev sets grow as the logarithm", arguments: [1, 5, 16, 31, 33, 100])
  func logarithmic(modeCount: Int) {
    let encoding = LinearEncoding(mapping: .bravyiKitaev, modeCount: modeCount)
    let bits = Int.bitWidth - modeCount.leadingZeroBitCount
    for mode in 0..<modeCount {
      #expect(encoding.updateSet(of: mode).count <= bits + 1)
      #expect(encoding.paritySet(of: mode).qubits.count <= bits)
      #expect(encoding.occupationSet(of: mode).qubits.count <= bits + 1)
    }
  }

  @Test("the reduced encoding stands for the occupations of its sector", arguments: [2, 4, 6, 8], 0..<4)
  func reduced(modeCount: Int, parities: Int) throws {
    let (alphaParity, totalParity) = (parities & 1 == 1, parities & 2 == 2)
    let mappings: [FermionMapping] = modeCount.nonzeroBitCount == 1 ? [.parity, .bravyiKitaev] : [.parity]
    for mapping in mappings {
      let encoding = try LinearEncoding(mapping: mapping, modeCount: modeCount)
        .reducedByParity(alphaParity: alphaParity, totalParity: totalParity)
      #expect(encoding.qubitCount == modeCount - 2)
      var states = Set<[Bool]>()
      for bits in 0..<1 << modeCount {
        let occupations = (0..<modeCount).map { bits >> $0 & 1 == 1 }
        let alpha = occupations.prefix(modeCount / 2).filter { $0 }.count % 2 == 1
        guard alpha == alphaParity, (bits.nonzeroBitCount % 2 == 1) == totalParity else {
          #expect(throws: PauliError.self) { try encoding.encode(occupations: occupations) }
          continue
        }
        let state = try encoding.encode(occupations: occupations)
        states.insert(state)
        #expect(try encoding.decode(basisState: state) == occupations)
        for mode in 0..<modeCount {
          let set = encoding.paritySet(of: mode)
          let odd = (set.qubits.filter { state[$0] }.count % 2 == 1) != set.isInverted
          #expect(odd == (occupations.prefix(mode).filter { $0 }.count % 2 == 1))
        }
      }
      #expect(states.count == 1 << (modeCount - 2))
      #expect(encoding.removedQubitFlipped(by: [0]) != nil)
      #expect(encoding.removedQubitFlipped(by: [0, 0, modeCount - 1, modeCount - 1]) == nil)
    }
  }

  @Test("an encoding survives JSON", arguments: FermionMapping.allCases)
  func codable(mapping: FermionMapping) throws {
    var encodings = [LinearEncoding(mapping: mapping, modeCount: 6)]
    if mapping == .parity { encodings.append(try encodings[0].reducedByParity(alphaParity: true, totalParity: false)) }
    let copy = try JSONDecoder().decode([LinearEncoding].self, from: JSONEncoder().encode(encodings))
    #expect(copy == encodings)
    #expect(copy.map(\.qubitCount) == encodings.map(\.qubitCount))
    let absurd = #"{"mapping": "parity", "modeCount": 4, "removedQubits": [{"qubit": 9, "value": true}]}"#
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(LinearEncoding.self, from: Data(absurd.utf8)) }
  }

  @Test("encodings without such qubits are not reduced")
  func misuse() throws {
    for (mapping, modeCount) in [(.jordanWigner, 4), (.bravyiKitaev, 6), (.parity, 3), (.parity, 0)]
      as [(FermionMapping, Int)]
    {
      let encoding = LinearEncoding(mapping: mapping, modeCount: modeCount)
      let error = #expect(throws: PauliError.self) {
        try encoding.reducedByParity(alphaParity: false, totalParity: false)
      }
      #expect("\(error!)".contains(mapping.rawValue))
    }
    let once = try LinearEncoding(mapping: .parity, modeCount: 4).reducedByParity(alphaParity: true, totalParity: false)
    #expect(throws: PauliError.self) { try once.reducedByParity(alphaParity: true, totalParity: false) }
    #expect(throws: PauliError.modeCountMismatch(found: 3, expected: 4)) {
      try once.encode(occupations: [true, true, true])
    }
    #expect(throws: PauliError.qubitCountMismatch(found: 4, expected: 2)) {
      try once.decode(basisState: [true, true, true, true])
    }
  }
}
