import Foundation
import QuantumCircuits
import Testing

@Suite("Parameters and their linear expressions")
struct ParameterTests {
  let a = Parameter("a"), b = Parameter("b")

  @Test("names are ordered with numbers as numbers")
  func naturalOrder() {
    let names = ["θ[10]", "θ[2]", "a", "a01", "a1", "a1b", "", "θ", "θ[2]x", "7", "07"]
    let sorted = names.map { Parameter($0) }.sorted().map(\.name)
    #expect(sorted == ["", "07", "7", "a", "a01", "a1", "a1b", "θ", "θ[2]", "θ[2]x", "θ[10]"])
    for x in names {
      for y in names where x != y { #expect((Parameter(x) < Parameter(y)) != (Parameter(y) < Parameter(x))) }
    }
  }

  @Test("a vector of parameters counts from zero")
  func vector() {
    #expect(Parameter.vector("t", count: 2).map(\.name) == ["t[0]", "t[1]"])
    #expect(Parameter.vector("t", count: -1).isEmpty)
  }

  @Test("equal expressions are equal however they were written")
  func canonicalForm() {
    #expect(a + b == b + a)
    #expect(2 * a - a == a.angle)
    #expect((a - a).isConstant)
    #expect((a + b) / 2 - 0.5 == 0.5 * b + (0.5 * a + -0.5))
    #expect(1 - a == -(a - 1))
    #expect((2 * b + a).parameters == [a, b])
    #expect(a + 1.5 == 1.5 + a)
  }

  @Test("evaluation follows the arithmetic")
  func evaluation() {
    let values = [a: 0.25, b: -3.0]
    let expression = 2 * (a - b) / 4 + 1.0
    #expect(expression.evaluated { values[$0] ?? .nan } == 2.625)
    #expect(expression.substituting([a: b + 1.0, b: 2.0]) == 0.5 * b + 0.5)
  }

  @Test("an expression is printed as it would be written")
  func printing() {
    #expect("\(2 * a - b + 0.5)" == "2.0*a - b + 0.5")
    #expect("\(-a - 1.0)" == "-a - 1.0")
    #expect("\(ParameterExpression(constant: 3))" == "3.0")
    #expect("\(a - a)" == "0.0")
  }

  @Test("encoding and decoding give the expression back, and put one that was written otherwise in order")
  func coding() throws {
    let expression = 2 * a - b + 0.1
    let data = try JSONEncoder().encode(expression)
    #expect(try JSONDecoder().decode(ParameterExpression.self, from: data) == expression)
    let text = """
      {"constant": 0.1, "terms": [{"parameter": "b", "coefficient": -1}, {"parameter": "a", "coefficient": 1.5},
       {"parameter": "a", "coefficient": 0.5}, {"parameter": "c", "coefficient": 0}]}
      """
    #expect(try JSONDecoder().decode(ParameterExpression.self, from: Data(text.utf8)) == expression)
  }
}
