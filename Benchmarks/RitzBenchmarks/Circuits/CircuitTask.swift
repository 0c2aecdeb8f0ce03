import Foundation
import PhysicalFloors
import Ritz
import Simulators

/// What is timed with a circuit.
enum CircuitTask {
  /// Its state, made from |0…0⟩.
  case state
  /// The value of an observable in its state, which is made before.
  case expectation(Observable)
  /// The value of an observable and its derivatives by all angles of the circuit.
  case gradient(Observable)
  /// The values of an observable at so many parameter sets, one for each angle of the circuit.
  case sets(Observable, count: Int)
  /// So many outcomes from its state, which is made before; in the order in which they were drawn.
  case shots(Int)
  /// The circuit itself, from its text in memory.
  case reading

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
    case .gradient(let observable): "grad <\(observable.name)>"
    case .sets(let observable, let count): "\(count) <\(observable.name)>"
    case .shots(let count): "\(count) shots"
    case .reading: "read"
    }
  }

  /// What is counted by the second.
  var count: Int {
    switch self {
    case .state, .expectation, .gradient, .reading: 1
    case .sets(_, let count), .shots(let count): count
    }
  }

  /// nil where none is known.
  func floor(of circuit: Circuit) throws -> Floor? {
    switch self {
    case .state: Floor(stateOf: circuit)
    case .expectation(let observable): Floor(valueOf: observable.sum)
    case .sets(let observable, let count):
      Floor(stateOf: circuit).map { Double(count) * ($0 + Floor(valueOf: observable.sum)) }
    case .gradient(let observable):
      try Floor(energyOf: observable.sum, in: circuit, withGradient: true, usesSector: false)
    case .shots, .reading: nil
    }
  }
}
