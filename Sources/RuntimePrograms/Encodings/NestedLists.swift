package import JSONSchemas
package import QuantumBackends

// Boxes of elements as nested lists, the form that NumPy's `tolist` has.

extension ShapedArray {
  /// Nested lists, as deep as there are dimensions; a single value without any.
  package func nested(_ value: (Element) -> JSONValue) -> JSONValue {
    var position = 0
    func list(_ dimension: Int) -> JSONValue {
      guard dimension < shape.count else {
        defer { position += 1 }
        return value(elements[position])
      }
      return .array((0..<shape[dimension]).map { _ in list(dimension + 1) })
    }
    return list(0)
  }
}

extension ShapedArray<Int> {
  package init(integers value: JSONValue) throws { fatalError() }
}
