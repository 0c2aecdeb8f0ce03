/// Why an ansatz could not be made.
public enum AnsatzError: Error, Hashable, Sendable {
  case qubitCount(found: Int)
  case layerCount(found: Int)
  case gate(String, allowed: String)
  case notHermitian
  case tooWide(found: Int, allowed: Int)
  case nothingToRotate

  static let maximumLayerCount = 10_000
}

extension AnsatzError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .qubitCount(let found): "An ansatz of \(found) qubits was asked for; give one or more."
    case .layerCount(let found):
      "\(found) layers were asked for; 0 to \(Self.maximumLayerCount) are possible, at least 1 for a Hamiltonian-variational ansatz."
    case .gate(let name, let allowed): "The gate \(name) cannot stand here; allowed are \(allowed)."
    case .notHermitian: "The Hamiltonian has complex coefficients; an observable's must be real."
    case .tooWide(let found, let allowed): "The Hamiltonian has \(found) qubits; at most \(allowed) are possible here."
    case .nothingToRotate: "The Hamiltonian has no term beside the identity, so it generates no ansatz."
    }
  }
}
