import Foundation
import JSONSchemas
import Ritz

/// A file in OpenQASM, read with the values of its inputs.
struct CircuitFile {
  let path: String
  private let text: String
  private let inputs: [String: OpenQASMValue]

  /// The largest file that is read.
  static let maximumByteCount = 1 << 28

  /// - Parameter inputs: JSON: an object of names and values, where a value is a number, a truth value or a list of these.
  /// - Throws: ``Failure``.
  init(_ path: String, inputs: String? = nil) throws(Failure) {
    self.path = path
    text = try Self.text(of: path)
    self.inputs = try inputs.map(Self.values) ?? [:]
  }

  private static func text(of path: String) throws(Failure) -> String {
    let data: Data
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      guard size <= maximumByteCount else {
        throw Failure(.input, "\(path): has \(size) bytes; at most \(maximumByteCount) are read")
      }
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw error as? Failure ?? Failure(.input, "\(path): cannot be read: \(error.localizedDescription)")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(.input, "\(path): holds bytes that are no UTF-8; texts in UTF-8 are read")
    }
    return text
  }

  private static func values(_ json: String) throws(Failure) -> [String: OpenQASMValue] {
    guard let value = try? JSONValue(parsing: json), case .object(let members) = value else {
      throw Failure(.usage, "--parameters '\(json)' is no JSON object of names and values, such as {\"theta\": 0.5}")
    }
    var values: [String: OpenQASMValue] = [:]
    for (name, member) in members {
      guard let value = OpenQASMValue(member) else {
        throw Failure(
          .usage, "--parameters has \(member.text) for \(name); numbers, truth values and lists are allowed")
      }
      values[name] = value
    }
    return values
  }

  /// Whether a path names a program, by the end of its name or by its first word.
  static func isOpenQASM(_ path: String) -> Bool {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    if ["qasm", "qasm2", "qasm3"].contains(ending) { return true }
    // What is read of a pipe is gone.
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular, let file = FileHandle(forReadingAtPath: path),
      let start = try? file.read(upToCount: 1 << 16)
    else { return false }
    var text = String(decoding: start, as: UTF8.self)[...]
    while true {
      text = text.drop { $0.isWhitespace }
      if text.hasPrefix("//") {
        text = text.drop { !$0.isNewline }
      } else if text.hasPrefix("/*") {
        guard let end = text.range(of: "*/") else { return false }
        text = text[end.upperBound...]
      } else {
        return text.hasPrefix("OPENQASM")
      }
    }
  }

  /// The observable that a Pauli sum's file or a label names.
  ///
  /// - Throws: ``Failure`` or `InputFileError`, where it does not fit the circuit too.
  static func observable(_ text: String, on circuit: Circuit, of path: String) throws -> PauliSum {
    let sum: PauliSum
    if let string = try? PauliString(text), !text.isEmpty {
      sum = try PauliSum(qubitCount: string.qubitCount, terms: [PauliTerm(string, coefficient: 1)])
    } else {
      switch try HamiltonianFile(contentsOf: text) {
      case .pauliSum(let found): sum = found
      case .molecule(let dump): sum = dump.molecule.problem().hamiltonian
      }
    }
    guard sum.qubitCount == circuit.qubitCount else {
      throw Failure(
        .input, "\(text): an observable of \(count(sum.qubitCount, "qubit")); \(path) has \(circuit.qubitCount)")
    }
    return sum
  }

  /// Files beside this one, which it may include.
  private var include: OpenQASMInclude {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return { name in try? Self.text(of: folder.appending(path: name).path) }
  }

  /// The circuit without measurements.
  func circuit() throws(Failure) -> Circuit {
    do throws(OpenQASMError) {
      return try withValues(Circuit(openQASM: text, inputs: inputs, include: include))
    } catch {
      throw failure(error)
    }
  }

  /// The circuit with its measurements at the end, or else the program.
  func samplerPub(shots: Int) throws(Failure) -> SamplerPub {
    do throws(OpenQASMError) {
      let measured = try MeasuredCircuit(openQASM: text, inputs: inputs, include: include)
      let circuit = try withValues(measured.circuit)
      guard measured.hasMeasurements else { return SamplerPub(circuit, shots: shots) }
      return SamplerPub(MeasuredCircuit(circuit: circuit, registers: measured.registers), shots: shots)
    } catch let circuitError {
      do throws(OpenQASMError) {
        let program = try OpenQASMProgram(text, include: include)
        // What stands in the way of a circuit is not always a measurement.
        _ = try OpenQASMMachine(program, inputs: inputs)
        return SamplerPub(program, inputs: inputs, shots: shots)
      } catch {
        throw failure(inputs.isEmpty && error.line > circuitError.line ? circuitError : error)
      }
    }
  }

  func program() throws(Failure) -> OpenQASMProgram {
    do throws(OpenQASMError) {
      return try OpenQASMProgram(text, include: include)
    } catch {
      throw failure(error)
    }
  }

  private func withValues(_ circuit: Circuit) throws(OpenQASMError) -> Circuit {
    guard let parameter = circuit.parameters.first else { return circuit }
    throw OpenQASMError(
      line: 1, column: 1, found: "the input \(parameter.name) without a value",
      allowed: "a value in --parameters, such as '{\"\(parameter.name)\": 0.5}'")
  }

  private func failure(_ error: OpenQASMError) -> Failure {
    let place = error.file.map { " in \($0)," } ?? ""
    return Failure(
      .input, "\(path):\(error.line):\(place) column \(error.column): found \(error.found); allowed is \(error.allowed)"
    )
  }
}

extension OpenQASMValue {
  fileprivate init?(_ value: JSONValue) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(Int(value))
    case .number(let value): self = .float(value)
    case .array(let values):
      let elements = values.compactMap { OpenQASMValue($0) }
      guard elements.count == values.count else { return nil }
      self = .array(elements)
    default: return nil
    }
  }
}
