public import OpenQASM
public import QuantumCircuits

/// The inputs of a circuit's text by name.
public struct CircuitInputs: Hashable, Sendable {
  /// What the text calls them, in the order of the circuit's parameters.
  public let names: [String]
  /// Positions by name, under the text's names and under the parameters' own.
  private let positions: [String: Int]
  /// Where lists of values have the one for each position: they go by the parameters' names, elements of vectors by index.
  let columns: [Int]

  /// The inputs of the text that a circuit was read from.
  public init(of circuit: MeasuredCircuit) {
    self.init(names: circuit.inputNames, parameters: circuit.circuit.parameters)
  }

  /// The inputs of a program.
  public init(of program: OpenQASMProgram) {
    self.init(names: program.inputNames, parameters: program.inputNames.map { Parameter($0) })
  }

  init(names: [String], parameters: [Parameter]) {
    self.names = names
    var positions: [String: Int] = [:]
    for (position, parameter) in parameters.enumerated() { positions[parameter.name] = position }
    // The name in the text goes before that of another parameter.
    for (position, name) in names.enumerated() { positions[name] = position }
    self.positions = positions
    let keys = parameters.map(VectorElement.init)
    var columns = [Int](repeating: 0, count: parameters.count)
    for (column, position) in parameters.indices.sorted(by: { keys[$0] < keys[$1] }).enumerated() {
      columns[position] = column
    }
    self.columns = columns
  }

  func position(of name: String) -> Int? { positions[name] }

  /// The names for a message: a few of them.
  var listed: String {
    switch names.count {
    case 0: "no parameters"
    case 1: "the parameter \(names[0])"
    default:
      "the \(names.count) parameters \(names.prefix(5).joined(separator: ", "))\(names.count > 5 ? ", …" : "")"
    }
  }
}

/// A parameter's name taken apart for sorting: `a[2]` is element 2 of the vector a.
private struct VectorElement: Comparable {
  let name: String
  let index: Int

  init(_ parameter: Parameter) {
    let name = parameter.name
    if name.hasSuffix("]"), let bracket = name.lastIndex(of: "["),
      case let digits = name[name.index(after: bracket)...].dropLast(), digits.utf8.allSatisfy(isDigit),
      let index = Int(digits)
    {
      self.name = String(name[..<bracket])
      self.index = index
    } else {
      self.name = name
      index = -1
    }
  }

  /// By code points, as Python compares.
  static func < (left: Self, right: Self) -> Bool {
    if left.name != right.name {
      return left.name.unicodeScalars.lexicographicallyPrecedes(right.name.unicodeScalars)
    }
    return left.index < right.index
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
