import Foundation
import OpenQASM
import QuantumBackends
import QuantumCircuits
import RandomStreams
import Simulators
import TestSupport
import Testing

@Suite("Programs with measurements anywhere")
struct ProgramSamplerTests {
  private let backend = LocalBackend()

  private func registers(
    of text: String, shots: Int, seed: UInt64 = 7, parameters: [Double] = []
  ) async throws -> SamplerPubResult {
    let pub = SamplerPub(try OpenQASMProgram(text), parameters: parameters)
    return try await backend.sample([pub], options: SamplerOptions(shots: shots, seed: seed)).pubs[0]
  }

  /// The histogram of all registers of a result, written as the branching simulator writes outputs.
  private func histogram(_ result: SamplerPubResult) -> [String: Int] {
    let arrays = result.registers.map { (name: $0.name, bits: $0.bits[0]) }
    return (0..<(arrays.first?.bits.shotCount ?? 0)).reduce(into: [:]) { counts, shot in
      counts[arrays.map { "\($0.name)=\($0.bits.bitString(ofShot: shot))" }.joined(separator: " "), default: 0] += 1
    }
  }

  /// How likely each reading of the registers is, the other outputs summed over.
  private func distribution(_ program: OpenQASMProgram, _ expected: [String: Double]) -> [String: Double] {
    let names = program.outputRegisters.map { "\($0.name)=" }
    return expected.reduce(into: [:]) { sums, entry in
      let parts = entry.key.split(separator: " ").filter { part in names.contains { part.hasPrefix($0) } }
      sums[parts.joined(separator: " "), default: 0] += entry.value
    }
  }

  @Test("programs give the outcomes that they are known for, as often as they should", arguments: SamplePrograms.all)
  func samples(sample: SamplePrograms.Sample) throws {
    let program = try OpenQASMProgram(sample.text)
    let expected = distribution(program, try BranchingSimulator.distribution(of: program, inputs: sample.inputs))
    guard !program.outputRegisters.isEmpty else { return }
    let shots = 4000
    var sampler = ProgramSampler(
      program, inputs: sample.inputs, seed: 5, threadCount: 1, waitingStates: 3, cancellation: CancellationFlag())
    let bits = try sampler.outcomes(shots: shots)
    let registers = zip(program.outputRegisters, bits).map {
      SamplerPubResult.Register(name: $0.name, bitCount: $1.bitCount, bits: ShapedArray($1))
    }
    let found = histogram(SamplerPubResult(registers: registers))
    #expect(found.values.reduce(0, +) == shots)
    // Pearson's χ² over what is expected five times at least; the rest together.
    var (statistic, degrees, rare, rareFound) = (0.0, -1.0, 0.0, Double(shots))
    for (reading, probability) in expected where probability * Double(shots) >= 5 {
      let (mean, count) = (probability * Double(shots), Double(found[reading, default: 0]))
      statistic += (count - mean) * (count - mean) / mean
      degrees += 1
      rareFound -= count
    }
    for (_, probability) in expected where probability * Double(shots) < 5 { rare += probability * Double(shots) }
    #expect(rareFound <= rare + 6 * max(1, rare).squareRoot() + sample.tolerance * Double(shots))
    if degrees > 0 { #expect((statistic - degrees) / (2 * degrees).squareRoot() < 6) }
  }

  @Test("branches that run again from the start give the same bits", arguments: SamplePrograms.all)
  func replays(sample: SamplePrograms.Sample) throws {
    let program = try OpenQASMProgram(sample.text)
    let all = try [0, 1, 15].map { waitingStates in
      var sampler = ProgramSampler(
        program, inputs: sample.inputs, seed: 3, threadCount: waitingStates == 0 ? 1 : 2, waitingStates: waitingStates,
        cancellation: CancellationFlag())
      return try sampler.outcomes(shots: 300)
    }
    #expect(all[0] == all[1])
    #expect(all[0] == all[2])
  }

  @Test("registers are kept apart, in the order of their declaration")
  func registers() async throws {
    let result = try await registers(
      of: """
        OPENQASM 3.0; include "stdgates.inc";
        qubit[3] q; bit[2] early; bit late; bit[2] never;
        h q[0]; cx q[0], q[1];
        early[0] = measure q[0]; early[1] = measure q[1];
        if (early[0]) x q[2];
        late = measure q[2];
        """, shots: 500)
    #expect(result.registers.map(\.name) == ["early", "late", "never"])
    #expect(Set(histogram(result).keys) == ["early=00 late=0 never=00", "early=11 late=1 never=00"])
    #expect(try #require(result["early"])[0].counts.values.allSatisfy { abs($0 - 250) < 70 })
    #expect(result["none"] == nil)
    #expect(result[0].bitCount == 5)
  }

  @Test("a qubit that is measured again gives the same, a qubit that is turned in between does not")
  func again() async throws {
    let result = try await registers(
      of: """
        OPENQASM 3.0; include "stdgates.inc";
        qubit q; bit[4] c;
        h q; c[0] = measure q; rz(0.3) q; c[1] = measure q; x q; c[2] = measure q; reset q; c[3] = measure q;
        """, shots: 200)
    #expect(Set(try #require(result["c"])[0].counts.keys) == ["0100", "0011"])
  }

  @Test("many measurements at the end are drawn from one state, however many outcomes there are")
  func terminal() async throws {
    let count = 20
    let result = try await registers(
      of: "OPENQASM 3.0; include \"stdgates.inc\"; qubit[\(count)] q; bit[\(count)] c; h q; c = measure q;",
      shots: 100_000)
    let bits = try #require(result["c"])[0]
    #expect(bits.counts.count > 90_000)
    for ones in try (0..<count).map({ try bits.bits([$0]).onesCounts.reduce(0, +) }) {
      #expect(abs(Double(ones) - 50_000) < 6 * 158)
    }
  }

  @Test(
    "a bit keeps what it was given last, be that an outcome or a value",
    arguments: [
      ("h q[0]; c = measure q[0]; c = 0; d = measure q[0]; d = 1;", ["c=0 d=1"]),
      ("h q[0]; c = measure q[0]; c = 0; c = measure q[1];", ["c=0 d=0"]),
      ("x q[0]; h q[1]; c = measure q[1]; c = measure q[0]; d = measure q[0];", ["c=1 d=1"]),
      ("x q[0]; c = measure q[0]; d = c; c = 0;", ["c=0 d=1"]),
      ("h q[0]; c = measure q[0]; c = 0; x q[0]; h q[0]; d = c;", ["c=0 d=0"]),
      ("h q[0]; c = measure q[0]; d = measure q[0]; c = 0;", ["c=0 d=0", "c=0 d=1"]),
      ("h q; c = measure q[0]; d = measure q[1]; if (d) { c = 1; } else { c = 0; }", ["c=0 d=0", "c=1 d=1"]),
    ])
  func overwritten(body: String, readings: [String]) async throws {
    let result = try await registers(
      of: "OPENQASM 3.0; include \"stdgates.inc\"; qubit[2] q; bit c; bit d; \(body)", shots: 60)
    #expect(histogram(result).keys.sorted() == readings)
  }

  @Test("without shots there are no outcomes, and nothing to wait for")
  func noShots() async throws {
    for body in ["h q; c = measure q; if (c) { x q; } h q; c = measure q;", "while (!c) { h q; c = measure q; }"] {
      let result = try await registers(
        of: "OPENQASM 3.0; include \"stdgates.inc\"; qubit q; bit[3] other; bit c; \(body)", shots: 0)
      #expect(result.registers.map { $0.bits[0].shotCount } == [0, 0])
      #expect(result.registers.map { $0.bits[0].bitCount } == [3, 1])
    }
  }

  @Test("measurements of one qubit into many bits are held and drawn in time that grows with their number")
  func manyBits() throws {
    let program = try OpenQASMProgram(
      """
      OPENQASM 3.0; include "stdgates.inc"; qubit q; bit[200000] c; bit once;
      h q; for int i in [0:199999] { c[i] = measure q; once = measure q; }
      """)
    var sampler = ProgramSampler(
      program, inputs: [:], seed: 7, threadCount: 1, waitingStates: 1, cancellation: CancellationFlag())
    // Of this thread alone: other tests run beside it.
    let start = threadSeconds()
    let registers = try sampler.outcomes(shots: 20)
    #expect(threadSeconds() - start < 10)
    #expect(Set(registers[0].onesCounts) == [0, 200_000])
    #expect(registers[1].onesCounts == registers[0].onesCounts.map { $0 / 200_000 })
  }

  private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  @Test("inputs take the values of parameter sets, one after the other")
  func inputs() async throws {
    let program = try OpenQASMProgram(
      """
      OPENQASM 3.0; include "stdgates.inc";
      input float theta; input int count; qubit q; bit c;
      for int i in [1:count] { rx(theta) q; }
      c = measure q;
      """)
    let pub = SamplerPub(
      .program(program, values: [:]), parameters: ShapedArray(row: [[.pi, 1], [.pi, 2], [.pi / 2, 2]]), shots: 50)
    let bits = try #require(try await backend.sample([pub], options: SamplerOptions(seed: 1)).pubs[0]["c"])
    #expect(bits.shape == [3])
    #expect(bits.elements.map(\.counts) == [["1": 50], ["0": 50], ["1": 50]])
  }

  @Test("what does not fit is refused by name")
  func refusals() async throws {
    func message(_ text: String, parameters: [Double] = []) async -> String {
      do {
        _ = try await registers(of: text, shots: 10, parameters: parameters)
      } catch {
        return "\(error)"
      }
      return "nothing was refused"
    }
    let head = "OPENQASM 3.0; include \"stdgates.inc\"; "
    #expect(await message(head + "qubit[60] q; bit c; h q; c = measure q[0];").contains("60 qubits"))
    #expect(
      await message(head + "input float a; qubit q; rx(a) q;").contains(
        "0 values; the program has 1 inputs without a value"))
    #expect(await message(head + "input int n; qubit q; bit c; c = measure q;", parameters: [0.5]).contains("n"))
    #expect(
      await message(head + "qubit q; bit c; while (!c) { c = measure q; }").contains("too many"))
  }

  @Test("all pubs are looked at before anything is run")
  func badPubs() async throws {
    let head = "OPENQASM 3.0; include \"stdgates.inc\"; "
    // Fails in its own way when it is run.
    let first = SamplerPub(try OpenQASMProgram(head + "qubit q; bit[2] c; int i = 5; c[i] = measure q;"))
    await #expect(throws: OpenQASMError.self) { try await backend.sample([first], options: SamplerOptions(shots: 1)) }
    let input = try OpenQASMProgram(head + "input int n; qubit q; bit c; for int i in [1:n] { x q; } c = measure q;")
    let bad: [(pub: SamplerPub, code: BackendError.Code)] = [
      (SamplerPub(.program(input, values: [:]), parameters: ShapedArray(row: [[1], [0.5]])), .invalidPub),
      (SamplerPub(input, inputs: ["n": .integer(1), "m": .integer(1)]), .invalidPub),
      (
        SamplerPub(try OpenQASMProgram(head + "qubit[60] q; bit c; h q; c = measure q[0]; if (c) { x q[1]; }")),
        .insufficientMemory
      ),
    ]
    for (pub, code) in bad {
      let error = await #expect(throws: BackendError.self) {
        try await backend.sample([first, pub], options: SamplerOptions(shots: 10))
      }
      #expect(error?.code == code)
    }
  }

  @Test("registers of a circuit read the qubits that they name")
  func measuredCircuits() async throws {
    var circuit = try Circuit(qubitCount: 3)
    try circuit.append(.x, on: [2])
    try circuit.append(.x, on: [0])
    let measured = MeasuredCircuit(
      circuit: circuit,
      registers: [
        ClassicalRegister(name: "a", qubits: [1, 2]), ClassicalRegister(name: "b", qubits: [nil, 0, 2, 0]),
        ClassicalRegister(name: "wide", qubits: Array(repeating: 2, count: 70)),
      ])
    let result = try await backend.sample([SamplerPub(measured)], options: SamplerOptions(shots: 3, seed: 1)).pubs[0]
    #expect(try #require(result["a"])[0].counts == ["10": 3])
    #expect(try #require(result["b"])[0].counts == ["1110": 3])
    #expect(try #require(result["wide"])[0].counts == [String(repeating: "1", count: 70): 3])
    let a = ClassicalRegister(name: "a", qubits: [0])
    for registers in [[ClassicalRegister(name: "a", qubits: [3])], [a, a]] {
      let wrong = SamplerPub(MeasuredCircuit(circuit: circuit, registers: registers))
      let error = await #expect(throws: BackendError.self) {
        try await backend.sample([wrong], options: SamplerOptions(seed: 1))
      }
      #expect(error?.code == .invalidPub)
    }
    let all = try await backend.sample([SamplerPub(MeasuredCircuit(circuit: circuit))], options: SamplerOptions())
    #expect(try #require(all.pubs[0][SamplerPubResult.allQubits])[0].counts == ["101": 1024])
    #expect(all.pubs[0][0].counts == ["101": 1024])
  }

  @Test("qubits that no gate acts on take no room")
  func idleQubits() async throws {
    let backend = try LocalBackend(memoryLimit: 1 << 20)
    let device = try OpenQASMProgram(
      """
      include "stdgates.inc"; bit[3] c; x $126; c[0] = measure $126; if (c[0]) { x $3; cx $3, $60; }
      reset $126; c[1] = measure $60; c[2] = measure $100; if (c[1]) { x $126; }
      """)
    let registers = try await backend.sample([SamplerPub(device)], options: SamplerOptions(shots: 20, seed: 1)).pubs[0]
    #expect(registers["c"]?[0].counts == ["011": 20])
    let wide = try OpenQASMProgram("include \"stdgates.inc\"; qubit[40] q; for int i in [0:39] { h q[i]; reset q[i]; }")
    let error = await #expect(throws: BackendError.self) {
      try await backend.sample([SamplerPub(wide)], options: SamplerOptions(shots: 20))
    }
    #expect(error?.code == .insufficientMemory)
  }
}
