internal import JSONSchemas
internal import OpenQASM
internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits

/// A circuit as its text says, before it is prepared.
struct ReadCircuit: Sendable {
  let measured: MeasuredCircuit
  let inputs: CircuitInputs
  /// Why the text is no circuit without measurements; nil if it is one.
  private let measurementError: OpenQASMError?

  /// - Throws: `OpenQASMError`.
  init(_ text: String) throws {
    measured = try MeasuredCircuit(openQASM: text)
    inputs = CircuitInputs(of: measured)
    var error: OpenQASMError?
    if measured.hasMeasurements {
      // Reading it again without them finds the place.
      do throws(OpenQASMError) { _ = try Circuit(openQASM: text) } catch let found { error = found }
    }
    measurementError = error
  }

  func withoutMeasurements() throws -> Circuit {
    if let measurementError { throw measurementError }
    return measured.circuit
  }

  /// The circuit as it is run, and the qubits of the text that it has; nil where it has them all.
  ///
  /// Of a device's qubits (`$5`) only those with gates are simulated. A circuit on registers is run as it is, unless it is
  /// wider than the backend can do.
  private func reduced(on backend: any Backend) async throws -> (circuit: Circuit, keptQubits: [Int]?) {
    let circuit = measured.circuit
    if !measured.hasPhysicalQubits {
      guard try await circuit.qubitCount > backend.capabilities.maximumQubitCount else { return (circuit, nil) }
    }
    let (reduced, kept) = circuit.withoutIdleQubits()
    return (reduced, kept)
  }

  /// - Parameter observables: A label, an object of labels and coefficients, or nested lists of these.
  func estimation(observables value: JSONValue, on backend: any Backend) async throws -> LibraryEstimation {
    _ = try withoutMeasurements()
    let (circuit, keptQubits) = try await reduced(on: backend)
    var reader = ObservableReader(
      keptQubits: keptQubits, qubitCount: measured.circuit.qubitCount, allowsFurtherQubits: measured.hasPhysicalQubits)
    let observables = try reader.observables(value)
    let prepared = try await backend.prepare(circuit, observables: observables.elements)
    return LibraryEstimation(
      circuit: prepared,
      observables: try ShapedArray(shape: observables.shape, elements: Array(observables.elements.indices)),
      inputs: inputs)
  }

  func sampling(on backend: any Backend) async throws -> LibrarySampling {
    let (circuit, keptQubits) = try await reduced(on: backend)
    var registers = measured.registers
    if let keptQubits {
      let positions = Dictionary(uniqueKeysWithValues: zip(keptQubits, keptQubits.indices))
      for index in registers.indices {
        registers[index].qubits = registers[index].qubits.map { qubit in qubit.flatMap { positions[$0] } }
      }
    }
    return LibrarySampling(
      circuit: try await backend.prepare(circuit, observables: []), inputs: inputs, registers: registers)
  }
}
