internal import ClassicalOptimizers
internal import ComplexModule
internal import Foundation
internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits
internal import RealModule

extension PauliSum {
  /// FNV-1a of 128 bits over width, strings and the bits of the coefficients: tells inputs apart, and is no protection
  /// against forgery.
  var fingerprint: String {
    var hash = FNV1a128()
    hash.combine("\(qubitCount)")
    for term in terms {
      hash.combine(term.string.label)
      hash.combine("\(term.coefficient.real.bitPattern) \(term.coefficient.imaginary.bitPattern)")
    }
    return hash.text
  }
}

extension VQE {
  /// A hash of everything that decides the points and values of a run, but not how long it goes on.
  var problemFingerprint: String {
    var hash = FNV1a128()
    hash.combine(hamiltonian.fingerprint)
    hash.combine(ansatz.circuit.contentHash)
    var endless = optimizer
    endless.limits = OptimizationLimits()
    let start = try? initialPoint.resolved(for: ansatz, seed: seed)
    hash.combine(canonicalJSON(endless))
    hash.combine(canonicalJSON(gradient))
    hash.combine(canonicalJSON(start?.map(\.bitPattern)))
    hash.combine("\(shots.map(String.init) ?? "-") \(precision.map { String($0.bitPattern) } ?? "-") \(seed)")
    if grouping != .qubitWise { hash.combine(grouping.rawValue) }
    return hash.text
  }
}

/// JSON with sorted keys: equal values give equal texts.
private func canonicalJSON(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  // Settings are finite numbers, names and flags; what cannot be encoded is told apart by its description.
  return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
}
