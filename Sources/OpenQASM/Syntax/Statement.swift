import QuantumCircuits

/// A statement as it was written, with the annotations in front of it.
struct Statement: Sendable {
  let kind: Kind
  let position: SourcePosition
  var annotations: [Annotation] = []

  indirect enum Kind: Sendable {
    /// A file that is built in.
    case library(StandardLibrary, at: SourcePosition)
    /// The statements of another file, in its place.
    case included([Statement])
    case pragma(String)
    case qubits(name: Name, size: Expression?)
    case declaration(Declaration)
    case alias(Name, Expression)
    case gate(GateStatement)
    /// A definition that is ours letter by letter.
    case ownGate(Name, Circuit.Operation.Kind)
    case opaque(GateStatement)
    case subroutine(Subroutine)
    /// A function that only other programs know.
    case external(Name, text: String)
    case call(GateCallStatement)
    case measurement(Measurement)
    case assignment(Assignment)
    case reset(Expression)
    case barrier([Expression])
    case delay(Expression, [Expression])
    case box(duration: Expression?, [Statement])
    case conditional(Expression, then: [Statement], otherwise: [Statement])
    case forLoop(ForLoop)
    case whileLoop(Expression, [Statement])
    case choice(Expression, [Case], otherwise: [Statement]?)
    case breakLoop
    case continueLoop
    case end
    case giveBack(Value?)
    case expression(Expression)
  }

  struct Name: Sendable {
    let text: String
    let position: SourcePosition
  }

  /// What a variable is given: an expression, or the outcome of a measurement of qubits.
  enum Value: Sendable {
    case expression(Expression)
    case measurement(Expression, at: SourcePosition)
  }

  struct Declaration: Sendable {
    enum Role: Sendable {
      case variable, constant, input, output
    }
    let role: Role
    let type: TypeName
    let name: Name
    let value: Value?
  }

  /// `gate`, and in version 2 `opaque`, which has no body.
  struct GateStatement: Sendable {
    let name: Name
    let parameters: [Name]
    let qubits: [Name]
    let body: [Statement]
  }

  struct Subroutine: Sendable {
    struct Parameter: Sendable {
      enum Role: Sendable {
        case qubits(size: Expression?)
        case value(TypeName)
        case array(TypeName, isMutable: Bool)
      }
      let role: Role
      let name: Name
    }
    let name: Name
    let parameters: [Parameter]
    let result: TypeName?
    let body: [Statement]
  }

  /// A gate with its modifiers, angles and qubits.
  struct GateCallStatement: Sendable {
    let modifiers: [Modifier]
    let name: Name
    let angles: [Expression]
    let operands: [Expression]
  }

  struct Modifier: Sendable {
    enum Kind: Sendable {
      case inverse
      case power(Expression)
      case control(isPositive: Bool, count: Expression?)
    }
    let kind: Kind
    let position: SourcePosition
  }

  /// `measure q;` or `measure q -> c;`
  struct Measurement: Sendable {
    let qubits: Expression
    let target: Expression?
    /// Where `->` stands.
    let arrow: SourcePosition
  }

  struct Assignment: Sendable {
    let target: Expression
    /// The operator of a compound assignment.
    let combination: BinaryOperator?
    let position: SourcePosition
    let value: Value
  }

  struct ForLoop: Sendable {
    let type: TypeName
    let name: Name
    /// A range, a list, or an expression whose elements are taken in turn.
    let values: Expression
    let body: [Statement]
  }

  struct Case: Sendable {
    let labels: [Expression]
    let body: [Statement]
  }
}

/// `@name payload`, and where it stands. Those of others have no meaning for a circuit; they are kept and printed.
struct Annotation: Sendable {
  static let parameter = "ritz.parameter"
  static let label = "ritz.label"
  static let exponential = "ritz.exponential"
  static let unitary = "ritz.unitary"

  let name: String
  let payload: String
  let position: SourcePosition
}

/// The files that are built in.
enum StandardLibrary: String, Sendable {
  /// Of version 3.
  case standardGates = "stdgates.inc"
  /// Of version 2.
  case qelib1 = "qelib1.inc"
}
