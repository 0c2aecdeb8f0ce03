import Foundation
import Ritz
import Simulators

/// What is timed with a circuit.
enum CircuitTask {
  /// Its state, made from |0…0⟩.
  case state
  /// The value of an observable in its state, which is made before.
  case expectation(Observable)
  /// The values of an observable at so many parameter sets, one for each angle of the circuit.
  case sets(Observable, count: Int)
  /// So many outcomes from its state, which is made before; in the order in which they were drawn.
  case shots(Int)

  struct Observable {
    let name: String
    let sum: PauliSum

    init(contentsOf path: String) throws {
      name = CircuitInput.name(path)
      sum = try PauliSumFile.read(contentsOf: path)
    }
  }

  var name: String {
    switch self {
    case .state: "state"
    case .expectation(let observable): "<\(observable.name)>"
    case .sets(let observable, let count): "\(count) <\(observable.name)>"
    case .shots(let count): "\(count) shots"
    }
  }

  /// What is counted by the second.
  var count: Int {
    switch self {
    case .state, .expectation: 1
    case .sets(_, let count), .shots(let count): count
    }
  }

  /// The fastest other program in double precision, divided by what we want to be ahead.
  func goal(_ circuit: String) -> Goal? {
    switch self {
    case .state: Goal.ofCircuit(circuit)
    case .expectation(let observable):
      switch observable.name {
      case "lih_jw": Goal(milliseconds: 0.28 / 1.5, holder: "pennylane-lightning 0.45.0, matrix / 1.5")
      case "h2o_jw": Goal(milliseconds: 2.96 / 1.5, holder: "pennylane-lightning 0.45.0, matrix / 1.5")
      case "tfim_n20": Goal(milliseconds: 97 / 1.5, holder: "pennylane-lightning 0.45.0, matrix / 1.5")
      case "heis_n20": Goal(milliseconds: 47 / 1.5, holder: "pennylane-lightning 0.45.0, matrix / 1.5")
      case "n2_jw": Goal(milliseconds: 13_911 / 15, holder: "scaluq 0.2.0 / 15")
      default: nil
      }
    case .sets(let observable, let count):
      circuit == "small_n12" && observable.name == "tfim_n12"
        ? Goal(milliseconds: 1000 * Double(count) / 7630, holder: "scaluq 0.2.0, batched / 10") : nil
    case .shots(let count):
      switch circuit {
      case "prep_n20": Goal(milliseconds: 315e-6 / 5 * Double(count), holder: "pennylane-lightning 0.45.0 / 5")
      case "prep_n24": Goal(milliseconds: 1188e-6 / 5 * Double(count), holder: "qulacs 0.6.14 / 5")
      default: nil
      }
    }
  }
}
