internal import JSONSchemas
internal import OpenQASM
internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits

/// A circuit as its text says, before it is prepared.
enum ReadCircuit: Sendable {
  /// A circuit, and why the text is none without measurements; nil if it is one.
  case circuit(MeasuredCircuit, measurementError: OpenQASMError?)
  /// A program, and why the text is no circuit.
  case program(OpenQASMProgram, circuitError: OpenQASMError)

  /// - Throws: `OpenQASMError`.
  init(_ text: String) throws {
    let measured: MeasuredCircuit
    do throws(OpenQASMError) {
      measured = try MeasuredCircuit(openQASM: text)
    } catch {
      guard let program = try? OpenQASMProgram(text) else { throw error }
      self = .program(program, circuitError: error)
      return
    }
    var error: OpenQASMError?
    if measured.hasMeasurements {
      // Reading it again without them finds the place.
      do throws(OpenQASMError) { _ = try Circuit(openQASM: text) } catch let found { error = found }
    }
    self = .circuit(measured, measurementError: error)
  }

  func withoutMeasurements() throws -> MeasuredCircuit {
    switch self {
    case .circuit(let measured, nil): return measured
    case .circuit(_, let error?), .program(_, let error): throw error
    }
  }

  /// The circuit as it is run, and the qubits of the text that it has; nil where it has them all.
  ///
  /// Of a device's qubits (`$5`) only those with gates are simulated. A circuit on registers is run as it is, unless it is
  /// wider than the backend can do.
  private func reduced(
    _ measured: MeasuredCircuit, on backend: any Backend
  ) async throws -> (circuit: Circuit, keptQubits: [Int]?) {
    let circuit = measured.circuit
    if !measured.hasPhysicalQubits {
      guard try await circuit.qubitCount > backend.capabilities.maximumQubitCount else { return (circuit, nil) }
    }
    let (reduced, kept) = circuit.withoutIdleQubits()
    return (reduced, kept)
  }

  /// - Parameter observables: A label, an object of labels and coefficients, or nested lists of these.
  func estimation(observables value: JSONValue, on backend: any Backend) async throws -> LibraryEstimation {
    let measured = try withoutMeasurements()
    let (circuit, keptQubits) = try await reduced(measured, on: backend)
    var reader = ObservableReader(
      keptQubits: keptQubits, qubitCount: measured.circuit.qubitCount, allowsFurtherQubits: measured.hasPhysicalQubits)
    let observables = try reader.observables(value)
    let prepared = try await backend.prepare(circuit, observables: observables.elements)
    return LibraryEstimation(
      circuit: prepared,
      observables: try ShapedArray(shape: observables.shape, elements: Array(observables.elements.indices)),
      inputs: CircuitInputs(of: measured))
  }

  func sampling(on backend: any Backend) async throws -> LibrarySampling {
    let measured: MeasuredCircuit
    switch self {
    case .program(let program, _):
      return LibrarySampling(source: .program(program, values: [:]), inputs: CircuitInputs(of: program))
    case .circuit(let circuit, _): measured = circuit
    }
    let (circuit, keptQubits) = try await reduced(measured, on: backend)
    var registers = measured.registers
    if let keptQubits {
      let positions = Dictionary(uniqueKeysWithValues: zip(keptQubits, keptQubits.indices))
      for index in registers.indices {
        registers[index].qubits = registers[index].qubits.map { qubit in qubit.flatMap { positions[$0] } }
      }
    }
    return LibrarySampling(
      source: .circuit(try await backend.prepare(circuit, observables: []), registers: registers),
      inputs: CircuitInputs(of: measured))
  }
}
