public import JSONSchemas
public import QuantumBackends

/// Where the observables of a pub are, and which of them it asks for.
///
/// In JSON a label such as `"XIZ"`, an object of labels and coefficients, nested lists of these, or the hash of a text that
/// is one of these. Several pubs of one circuit ask for some of its observables by
/// `{"from": source, "positions": nested list}`.
public struct ObservablesSource: Sendable, Equatable {
  /// Where the text of the observables is.
  public enum Text: Hashable, Sendable {
    /// A label, an object of labels and coefficients, or nested lists of these.
    case inline(JSONValue)
    /// The hash of such a text.
    case hash(String)
  }

  public var text: Text
  /// Positions among the observables of the text, counted row by row; nil for all of them in their own shape.
  public var positions: ShapedArray<Int>?

  public init(_ text: Text, positions: ShapedArray<Int>? = nil) {
    self.text = text
    self.positions = positions
  }
}

extension ObservablesSource: Codable {
  /// - Throws: ``ProgramFailure`` for a selection that is not one.
  public init(from decoder: any Decoder) throws {
    try self.init(JSONValue(from: decoder), path: "observables")
  }

  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// The source that a JSON value stands for.
  init(_ value: JSONValue, path: String) throws {
    // "from" has letters that no label has.
    guard case .object(let members) = value, let source = members["from"] else {
      self.init(Self.text(value))
      return
    }
    guard let positions = members["positions"], members.count == 2 else {
      throw ProgramFailure.invalidInput(path, "an object with \"from\" has \"positions\" and nothing else")
    }
    self.init(Self.text(source), positions: try ShapedArray(integers: positions, path: "\(path).positions"))
  }

  private static func text(_ value: JSONValue) -> Text {
    if case .string(let text) = value, text.hasPrefix(CircuitSource.scheme) { .hash(text) } else { .inline(value) }
  }

  var json: JSONValue {
    let source: JSONValue =
      switch text {
      case .inline(let value): value
      case .hash(let hash): .string(hash)
      }
    guard let positions else { return source }
    return .object(["from": source, "positions": positions.nested { .integer(Int64($0)) }])
  }
}
