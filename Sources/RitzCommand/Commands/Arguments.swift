public import ArgumentParser
public import Ritz

extension FermionMapping: ExpressibleByArgument {}
extension SpinOrder: ExpressibleByArgument {}
extension MeasurementGrouping: ExpressibleByArgument {}
extension UCCSD.Order: ExpressibleByArgument {}

/// `N,2Sz`
struct SectorArgument {
  let sector: ParticleSector

  init(_ text: String) throws {
    let (particles, twiceSz) = try pair(text, as: "N,2Sz, such as 4,0")
    do {
      sector = try ParticleSector(particleCount: particles, twiceSz: twiceSz)
    } catch {
      throw ValidationError(String(describing: error))
    }
  }
}

/// `E,O`
struct ActiveSpaceArgument {
  let electrons: Int
  let orbitals: Int

  init(_ text: String) throws {
    (electrons, orbitals) = try pair(text, as: "ELECTRONS,ORBITALS, such as 2,3")
  }
}

private func pair(_ text: String, as form: String) throws -> (Int, Int) {
  let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
  guard numbers.count == 2, let first = numbers[0], let second = numbers[1] else {
    throw ValidationError("'\(text)' has another form than \(form).")
  }
  return (first, second)
}

enum SwitchArgument: String, CaseIterable, ExpressibleByArgument {
  case on, off
}

enum AnsatzArgument: String, CaseIterable, ExpressibleByArgument {
  case uccsd
  case efficientSU2 = "efficient-su2"
  case realAmplitudes = "real-amplitudes"
  case twoLocal = "two-local"
  case hva
}

enum GradientArgument: String, CaseIterable, ExpressibleByArgument {
  case adjoint
  case parameterShift = "parameter-shift"
  case centralDifference = "central-difference"
  case spsa

  var method: GradientMethod {
    switch self {
    case .adjoint: .adjoint
    case .parameterShift: .parameterShift
    case .centralDifference: .centralDifference
    case .spsa: .spsa
    }
  }
}

enum InitialPointArgument: String, CaseIterable, ExpressibleByArgument {
  case ansatz, zeros, random, mp2
}
