internal import JSONSchemas
internal import OpenQASM
public import PauliAlgebra
public import QuantumBackends
public import QuantumCircuits
internal import Synchronization

/// Circuits and observables by the hash of their text, and those that are prepared.
///
/// One library serves a worker for as long as that lives, and each job a view of it that has the job's texts alone
/// (``limited(to:)``). What was not used for longest is dropped first. Two calls that miss the same thing at the same time
/// may both make it; one result is kept.
public struct CircuitLibrary: Sendable {
  private let fetch: @Sendable (String) async throws -> String
  private let shelf: Shelf
  /// The hashes that may be asked for; nil for any.
  private var named: Set<String>?

  /// What all views of a library share.
  private final class Shelf: Sendable {
    let kept: Mutex<Kept>

    init(_ kept: Kept) { self.kept = Mutex(kept) }
  }

  private struct Kept: Sendable {
    var texts: RecentValues<String, String>
    var circuits: RecentValues<CircuitSource, ReadCircuit>
    var observables: RecentValues<String, PauliSum>
    var preparations: RecentValues<PreparationKey, PreparedCircuit>
    var estimations: RecentValues<EstimationKey, LibraryEstimation>
    var samplings: RecentValues<SamplingKey, LibrarySampling>
  }

  private struct EstimationKey: Hashable, Sendable {
    var circuit: CircuitSource
    var observables: ObservablesSource.Text
    var backend: BackendKey
  }

  private struct PreparationKey: Hashable, Sendable {
    var circuit: Circuit
    var observables: [PauliSum]
    var backend: BackendKey
  }

  private struct SamplingKey: Hashable, Sendable {
    var circuit: CircuitSource
    var backend: BackendKey
  }

  /// - Parameters:
  ///   - capacity: How many texts, circuits, observables and prepared circuits of each kind are kept.
  ///   - byteCapacity: The UTF-8 bytes of the texts that all of a kind may come from; what compiled circuits hold counts
  ///     too. A larger one is kept alone.
  ///   - fetch: Gives the text of a hash `sha256:…`, and throws where it has none.
  public init(
    capacity: Int = 64, byteCapacity: Int = 64 << 20, fetch: @escaping @Sendable (String) async throws -> String
  ) {
    self.fetch = fetch
    shelf = Shelf(
      Kept(
        texts: RecentValues(capacity, byteCapacity), circuits: RecentValues(capacity, byteCapacity),
        observables: RecentValues(capacity, byteCapacity), preparations: RecentValues(capacity, byteCapacity),
        estimations: RecentValues(capacity, byteCapacity), samplings: RecentValues(capacity, byteCapacity)))
  }

  /// The same library for a job that names these hashes; any other is unknown to it, whoever's text is kept here.
  public func limited(to hashes: Set<String>) -> CircuitLibrary {
    var view = self
    view.named = hashes
    return view
  }

  /// - Throws: ``ProgramFailure`` for a hash that the job does not name.
  private func requireNamed(_ hash: String) throws(ProgramFailure) {
    guard named?.contains(hash) ?? true else { throw .unknownText(hash) }
  }

  private func requireNamed(_ source: CircuitSource) throws(ProgramFailure) {
    if case .hash(let hash) = source { try requireNamed(hash) }
  }

  /// The text of a circuit.
  public func text(_ source: CircuitSource) async throws -> String {
    switch source {
    case .text(let text): text
    case .hash(let hash): try await text(of: hash)
    }
  }

  /// The text of a hash, whatever it is of.
  public func text(of hash: String) async throws -> String {
    try requireNamed(hash)
    if let text = shelf.kept.withLock({ $0.texts[hash] }) { return text }
    let text = try await fetch(hash)
    shelf.kept.withLock { $0.texts.insert(text, for: hash, cost: text.utf8.count) }
    return text
  }

  // MARK: - Circuits and observables

  /// A circuit without measurements.
  ///
  /// - Throws: `OpenQASMError` when the text is none, and what fetching it throws.
  public func circuit(_ source: CircuitSource) async throws -> Circuit {
    try await read(source).withoutMeasurements().circuit
  }

  /// The one observable of a source.
  ///
  /// - Throws: ``ProgramFailure`` when there are several, or none, and what fetching its text throws.
  public func observable(_ source: ObservablesSource) async throws -> PauliSum {
    guard case .hash(let hash) = source.text, source.positions == nil else { return try await readObservable(source) }
    try requireNamed(hash)
    if let sum = shelf.kept.withLock({ $0.observables[hash] }) { return sum }
    let sum = try await readObservable(source)
    shelf.kept.withLock { $0.observables.insert(sum, for: hash, cost: sum.textSize) }
    return sum
  }

  private func readObservable(_ source: ObservablesSource) async throws -> PauliSum {
    let value = try await json(source.text)
    var label = value
    if case .object(let members) = value, let first = members.keys.first { label = .string(first) }
    guard case .string(let letters) = label, source.positions == nil else {
      throw ProgramFailure.invalidInput(
        "", "found \(value.kind) as one observable; allowed is a label or an object of labels and coefficients")
    }
    do {
      var reader = ObservableReader(qubitCount: letters.utf8.count)
      return try reader.observables(value)[0]
    } catch let error as ObservableError {
      throw ProgramFailure.invalidInput("", error.message)
    }
  }

  private func read(_ source: CircuitSource) async throws -> ReadCircuit {
    try requireNamed(source)
    if let circuit = shelf.kept.withLock({ $0.circuits[source] }) { return circuit }
    let text = try await text(source)
    let circuit = try ReadCircuit(text)
    shelf.kept.withLock { $0.circuits.insert(circuit, for: source, cost: text.utf8.count) }
    return circuit
  }

  private func json(_ source: ObservablesSource.Text) async throws -> JSONValue {
    switch source {
    case .inline(let value): return value
    case .hash(let hash):
      let text = try await text(of: hash)
      do {
        return try JSONValue(parsing: text)
      } catch {
        throw ProgramFailure.invalidInput("observables", "the text of \(hash) is no JSON: \(error)")
      }
    }
  }

  // MARK: - Prepared circuits

  /// A circuit with observables, compiled by a backend at its first use.
  ///
  /// - Throws: `OpenQASMError`, ``ProgramFailure``, what the backend throws, and what fetching a text throws.
  public func prepared(
    circuit: CircuitSource, observables: ObservablesSource, on backend: any Backend
  ) async throws -> LibraryEstimation {
    try requireNamed(circuit)
    if case .hash(let hash) = observables.text { try requireNamed(hash) }
    let key = EstimationKey(circuit: circuit, observables: observables.text, backend: BackendKey(backend))
    if let known = shelf.kept.withLock({ $0.estimations[key] }) { return known.selecting(observables.positions) }
    let estimation: LibraryEstimation
    do {
      let read = try await read(circuit)
      let value = try await json(observables.text)
      estimation = try await read.estimation(observables: value, on: backend)
    } catch let error as ObservableError {
      throw ProgramFailure.invalidInput("observables", error.message)
    }
    let cost = circuit.byteCount + Self.cost(estimation.circuit)
    shelf.kept.withLock { $0.estimations.insert(estimation, for: key, cost: cost) }
    return estimation.selecting(observables.positions)
  }

  /// A circuit with observables, compiled by a backend unless it was lately.
  func prepared(
    _ circuit: Circuit, observables: [PauliSum], on backend: any Backend
  ) async throws -> PreparedCircuit {
    let key = PreparationKey(circuit: circuit, observables: observables, backend: BackendKey(backend))
    if let known = shelf.kept.withLock({ $0.preparations[key] }) { return known }
    let prepared = try await backend.prepare(circuit, observables: observables)
    shelf.kept.withLock { $0.preparations.insert(prepared, for: key, cost: Self.cost(prepared)) }
    return prepared
  }

  private static func cost(_ prepared: PreparedCircuit) -> Int {
    prepared.observables.reduce(prepared.payloadBytes) { $0 + $1.textSize }
  }

  /// A circuit with measurements, compiled by a backend at its first use, or a program.
  ///
  /// - Throws: `OpenQASMError`, what the backend throws, and what fetching the text throws.
  public func prepared(sampling circuit: CircuitSource, on backend: any Backend) async throws -> LibrarySampling {
    try requireNamed(circuit)
    let key = SamplingKey(circuit: circuit, backend: BackendKey(backend))
    if let known = shelf.kept.withLock({ $0.samplings[key] }) { return known }
    let sampling = try await read(circuit).sampling(on: backend)
    shelf.kept.withLock { $0.samplings.insert(sampling, for: key, cost: circuit.byteCount) }
    return sampling
  }
}

/// Tells backends apart as far as a prepared circuit of one is of no use to another.
private struct BackendKey: Hashable, Sendable {
  private let type: ObjectIdentifier
  private let name: String

  init(_ backend: any Backend) {
    type = ObjectIdentifier(Swift.type(of: backend))
    name = backend.name
  }
}
