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

  @Test("commuting strings are read off behind their circuit, with their signs", arguments: 1...6)
  func commuting(qubitCount: Int) async throws {
    var random = RandomStream(seed: 21)
    let circuit = try Circuit.random(qubitCount: qubitCount, operationCount: 30, parameterCount: 0, using: &random)
    let sum = try PauliSum.random(qubitCount: qubitCount, termCount: 40, using: &random)
    let plan = MeasurementPlan(sum, grouping: .commuting)
    #expect(plan.bases.reduce(0) { $0 + $1.supports.count } == sum.terms.filter { !$0.string.isIdentity }.count)
    #expect(plan.bases.count <= MeasurementPlan(sum).bases.count)
    let exact = try await LocalBackend().expectationValues(of: [sum], in: circuit)[0]
    let options = try EstimatorOptions(shots: 200_000, grouping: .commuting, seed: 3)
    let pub = EstimatorPub(circuit, observable: sum, parameters: [])
    let result = try await LocalBackend().estimate([pub], options: options).pubs[0]
    let error = try #require(result.standardErrors?[0])
    #expect(abs(result.values[0] - exact) < 5 * error && result.shots?[0] == 200_000)
  }

  @Test("circuits to bases work block by block on large states, beside a sector too", arguments: [false, true])
  func large(usesSector: Bool) async throws {
    let qubitCount = 18
    var circuit = try Circuit(qubitCount: qubitCount)
    for qubit in [0, 9, 17] { try circuit.append(.h, on: qubit) }
    for (control, target) in [(0, 5), (9, 12), (17, 3)] { try circuit.append(.cx, on: control, target) }
    // Three Bell pairs, each of which has XX = ZZ = 1 and YY = -1.
    var terms: [PauliTerm] = []
    for (a, b) in [(0, 5), (9, 12), (17, 3)] {
      for (letter, coefficient) in [("X", 1.0), ("Y", 0.5), ("Z", 0.25)] {
        terms.append(
          PauliTerm(
            try PauliString(sparse: "\(letter)\(a) \(letter)\(b)", qubitCount: qubitCount), coefficient: coefficient))
      }
    }
    let sum = try PauliSum(qubitCount: qubitCount, terms: terms)
    #expect(MeasurementPlan(sum, grouping: .commuting).bases.count == 1)
    let options = try EstimatorOptions(shots: 100, grouping: .commuting)
    let backend = try LocalBackend(memoryLimit: nil, usesSector: usesSector)
    let result = try await backend.estimate([EstimatorPub(circuit, observable: sum, parameters: [])], options: options)
    #expect(abs(result.pubs[0].values[0] - 2.25) < 1e-9)
  }

  @Test("numbers beyond all bounds are refused")
  func extremes() throws {
    let huge = MeasurementPlan(try PauliSum(["XX": 1e308, "ZZ": 1e308, "YY": 1e308]))
    #expect(throws: BackendError.self) { try huge.allocation(ofShots: 100) }
    #expect(throws: BackendError.self) { try Readout(huge, budget: .precision(1)) }
    let plain = MeasurementPlan(try PauliSum(["XX": 1, "ZZ": 1]))
    for shots in [.max, ShotLimit.most + 1, 3, 0, -1] {
      let error = #expect(throws: BackendError.self) { try plain.allocation(ofShots: shots) }
      #expect(error?.code == .invalidOption)
    }
    for precision in [1e-300, 1e-10, .leastNonzeroMagnitude] {
      let error = #expect(throws: BackendError.self) { try Readout(plain, budget: .precision(precision)) }
      #expect(error?.code == .invalidOption && error?.message.contains("at least") == true)
    }
    #expect(try plain.worstCase(forPrecision: 1e300) == [2, 2])
    #expect(try plain.worstCase(forPrecision: 0.1) == [201, 201])
    // An eigenstate may do with fewer than any state does.
    #expect(try plain.worstCase(forPrecision: 1e-5) == nil)
    #expect(throws: Never.self) { try Readout(plain, budget: .precision(1e-5)) }
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
