import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import Simulators
import TestSupport
import Testing

@Suite("Measurement plans")
struct MeasurementPlanTests {
  @Test("every string is measured once, in a basis that has its letters", arguments: 1...6, 0..<3 as Range<UInt64>)
  func cover(qubitCount: Int, seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let sum = try PauliSum.random(qubitCount: qubitCount, termCount: 40, using: &random)
    var strings: Set<PauliString> = []
    for basis in MeasurementPlan(sum).bases {
      for support in basis.supports {
        let letters = (0..<qubitCount).filter { support >> UInt64($0) & 1 == 1 }.map { qubit -> (Int, Pauli) in
          let isX = basis.xMask >> UInt64(qubit) & 1 == 1, isY = basis.yMask >> UInt64(qubit) & 1 == 1
          return (qubit, isX ? .x : isY ? .y : .z)
        }
        let string = try PauliString(qubitCount: qubitCount, factors: letters)
        #expect(strings.insert(string).inserted)
      }
    }
    #expect(strings == Set(sum.terms.map(\.string).filter { !$0.isIdentity }))
  }

  @Test("shots add up exactly, two for each basis at least", arguments: [6, 7, 100, 9_999_999_999])
  func allocation(total: Int) throws {
    for coefficients in [[1, 0.5, 0.25], [1e-300, 1, 1e300], [0x1p-1070, 0x1p-1070, 0x1p-1070]] {
      let sum = try PauliSum(["XX": coefficients[0], "ZZ": coefficients[1], "YY": coefficients[2]])
      let shots = try MeasurementPlan(sum).allocation(ofShots: total)
      #expect(shots.reduce(0, +) == total && shots.allSatisfy { $0 >= 2 })
    }
  }

  @Test("numbers beyond all bounds are refused")
  func extremes() throws {
    let huge = MeasurementPlan(try PauliSum(["XX": 1e308, "ZZ": 1e308, "YY": 1e308]))
    #expect(throws: BackendError.self) { try huge.allocation(ofShots: 100) }
    #expect(throws: BackendError.self) { try huge.allocation(forPrecision: 1) }
    let plain = MeasurementPlan(try PauliSum(["XX": 1, "ZZ": 1]))
    for shots in [.max, MeasurementPlan.maximumShots + 1, 3, 0, -1] {
      let error = #expect(throws: BackendError.self) { try plain.allocation(ofShots: shots) }
      #expect(error?.code == .invalidOption)
    }
    for precision in [1e-300, 1e-5, .leastNonzeroMagnitude] {
      #expect(throws: BackendError.self) { try plain.allocation(forPrecision: precision) }
    }
    #expect(try plain.allocation(forPrecision: 1e300) == [2, 2])
    #expect(try plain.allocation(forPrecision: 0.1) == [200, 200])
  }

  @Test("in an eigenstate of each letter its values have no spread", arguments: ["X", "Y", "Z"], ["X", "Y", "Z"])
  func eigenstates(first: String, second: String) async throws {
    // Other bases in between: the turns from basis to basis must lead there too.
    let sum = try PauliSum([
      first + second: 2, "XX": 0.1, "XY": 0.2, "YX": 0.3, "YY": 0.4, "ZZ": 0.5, "XZ": 0.6, "ZX": 0.7, "IY": 0.8,
    ])
    var circuit = try Circuit(qubitCount: 2)
    for (qubit, letter) in [(1, first), (0, second)] {
      if letter != "Z" { try circuit.append(.h, on: qubit) }
      if letter == "Y" { try circuit.append(.s, on: qubit) }
    }
    let exact = try await LocalBackend().expectationValues(of: [sum], in: circuit)[0]
    let pub = EstimatorPub(circuit, observable: sum, parameters: [])
    let sampled = try await LocalBackend().estimate([pub], options: EstimatorOptions(shots: 400_000, seed: 2)).pubs[0]
    let error = try #require(sampled.standardErrors?[0])
    #expect(abs(sampled.values[0] - exact) < 6 * error)
    let alone = EstimatorPub(circuit, observable: try PauliSum([first + second: 2]), parameters: [])
    let certain = try await LocalBackend().estimate([alone], options: EstimatorOptions(shots: 100)).pubs[0]
    #expect(certain.values[0] == 2 && certain.standardErrors?[0] == 0)
  }
}
