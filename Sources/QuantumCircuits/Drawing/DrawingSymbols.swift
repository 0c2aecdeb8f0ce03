internal import Foundation
internal import PauliAlgebra

extension Circuit.Operation {
  /// What stands on the wire of each of `qubits`.
  var drawingSymbols: [String] {
    let list = angles.map(drawingText).joined(separator: ", ")
    let suffix = angles.isEmpty ? "" : "(\(list))"
    switch kind {
    case .standard(let gate): return gate.drawingSymbols(angles: suffix)
    case .pauliRotation(let string):
      return boxes(qubits.indices.map { String(string[$0].letter) }, first: "R\(suffix) ")
    case .excitation(let gate):
      return boxes(qubits.indices.map(gate.drawingRole), first: "G\(suffix) ")
    case .excitationExponential:
      return boxes(qubits.map { _ in "exp" }, first: "", last: suffix)
    case .unitary(let gate):
      return boxes(qubits.count == 1 ? [gate.name] : qubits.indices.map { "\(gate.name):\($0)" })
    }
  }
}

extension StandardGate {
  fileprivate func drawingSymbols(angles: String) -> [String] {
    let controls = [String](repeating: "●", count: controlCount)
    switch self {
    case .cx, .ccx: return controls + ["⊕"]
    case .cz, .ccz: return controls + ["●"]
    case .swap, .cswap: return controls + ["╳", "╳"]
    case .iswap, .iswapdg, .ecr, .dcx, .rxx, .ryy, .rzz, .rzx, .xxPlusYY, .xxMinusYY:
      return boxes(["\(drawingName)\(angles):0", "\(drawingName):1"])
    default: return controls + boxes([drawingName + angles])
    }
  }

  /// The name of the gate behind its controls, as it is written on paper.
  private var drawingName: String {
    switch self {
    case .id: "I"
    case .sdg, .csdg: "S†"
    case .tdg: "T†"
    case .sx, .csx: "√X"
    case .sxdg, .csxdg: "√X†"
    case .iswapdg: "iswap†"
    case .iswap, .ecr, .dcx, .rxx, .ryy, .rzz, .rzx, .xxPlusYY, .xxMinusYY: name
    default: name.dropFirst(controlCount).prefix(1).uppercased() + name.dropFirst(controlCount + 1)
    }
  }
}

extension ExcitationGate {
  fileprivate func drawingRole(ofQubit qubit: Int) -> String {
    if flippedQubits.contains(qubit) {
      guard let own = conditions.first(where: { $0.qubits == [qubit] }) else { return "x" }
      return own.isOdd ? "↓" : "↑"
    }
    let isCondition = conditions.contains { $0.qubits.contains(qubit) }
    return (isCondition ? "c" : "") + (signQubits.contains(qubit) ? "z" : "")
  }
}

/// Each text in a box on its wire, with `first` before and `last` behind the first of them.
private func boxes(_ texts: [String], first: String = "", last: String = "") -> [String] {
  texts.enumerated().map { index, text in
    let full = index == 0 ? first + text + last : text
    return "┤" + (full.count > 48 ? full.prefix(47) + "…" : full[...]) + "├"
  }
}

/// An angle for people: multiples of π by name, four digits, `·` between a coefficient and its parameter.
func drawingText(_ angle: ParameterExpression) -> String {
  var text = ""
  for term in angle.terms {
    let isNegative = term.coefficient < 0
    text += text.isEmpty ? (isNegative ? "-" : "") : (isNegative ? " - " : " + ")
    let size = abs(term.coefficient)
    text += size == 1 ? term.parameter.name : drawingText(size) + "·" + term.parameter.name
  }
  if text.isEmpty { return drawingText(angle.constant) }
  if angle.constant == 0 { return text }
  return text + (angle.constant < 0 ? " - " : " + ") + drawingText(abs(angle.constant))
}

private func drawingText(_ number: Double) -> String {
  for denominator in [1.0, 2, 3, 4, 6, 8, 12, 16] {
    let numerator = (number / .pi * denominator).rounded()
    guard numerator != 0, abs(numerator) <= 32, abs(number - numerator / denominator * .pi) < 1e-12 else { continue }
    let sign = numerator < 0 ? "-" : ""
    let multiple = abs(numerator) == 1 ? "" : "\(Int(abs(numerator)))"
    return sign + multiple + "π" + (denominator == 1 ? "" : "/\(Int(denominator))")
  }
  return String(format: "%.4g", number)
}
