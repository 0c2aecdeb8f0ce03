/// Why a QAOA circuit could not be made.
public enum QAOAError: Error, Hashable, Sendable {
  case notDiagonal(term: String)
  case notHermitian(what: String)
  case constantCost
  case layerCount(found: Int)
  case mixerWidth(found: Int, allowed: Int)
  case mixerWithoutParameters
  case constantMixer
  case noExchange
  case initialStateNeeded
  case initialStateWidth(found: Int, allowed: Int)
  case initialStateWithParameters(found: Int)
  case bitString(String, qubitCount: Int)
  case qubitGroups([[Int]], qubitCount: Int)
  case ones(found: Int, groupSize: Int)
  case relaxedValue(index: Int, value: Double)
  case regularization(Double)
  case pointLength(found: Int, parametersPerLayer: Int, layers: Int)
}

extension QAOAError: CustomStringConvertible {
  public var description: String {
    switch self {
    case let .notDiagonal(term):
      "The term \(term) of the cost is not diagonal; a cost of bit strings has the letters I and Z alone."
    case let .notHermitian(what):
      "The \(what) has complex coefficients; an observable's must be real."
    case .constantCost:
      "The cost has no term beside the identity, so that all bit strings are equal; there is nothing to optimise."
    case let .layerCount(found):
      "\(found) layers were asked for; 1 to \(AnsatzError.maximumLayerCount) are possible."
    case let .mixerWidth(found, allowed):
      "The mixer has \(found) qubits and the cost \(allowed); they must be equal."
    case .mixerWithoutParameters:
      "The circuit of the mixer has no parameter; it needs at least one, which each layer has for itself."
    case .constantMixer:
      "The mixer has no term beside the identity, so it mixes nothing."
    case .noExchange:
      "The XY mixer joins no pair of qubits; name pairs, or groups of two qubits or more."
    case .initialStateNeeded:
      "An XY mixer keeps the number of ones and cannot choose it; give an initial state, such as dicke(ones:)."
    case let .initialStateWidth(found, allowed):
      "The initial state has \(found) qubits and the cost \(allowed); they must be equal."
    case let .initialStateWithParameters(found):
      "The circuit of the initial state has \(found) parameters; bind them to numbers first."
    case let .bitString(text, qubitCount):
      "The initial state is \"\(text)\"; \(qubitCount) characters 0 or 1 are needed, the rightmost for qubit 0."
    case let .qubitGroups(groups, qubitCount):
      "The groups \(groups) name a qubit twice, or one outside 0..<\(qubitCount); each qubit may stand there once."
    case let .ones(found, groupSize):
      "\(found) ones were asked for among \(groupSize) qubits; 0 to \(groupSize) are possible."
    case let .relaxedValue(index, value):
      "Variable \(index) of the relaxed solution is \(value); 0 to 1 is possible."
    case let .regularization(value):
      "A regularisation of \(value) was asked for; 0 to 0.5 is possible."
    case let .pointLength(found, parametersPerLayer, layers):
      "A point of \(found) angles is to be interpolated; give \(parametersPerLayer) for each of 1 to \(layers) layers."
    }
  }
}
