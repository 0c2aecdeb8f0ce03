import ClassicalOptimizers
import JSONSchemas
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RuntimePrograms
import Simulators
import Synchronization
import Testing

@Suite("A library of circuits")
struct CircuitLibraryTests {
  /// A local backend that counts what is prepared.
  private final class CountingBackend: Backend {
    let local = LocalBackend()
    let name = "counting"
    private let counts = Mutex(0)
    let maximumQubitCount: Int?

    init(maximumQubitCount: Int? = nil) { self.maximumQubitCount = maximumQubitCount }

    var prepared: Int { counts.withLock { $0 } }

    var capabilities: BackendCapabilities {
      var capabilities = local.capabilities
      if let maximumQubitCount { capabilities.maximumQubitCount = maximumQubitCount }
      return capabilities
    }

    func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
      counts.withLock { $0 += 1 }
      return try await local.prepare(circuit, observables: observables)
    }
    func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
      try await local.estimate(pubs, options: options)
    }
    func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
      try await local.sample(pubs, options: options)
    }
  }

  private static let text =
    "OPENQASM 3; include \"stdgates.inc\"; input float a; qubit[2] q; rx(a) q[0]; cx q[0], q[1];"

  @Test("pubs of the same circuit and observables share what was prepared, also in later jobs")
  func sharing() async throws {
    let shelf = TextShelf()
    let library = shelf.library()
    let backend = CountingBackend()
    let circuit = shelf.keep(Self.text)
    let observables = shelf.keep(#"[{"ZZ": 1.0}, {"XX": 1.0}]"#)
    func pub(_ observables: ObservablesSource) -> EstimatorInputs.Pub {
      .init(circuit: .hash(circuit), observables: observables, parameters: .list(ShapedArray(row: [0.5])))
    }
    let selection = ObservablesSource(.hash(observables), positions: ShapedArray(1))
    let inputs = EstimatorInputs(
      pubs: [
        pub(.init(.hash(observables))), pub(selection), pub(.init(.hash(observables))),
        pub(.init(.inline(["ZZ": 1.0]))), pub(.init(.inline(["ZZ": 1.0]))),
      ], options: .init(seed: 1, exact: true))
    for _ in 0..<3 {
      let output = try await runAsText(EstimatorProgram(), inputs, library: library, backend: backend)
      #expect(output.pubs[0].values.shape == [2] && output.pubs[1].values.shape == [])
      #expect(output.pubs[0].values[1] == output.pubs[1].values[0])
    }
    #expect(backend.prepared == 2)
    #expect(shelf.fetched == [circuit, observables])
  }

  @Test("variational runs of the same circuit and observable share what was prepared, also in later jobs")
  func sharingRuns() async throws {
    let shelf = TextShelf()
    let library = shelf.library()
    let backend = CountingBackend()
    let circuit = CircuitSource.hash(shelf.keep(Self.text))
    let observables = [#"{"ZI": 1.0}"#, #"{"ZI": 0.5}"#].map { shelf.keep($0) }
    var outputs: [VQEOutput] = []
    for (hash, expected) in [(observables[0], 1), (observables[0], 1), (observables[1], 2), (observables[0], 2)] {
      let inputs = VQEInputs(
        hamiltonian: VQEHamiltonian(ObservablesSource(.hash(hash))), ansatz: .init(circuit: circuit),
        optimizer: VQEOptimizer(COBYLA()))
      outputs.append(try await runAsText(VQEProgram(), inputs, library: library, backend: backend))
      #expect(backend.prepared == expected)
    }
    for output in [outputs[1], outputs[3]] {
      #expect(output.energy == outputs[0].energy && output.parameters == outputs[0].parameters)
    }
    #expect(abs(outputs[0].energy + 1) < 1e-6 && abs(outputs[2].energy + 0.5) < 1e-6)
  }

  @Test("what was not used for longest is dropped")
  func dropping() async throws {
    let shelf = TextShelf()
    let library = shelf.library(capacity: 2)
    let hashes = (0..<3).map { shelf.keep("OPENQASM 3; qubit[\($0 + 1)] q;") }
    func read(_ index: Int) async throws { _ = try await library.text(of: hashes[index]) }
    try await read(0)
    try await read(1)
    try await read(0)
    try await read(2)
    #expect(shelf.fetched == [hashes[0], hashes[1], hashes[2]])
    try await read(0)
    #expect(shelf.fetched.count == 3)
    try await read(1)
    #expect(shelf.fetched.count == 4)
  }

  @Test("texts are kept by their size too, and one that is too large is kept alone")
  func bytes() async throws {
    let shelf = TextShelf()
    let library = shelf.library(byteCapacity: 100)
    let small = (0..<4).map { shelf.keep("small \($0)" + String(repeating: ".", count: 33)) }
    let large = shelf.keep(String(repeating: "x", count: 1000))
    _ = try await library.text(of: small[0])
    _ = try await library.text(of: small[1])
    _ = try await library.text(of: small[0])
    _ = try await library.text(of: small[2])
    #expect(shelf.fetched == [small[0], small[1], small[2]])
    _ = try await library.text(of: small[0])
    #expect(shelf.fetched.count == 3)
    _ = try await library.text(of: large)
    _ = try await library.text(of: large)
    #expect(shelf.fetched.count == 4)
    _ = try await library.text(of: small[0])
    #expect(shelf.fetched.count == 5)
  }

  @Test("a text that cannot be fetched fails with what fetching it threw")
  func missing() async throws {
    let error = await #expect(throws: ProgramFailure.self) {
      try await TextShelf().library().circuit(.hash("sha256:unknown"))
    }
    #expect(error?.message == "No text has the hash sha256:unknown.")
  }

  @Test("a job has the texts that it names, and none that another job has left behind")
  func limits() async throws {
    let shelf = TextShelf()
    let library = shelf.library()
    let (circuit, observables) = (shelf.keep(Self.text), shelf.keep(#"{"ZZ": 1.0}"#))
    let sampled = shelf.keep("OPENQASM 3; qubit q; bit c; c = measure q;")
    let uses: [(hashes: Set<String>, use: @Sendable (CircuitLibrary) async throws -> Void)] = [
      ([circuit], { _ = try await $0.text(.hash(circuit)) }),
      ([circuit], { _ = try await $0.circuit(.hash(circuit)) }),
      ([observables], { _ = try await $0.text(of: observables) }),
      ([observables], { _ = try await $0.observable(ObservablesSource(.hash(observables))) }),
      ([sampled], { _ = try await $0.prepared(sampling: .hash(sampled), on: LocalBackend()) }),
      (
        [circuit, observables],
        {
          _ = try await $0.prepared(
            circuit: .hash(circuit), observables: ObservablesSource(.hash(observables)), on: LocalBackend())
        }
      ),
    ]
    for (hashes, use) in uses {
      // From here on all of it is kept.
      try await use(library.limited(to: hashes))
      for missing in hashes {
        let error = await #expect(throws: ProgramFailure.self) {
          try await use(library.limited(to: hashes.subtracting([missing]).union(["sha256:other"])))
        }
        #expect(
          error
            == ProgramFailure(
              code: "unknown-text",
              message: "The job has no text \(missing); send it, and list its hash among the job's `texts`."))
      }
    }
  }

  @Test("one observable by itself, from a label, an object or the text of a hash")
  func observable() async throws {
    let shelf = TextShelf()
    let library = shelf.library()
    let expected = try PauliSum(["XZ": 0.5, "II": -1.0])
    let object: JSONValue = ["XZ": 0.5, "II": -1]
    #expect(try await library.observable(ObservablesSource(.inline(object))) == expected)
    #expect(try await library.observable(ObservablesSource(.hash(shelf.keep(object.text)))) == expected)
    #expect(try await library.observable(ObservablesSource(.inline("XZ"))) == PauliSum(PauliString("XZ")))
    for wrong in [[object], .null, [:], 3] as [JSONValue] {
      await #expect(throws: ProgramFailure.self) { try await library.observable(ObservablesSource(.inline(wrong))) }
    }
  }

  @Test("a circuit on registers keeps idle qubits unless it is too wide with them")
  func idleQubits() async throws {
    let text = "OPENQASM 3; include \"stdgates.inc\"; qubit[6] q; h q[4]; cx q[4], q[1];"
    let observables = ObservablesSource(.inline(["IXIIXI": 1.0, "ZIIIII": 2.0, "IIIIIX": 5.0, "+IIIII": 8.0]))
    let wide = CountingBackend()
    let whole = try await emptyLibrary().prepared(circuit: .text(text), observables: observables, on: wide)
    #expect(whole.circuit.circuit.qubitCount == 6)
    let narrow = CountingBackend(maximumQubitCount: 5)
    let part = try await emptyLibrary().prepared(circuit: .text(text), observables: observables, on: narrow)
    #expect(part.circuit.circuit.qubitCount == 2)
    for (prepared, backend) in [(whole, wide), (part, narrow)] {
      let pub = EstimatorPub(prepared.circuit, parameters: [])
      let value = try await backend.estimate([pub], options: .exact).pubs[0].values[0]
      #expect(abs(value - (1 + 2 + 0 + 4)) < 1e-14)
    }
  }
}
