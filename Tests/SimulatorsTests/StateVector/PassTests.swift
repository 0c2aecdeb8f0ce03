import ComplexModule
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import Simulators
import TestSupport
import Testing

/// States that are worked on by blocks.
@Suite("Passes over large states")
struct PassTests {
  private static let qubitCount = 18

  /// A circuit and an observable on some qubits of a large register, whose other qubits are in states of their own.
  private func scattered(
    _ circuit: Circuit, _ observable: PauliSum, over qubits: [Int], using random: inout RandomStream
  ) throws -> (circuit: Circuit, observable: PauliSum) {
    var large = try Circuit(qubitCount: Self.qubitCount, parameters: circuit.parameters)
    for qubit in 0..<Self.qubitCount where !qubits.contains(qubit) {
      try large.append(.u, angles: (0..<3).map { _ in .init(constant: 6 * random.uniform()) }, on: [qubit])
    }
    for operation in circuit.operations {
      try large.append(
        Circuit.Operation(operation.kind, qubits: operation.qubits.map { qubits[$0] }, angles: operation.angles))
    }
    let terms = try observable.terms.map { term in
      let factors = (0..<circuit.qubitCount).map { (qubits[$0], term.string[$0]) }.filter { $0.1 != .i }
      return PauliTerm(
        try PauliString(qubitCount: Self.qubitCount, factors: factors), coefficient: term.coefficient)
    }
    return (large, try PauliSum(qubitCount: Self.qubitCount, terms: terms))
  }

  @Test("circuits of every gate on scattered qubits are those of dense matrices", arguments: 0..<8 as Range<UInt64>)
  func dense(seed: UInt64) async throws {
    var random = RandomStream(seed: seed)
    let small = try Circuit.random(qubitCount: 6, operationCount: 90, parameterCount: 4, using: &random)
    let sum = try PauliSum.random(qubitCount: 6, termCount: 30, using: &random)
    let point = (0..<4).map { _ in 4 * random.uniform() - 2 }
    let qubits = Array((0..<Self.qubitCount).shuffled(using: &random).prefix(6))
    let (circuit, observable) = try scattered(small, sum, over: qubits, using: &random)
    let expected = try DenseSimulator.expectation(of: sum, behind: small, parameters: point)
    let pub = EstimatorPub(circuit, observable: observable, parameters: point)
    let found = try await LocalBackend(memoryLimit: nil, usesSector: false).estimate([pub], options: .exact).pubs[0]
      .values[0]
    #expect(abs(found - expected) < 1e-10)
  }

  @Test("are the same to the last bit on any number of threads", arguments: 0..<4 as Range<UInt64>)
  func threads(seed: UInt64) async throws {
    var random = RandomStream(seed: seed)
    let circuit = try Circuit.random(qubitCount: Self.qubitCount, operationCount: 60, using: &random)
    let prepared = try StateCircuit(circuit, usesSector: false)
    let amplitudes = try [1, 2, 5].map { count in
      let workspace = try Workspace(qubitCount: Self.qubitCount)
      workspace.threadCount = count
      try prepared.run(in: workspace)
      return Array(UnsafeBufferPointer(start: workspace.state.amplitudes, count: 2 << Self.qubitCount))
    }
    let isSame = amplitudes[0] == amplitudes[1] && amplitudes[0] == amplitudes[2]
    #expect(isSame)
    // And through a backend, with an observable of many groups.
    let sum = try PauliSum.random(qubitCount: Self.qubitCount, termCount: 40, using: &random)
    let pub = EstimatorPub(circuit, observable: sum, parameters: [])
    var values: [Double] = []
    for count in [1, 3] {
      let backend = LocalBackend(ledger: MemoryLedger(limit: 1 << 30), threads: ComputeThreads(count: count))
      values.append(try await backend.estimate([pub], options: .exact).pubs[0].values[0])
    }
    #expect(values[0] == values[1])
  }

  @Test("make the state that the gates make one by one", arguments: 0..<4 as Range<UInt64>)
  func oneByOne(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let circuit = try Circuit.random(qubitCount: Self.qubitCount, operationCount: 60, using: &random)
    let prepared = try StateCircuit(circuit, usesSector: false)
    let (passes, gates) = (
      try Workspace(qubitCount: Self.qubitCount), try Workspace(qubitCount: Self.qubitCount)
    )
    try prepared.run(in: passes)
    try prepared.applyGates(in: gates)
    #expect((passes.state.overlap(with: gates.state) - 1).length < 1e-12)
  }

  @Test("rotations with a NOT behind them make the state that the gates make", arguments: 0..<6 as Range<UInt64>)
  func selectedMatrices(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let parameters = Parameter.vector("t", count: 3)
    var circuit = try Circuit(qubitCount: Self.qubitCount, parameters: parameters)
    for _ in 0..<60 {
      // The target stands low and high, alone, or with a control that has rotations of its own.
      let pair = Array((0..<Self.qubitCount).shuffled(using: &random).prefix(2))
      for qubit in pair where random.uniform() < 0.8 {
        try circuit.append(.ry, angles: [.init(constant: 6 * random.uniform())], on: [qubit])
        try circuit.append(.rz, angles: [2 * parameters[qubit % 3]], on: [qubit])
      }
      try circuit.append(.cx, on: pair)
    }
    let prepared = try StateCircuit(circuit, usesSector: false)
    let point = [0.3, -1.2, 2.4]
    let (passes, gates) = (
      try Workspace(qubitCount: Self.qubitCount), try Workspace(qubitCount: Self.qubitCount)
    )
    try prepared.run(point, in: passes)
    try prepared.applyGates(point, in: gates)
    #expect((passes.state.overlap(with: gates.state) - 1).length < 1e-12)
    for threadCount in [2, 5] {
      let threads = try Workspace(qubitCount: Self.qubitCount)
      threads.threadCount = threadCount
      try prepared.run(point, in: threads)
      let count = 2 << Self.qubitCount
      #expect(
        UnsafeBufferPointer(start: threads.state.amplitudes, count: count)
          .elementsEqual(UnsafeBufferPointer(start: passes.state.amplitudes, count: count)))
    }
  }

  @Test(
    "diagonal gates, NOTs and swaps in any order make the state that the gates make",
    arguments: [2, 5, 9, 10, 12, 13, 18], 0..<5 as Range<UInt64>)
  func diagonals(qubitCount: Int, seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let parameters = Parameter.vector("t", count: 2)
    var circuit = try Circuit(qubitCount: qubitCount, parameters: parameters)
    // Few gates leave qubits at zero, which others are controlled by or turned by.
    for index in 0..<(seed == 0 ? 12 : 150) {
      let pair = Array((0..<qubitCount).shuffled(using: &random).prefix(2))
      let angle: ParameterExpression =
        index.isMultiple(of: 3) ? 1.5 * parameters[index % 2] : .init(constant: 6 * random.uniform() - 3)
      switch Int.random(in: 0..<10, using: &random) {
      case 0: try circuit.append(.ry, angles: [angle], on: [pair[0]])
      case 1: try circuit.append(.h, on: [pair[0]])
      case 2: try circuit.append(.rz, angles: [angle], on: [pair[0]])
      case 3, 4: try circuit.append(.rzz, angles: [angle], on: pair)
      case 5: try circuit.append(.cp, angles: [angle], on: pair)
      case 6: try circuit.append([.s, .t, .z].randomElement(using: &random) ?? .s, on: [pair[0]])
      case 7: try circuit.append(.cz, on: pair)
      case 8: try circuit.append(.cx, on: pair)
      default: try circuit.append(.swap, on: pair)
      }
    }
    let prepared = try StateCircuit(circuit, usesSector: false)
    let point = [0.7, -2.1]
    let (passes, gates) = (try Workspace(qubitCount: qubitCount), try Workspace(qubitCount: qubitCount))
    try prepared.run(point, in: passes)
    try prepared.applyGates(point, in: gates)
    let count = 2 << qubitCount
    let (found, expected) = (passes.state.amplitudes, gates.state.amplitudes)
    #expect((0..<count).allSatisfy { abs(found[$0] - expected[$0]) < 1e-12 })
    guard qubitCount <= 9 else { return }
    let dense = try DenseSimulator.state(of: circuit, parameters: point)
    #expect(dense.indices.allSatisfy { (dense[$0] - Complex(found[2 * $0], found[2 * $0 + 1])).length < 1e-12 })
  }

  @Test(
    "a few gates of every kind leave out nothing that is not zero", arguments: [12, 14, 18], 0..<12 as Range<UInt64>)
  func fewGates(qubitCount: Int, seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 4 + 2 * Int(seed), parameterCount: 2, using: &random)
    let prepared = try StateCircuit(circuit, usesSector: false)
    let (passes, gates) = (try Workspace(qubitCount: qubitCount), try Workspace(qubitCount: qubitCount))
    try prepared.run([0.4, 1.9], in: passes)
    try prepared.applyGates([0.4, 1.9], in: gates)
    let (found, expected) = (passes.state.amplitudes, gates.state.amplitudes)
    #expect((0..<2 << qubitCount).allSatisfy { abs(found[$0] - expected[$0]) < 1e-12 })
  }

  @Test("gradients of large registers are those of small ones", arguments: 0..<8 as Range<UInt64>)
  func gradients(seed: UInt64) async throws {
    var random = RandomStream(seed: seed)
    let small = try Circuit.random(qubitCount: 6, operationCount: 70, parameterCount: 5, using: &random)
    let sums = try (0..<2).map { _ in try PauliSum.random(qubitCount: 6, termCount: 20, using: &random) }
    let point = (0..<5).map { _ in 4 * random.uniform() - 2 }
    let expected = try await LocalBackend(memoryLimit: nil, usesSector: false).gradients(
      sums.map { EstimatorPub(small, observable: $0, parameters: point) }, options: .exact)
    let qubits = Array((0..<Self.qubitCount).shuffled(using: &random).prefix(6))
    var pubs: [EstimatorPub] = []
    for sum in sums {
      let (circuit, observable) = try scattered(small, sum, over: qubits, using: &random)
      pubs.append(EstimatorPub(circuit, observable: observable, parameters: point))
    }
    let found = try await LocalBackend(memoryLimit: nil, usesSector: false).gradients(pubs, options: .exact)
    for (pub, other) in zip(found.pubs, expected.pubs) {
      #expect(abs(pub.values[0] - other.values[0]) < 1e-10)
      #expect(pub.gradients[0].count == 5)
      #expect(zip(pub.gradients[0], other.gradients[0]).allSatisfy { abs($0 - $1) < 1e-9 })
    }
  }

  @Test("gradients are the same to the last bit on any number of threads, and with any number of observables at once")
  func gradientThreads() throws {
    var random = RandomStream(seed: 3)
    let circuit = try Circuit.random(
      qubitCount: Self.qubitCount, operationCount: 80, parameterCount: 6, using: &random)
    let sums = try (0..<3).map { _ in try PauliSum.random(qubitCount: Self.qubitCount, termCount: 5, using: &random) }
    let prepared = try StateCircuit(circuit, observables: sums, usesSector: false)
    let point = (0..<6).map { _ in 4 * random.uniform() - 2 }
    let all = try [1, 2, 7].map { count in
      let workspace = try Workspace(qubitCount: Self.qubitCount)
      workspace.threadCount = count
      return try prepared.gradients(of: [0, 1, 2], at: point, in: workspace)
    }
    #expect(all[0].map(\.gradient) == all[1].map(\.gradient))
    #expect(all[0].map(\.gradient) == all[2].map(\.gradient))
    let workspace = try Workspace(qubitCount: Self.qubitCount)
    for index in sums.indices {
      #expect(try prepared.gradients(of: [index], at: point, in: workspace)[0].gradient == all[0][index].gradient)
    }
  }

  @Test("a circuit and its inverse are nothing, however many qubits they join", arguments: GateFamily.allCases)
  func inverse(family: GateFamily) async throws {
    var random = RandomStream(seed: 7)
    var circuit = try Circuit.random(
      qubitCount: Self.qubitCount, operationCount: 40, families: [family], using: &random)
    for operation in circuit.inverse().operations { try circuit.append(operation) }
    let zeros = try PauliSum(
      qubitCount: Self.qubitCount,
      terms: (0..<Self.qubitCount).map {
        PauliTerm(try PauliString(qubitCount: Self.qubitCount, factors: [($0, .z)]), coefficient: 1)
      })
    let pub = EstimatorPub(circuit, observable: zeros, parameters: [])
    let value = try await LocalBackend(memoryLimit: nil, usesSector: false).estimate([pub], options: .exact).pubs[0]
      .values[0]
    #expect(abs(value - Double(Self.qubitCount)) < 1e-10)
  }
}
