/// A list of gates on numbered qubits, with angles that are linear expressions of named parameters.
///
/// Gates act in the order in which they were appended. Every gate that is in a circuit fits it: a call that would break
/// this throws and changes nothing.
public struct Circuit: Sendable {
  /// The most qubits a circuit may have.
  public static let maximumQubitCount = 1 << 16

  public let qubitCount: Int
  public private(set) var operations: [Operation] = []
  /// The parameters in the order in which values are given: as declared, then by first use.
  public private(set) var parameters: [Parameter] = []
  /// Where each parameter stands in ``parameters``.
  private var positions: [Parameter: Int] = [:]

  /// An empty circuit.
  ///
  /// - Parameters:
  ///   - qubitCount: The number of qubits, 0 to ``maximumQubitCount``.
  ///   - parameters: Fixes the order of the parameters before gates use them; they need not be used.
  /// - Throws: ``CircuitError`` for a number of qubits outside 0…65 536 and for a parameter declared twice.
  public init(qubitCount: Int, parameters: [Parameter] = []) throws(CircuitError) {
    guard (0...Self.maximumQubitCount).contains(qubitCount) else { throw .qubitCountOutOfRange(qubitCount) }
    self.qubitCount = qubitCount
    for parameter in parameters {
      guard positions[parameter] == nil else { throw .duplicateParameter(parameter) }
      declare(parameter)
    }
  }

  /// The same qubits and parameters without gates.
  func emptied(keepingParameters: Bool = true) -> Circuit {
    var circuit = self
    circuit.operations = []
    if !keepingParameters {
      circuit.parameters = []
      circuit.positions = [:]
    }
    return circuit
  }

  private mutating func declare(_ parameter: Parameter) {
    guard positions[parameter] == nil else { return }
    positions[parameter] = parameters.count
    parameters.append(parameter)
  }

  /// Takes over parameters that are not there yet, in their order.
  mutating func declare(_ parameters: [Parameter]) {
    for parameter in parameters { declare(parameter) }
  }

  /// - Precondition: The operation's qubits are below `qubitCount`.
  package mutating func append(checked operation: Operation) {
    for angle in operation.angles {
      for term in angle.terms { declare(term.parameter) }
    }
    operations.append(operation)
  }

  /// The expression with parameters named by their position in ``parameters``.
  ///
  /// - Precondition: The circuit has every parameter of the expression, as it has those of its operations.
  package func indexed(_ expression: ParameterExpression) -> IndexedExpression {
    IndexedExpression(
      constant: expression.constant,
      terms: expression.terms.map { term in
        guard let index = positions[term.parameter] else {
          preconditionFailure("The circuit has no parameter \(term.parameter)")
        }
        return .init(index: index, coefficient: term.coefficient)
      })
  }
}

extension Circuit: Hashable {
  public static func == (left: Circuit, right: Circuit) -> Bool {
    left.qubitCount == right.qubitCount && left.parameters == right.parameters && left.operations == right.operations
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(qubitCount)
    hasher.combine(parameters)
    hasher.combine(operations)
  }
}

extension Circuit {
  /// How often each gate occurs, by name.
  public var gateCounts: [String: Int] {
    operations.reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
  }

  /// The length of the longest chain of gates in which each shares a qubit with the next.
  public var depth: Int {
    var depths = [Int](repeating: 0, count: qubitCount)
    for operation in operations {
      let depth = 1 + (operation.qubits.map { depths[$0] }.max() ?? 0)
      for qubit in operation.qubits { depths[qubit] = depth }
    }
    return depths.max() ?? 0
  }
}
