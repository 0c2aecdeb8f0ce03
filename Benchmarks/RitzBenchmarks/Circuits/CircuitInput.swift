import ComplexModule
import Foundation
import LinearAlgebra
import Ritz

/// Circuits as other programs read them too.
enum CircuitInput {
  /// A file that does not hold what is needed.
  struct Invalid: Error, CustomStringConvertible {
    var description: String
  }

  /// The name of a file without its folder and what follows a point.
  static func name(_ path: String) -> String {
    (path as NSString).lastPathComponent.components(separatedBy: ".")[0]
  }

  /// The circuit with a parameter in the place of each angle.
  static func withParameters(_ circuit: Circuit) throws -> Circuit {
    let parameters = Parameter.vector("t", count: circuit.operations.reduce(0) { $0 + $1.angles.count })
    var result = try Circuit(qubitCount: circuit.qubitCount, parameters: parameters)
    var rest = parameters[...]
    for operation in circuit.operations {
      let angles = operation.angles.compactMap { _ in rest.popFirst().map { 1 * $0 } }
      try result.append(Circuit.Operation(operation.kind, qubits: operation.qubits, angles: angles))
    }
    return result
  }

  /// Angle j of set s is 2π frac((J s + j + 1)/φ) with J angles and the golden ratio φ: any program can make the same.
  static func parameterSets(_ count: Int, of circuit: Circuit) -> ShapedArray<[Double]> {
    let angleCount = circuit.parameters.count
    let sets = (0..<count).map { set in
      (0..<angleCount).map { angle -> Double in
        let turns = Double(angleCount * set + angle + 1) * 0.6180339887498949
        return 2 * .pi * turns.truncatingRemainder(dividingBy: 1)
      }
    }
    return ShapedArray(row: sets)
  }

  private static func contents(_ path: String) throws -> Data {
    guard let contents = FileManager.default.contents(atPath: path) else {
      throw Invalid(description: "\(path): cannot be read; a readable file is needed")
    }
    return contents
  }

  static func text(_ path: String) throws -> String { String(decoding: try contents(path), as: UTF8.self) }

  static func read(_ path: String) throws -> Circuit {
    do {
      guard path.hasSuffix(".json") else { return try Circuit(openQASM: try text(path)) }
      return try JSONDecoder().decode(MatrixCircuit.self, from: contents(path)).circuit()
    } catch let error as Invalid {
      throw error
    } catch {
      throw Invalid(description: "\(path): \(error)")
    }
  }
}

/// `{"n_qubits": n, "gates": [{"qubits": [a, b], "matrix": 16 × [re, im]}]}`, row-major with index bit(a) + 2 bit(b).
private struct MatrixCircuit: Decodable {
  struct Gate: Decodable {
    var qubits: [Int]
    var matrix: [[Double]]
  }

  var qubitCount: Int
  var gates: [Gate]

  enum CodingKeys: String, CodingKey {
    case qubitCount = "n_qubits"
    case gates
  }

  func circuit() throws -> Circuit {
    var circuit = try Circuit(qubitCount: qubitCount)
    for (index, gate) in gates.enumerated() {
      let size = 1 << gate.qubits.count
      guard gate.matrix.count == size * size, gate.matrix.allSatisfy({ $0.count == 2 }) else {
        throw CircuitInput.Invalid(
          description: "gate \(index) has \(gate.matrix.count) elements; \(size * size) pairs are needed")
      }
      // The file goes by rows, a matrix by columns.
      let elements = (0..<size * size).map { place in
        let element = gate.matrix[place % size * size + place / size]
        return Complex(element[0], element[1])
      }
      let matrix = Matrix(rows: size, columns: size, elements: elements)
      try circuit.append(Circuit.Operation(.unitary(UnitaryGate(matrix)), qubits: gate.qubits))
    }
    return circuit
  }
}
