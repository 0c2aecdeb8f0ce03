import ComplexModule
import LinearAlgebra
import RealModule

/// One level, with its state as it was computed.
struct ExactState {
  var energy: Double
  var residual: Double
  var amplitudes: Amplitudes
  var basis: Basis

  enum Amplitudes {
    case real([Double])
    case complex([Complex<Double>])
  }

  /// What the positions of amplitudes stand for.
  enum Basis {
    case all
    /// Occupation bit k flips the qubits `updates[k]`.
    case occupations(SectorBasis, updates: [UInt64])
    /// States of the qubits that are left, listed unless they are all; mirrored ones with zeros and ones exchanged.
    case symmetric(SymmetrySector, states: OccupationStrings?, isMirrored: Bool)
  }

  func vector(qubitCount: Int) -> [Complex<Double>] {
    var vector = Array(repeating: Complex<Double>.zero, count: 1 << qubitCount)
    func write(_ amplitudes: [some MatrixScalar], _ complex: (Int) -> Complex<Double>) {
      for position in amplitudes.indices { spread(complex(position), at: position, in: &vector) }
    }
    switch amplitudes {
    case .real(let amplitudes): write(amplitudes) { Complex(amplitudes[$0]) }
    case .complex(let amplitudes): write(amplitudes) { amplitudes[$0] }
    }
    return vector
  }

  private func spread(_ amplitude: Complex<Double>, at position: Int, in vector: inout [Complex<Double>]) {
    switch basis {
    case .all: vector[position] = amplitude
    case .occupations(let basis, let updates):
      var occupations = basis.occupations(at: position)
      var state: UInt64 = 0
      while occupations != 0 {
        state ^= updates[occupations.trailingZeroBitCount]
        occupations &= occupations - 1
      }
      vector[Int(state)] = amplitude
    case .symmetric(let sector, let states, let isMirrored):
      let state = states.map { $0.strings[position] } ?? UInt64(position)
      let parts = sector.spread(state)
      let part = amplitude / Complex(Double(parts.count).squareRoot())
      for (state, isNegative) in parts {
        vector[Int(isMirrored ? state ^ sector.allStates : state)] = isNegative ? -part : part
      }
    }
  }
}

/// Numbers that know how they are kept.
protocol AmplitudeScalar: MatrixScalar {
  static func amplitudes(_ vector: [Self]) -> ExactState.Amplitudes
  /// A real number, or i times it.
  static func make(_ value: Double, isImaginary: Bool) -> Self
}

extension Double: AmplitudeScalar {
  static func amplitudes(_ vector: [Double]) -> ExactState.Amplitudes { .real(vector) }
  static func make(_ value: Double, isImaginary: Bool) -> Double { value }
}

extension Complex<Double>: AmplitudeScalar {
  static func amplitudes(_ vector: [Complex<Double>]) -> ExactState.Amplitudes { .complex(vector) }
  static func make(_ value: Double, isImaginary: Bool) -> Complex<Double> {
    isImaginary ? Complex(0, value) : Complex(value)
  }
}
