internal import ComplexModule
internal import PauliAlgebra
internal import RealModule

extension QAOAAnsatz {
  /// Angles that switch from the mixer to the cost at constant speed, as an annealing would.
  ///
  /// With t = (k − ½)/p in layer k, γₖ = t·`gamma` and βₖ = (1 − t)·`beta`. Left out, `gamma` is 1/h for the root mean
  /// square h of the field √(Σ c²) that the terms with a qubit make on it, which makes the ramp independent of the unit of
  /// the cost and of how many neighbours a qubit has. Near the best angles of one layer on regular graphs, where
  /// γ = arctan 1/√(d − 1) ≈ 1/2h and β = π/8.
  /// - Note: Sack and Serbyn, Quantum 5, 491 (2021); for the scale, Shaydulin et al., arXiv:2201.11785.
  public func linearRamp(gamma: Double? = nil, beta: Double = .pi / 4) -> [Double] {
    let gamma = gamma ?? 1 / rootMeanSquareField
    return (0..<layers).flatMap { layer in
      let progress = (Double(layer) + 0.5) / Double(layers)
      return [progress * gamma] + Array(repeating: (1 - progress) * beta, count: parametersPerLayer - 1)
    }
  }

  /// Angles for these layers from good ones for fewer: the strategy INTERP.
  ///
  /// From p layers to p + 1, angle i of γ, or of β, is (i − 1)/p of angle i − 1 and (p − i + 1)/p of angle i; further
  /// layers come one by one.
  /// - Parameter point: The angles of a shallower circuit with the same mixer.
  /// - Throws: ``QAOAError/pointLength(found:parametersPerLayer:layers:)``.
  /// - Note: Zhou et al., Phys. Rev. X 10, 021067 (2020).
  public func interpolated(from point: [Double]) throws(QAOAError) -> [Double] {
    let width = parametersPerLayer
    guard !point.isEmpty, point.count.isMultiple(of: width), point.count / width <= layers else {
      throw .pointLength(found: point.count, parametersPerLayer: width, layers: layers)
    }
    var point = point
    while point.count < layers * width {
      let shallow = point
      let p = shallow.count / width
      point = (0...p).flatMap { layer in
        (0..<width).map { index in
          let weight = Double(layer) / Double(p)
          let before = layer > 0 ? shallow[(layer - 1) * width + index] : 0
          let here = layer < p ? shallow[layer * width + index] : 0
          return weight * before + (1 - weight) * here
        }
      }
    }
    return point
  }

  /// h = √(Σ c² w / n) over the terms of weight w: each is part of the field on w of the n qubits.
  private var rootMeanSquareField: Double {
    let sum = cost.terms.reduce(0) { $0 + $1.coefficient.real * $1.coefficient.real * Double($1.string.weight) }
    return (sum / Double(cost.qubitCount)).squareRoot()
  }
}
