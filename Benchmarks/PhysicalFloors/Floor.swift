package import Hamiltonians
internal import LinearAlgebra
package import PauliAlgebra
package import QuantumCircuits
internal import Simulators

/// What a task costs a state vector in double precision at least, as its gates and strings stand: all definitions of floors.
///
/// A floor is the longer of two times on the machine at hand: that of the real operations at its rate of multiply-adds, and
/// that of the memory traffic of a state that no cache holds.
///
/// - The state of a circuit: the operations of each gate by itself (``Circuit/Operation/floorOperations``), and one pass
///   that reads and writes the state. A simulator may stay below it: by leaving out what is still zero, as circuits start in
///   |0…0⟩, and by multiplying with the product of many diagonal gates at once.
/// - The value of an observable: its strings grouped by X mask. For each amplitude one operation per string, which adds a
///   coefficient to the factor of its mask, and two multiply-adds per mask; one pass that reads the state.
/// - The energy of a circuit, and its gradient: the same, but among the basis states that the circuit can reach, where those
///   can be listed. There the gates take their operations, half of them where amplitudes are real, and the observable a
///   multiply-add for each element that is not zero. A gradient goes through the gates three times (forward, and backward
///   with the state and with the adjoint), applies the observable once, and takes two multiply-adds for each derivative and
///   amplitude that it belongs to: the imaginary part of a product. Memory is passed over by four states that are read and
///   written: the state forward, the state with the adjoint that is made of it, and both backward.
/// - A ground state: for each product of a matrix with a vector that the solver made, a multiply-add for each element that
///   is not zero, and the four for each number of a vector with which Lanczos' recurrence makes the next one orthogonal to
///   two and finds its length; the traffic of three vectors, two that are read and one that is written. Elements have no
///   traffic, as they follow from few coefficients, and making them is not counted. A part that was solved by its whole
///   matrix takes 4n³/3 operations, which make that tridiagonal (Golub and Van Loan, Matrix Computations, 8.3.1). Complex
///   numbers take four times as much for a product of two, twice as much by a real one. Parts that turned out to hold
///   nothing low enough are left out.
///
/// Outcomes have no floor here: what they cost is random numbers and searches.
package struct Floor: Equatable, Sendable {
  /// Real additions and multiplications.
  package var operations: Double
  /// Bytes that are read or written.
  package var movedBytes: Double
  /// Of the state that they belong to.
  package var stateBytes: Double

  /// - Returns: nil for a circuit with gates that have no count of operations.
  package init?(stateOf circuit: Circuit) {
    var operations = 0.0
    for operation in circuit.operations {
      guard let count = operation.floorOperations else { return nil }
      operations += count
    }
    self.init(operations: operations, passes: 2, qubitCount: circuit.qubitCount)
  }

  /// - Precondition: The observable is Hermitian, of at most 62 qubits.
  package init(valueOf observable: PauliSum) {
    let groups = observable.xMaskGroups
    let strings = groups.reduce(0) { $0 + $1.z.count }
    let masks = Set(groups.map(\.x)).count
    self.init(operations: Double(strings + 4 * masks), passes: 1, qubitCount: observable.qubitCount)
  }

  /// The energy of a circuit with all its derivatives or without.
  ///
  /// - Parameter usesSector: Whether it is counted among those basis states alone that the circuit can reach.
  /// - Returns: nil for a circuit with gates that have no count of operations.
  /// - Throws: `BackendError` when the observable does not fit the circuit.
  package init?(
    energyOf observable: PauliSum, in circuit: Circuit, withGradient: Bool, usesSector: Bool = true
  ) throws {
    guard var floor = Floor(stateOf: circuit) else { return nil }
    if withGradient {
      guard let derivatives = Floor(derivativesOf: circuit) else { return nil }
      floor = 3 * floor + derivatives
    }
    let compiled = try StateCircuit(circuit, observables: [observable], usesSector: usesSector)
    if let states = compiled.sectorStateCount, let isComplex = compiled.isSectorComplex,
      let elements = compiled.sectorElementCount(of: 0)
    {
      let parts: Double = isComplex ? 2 : 1
      let gates = floor.operations * Double(states) / Double(1 << circuit.qubitCount) * parts / 2
      floor.operations = gates + 2 * parts * Double(states + 2 * elements)
      floor.movedBytes = 0
      self = floor
    } else {
      self = floor + Floor(valueOf: observable)
      // The adjoint is written too.
      if withGradient { movedBytes += stateBytes }
    }
  }

  /// The derivatives by all angles that depend on parameters, from states that pass by anyway.
  private init?(derivativesOf circuit: Circuit) {
    var operations = 0.0
    for operation in circuit.operations {
      guard let count = operation.derivativeFloorOperations else { return nil }
      operations += count * Double(operation.angles.count { !$0.isConstant })
    }
    self.init(operations: operations, passes: 0, qubitCount: circuit.qubitCount)
  }

  /// The lowest states that a search found.
  package init(groundStateOf spectrum: ExactSpectrum) {
    self.init(searching: spectrum.parts)
  }

  package init(searching parts: [SearchedPart]) {
    (operations, movedBytes, stateBytes) = (0, 0, 0)
    for part in parts {
      let dimension = Double(part.dimension)
      let numberBytes: Double = part.isComplex ? 16 : 8
      stateBytes = max(stateBytes, numberBytes * dimension)
      if part.method == .dense {
        operations += (part.isComplex ? 4 : 1) * 4 / 3 * dimension * dimension * dimension
      } else {
        let elements = (part.isComplex ? 8 : 2) * Double(part.elementCount)
        let recurrence = (part.isComplex ? 16 : 8) * dimension
        operations += Double(part.productCount) * (elements + recurrence)
        movedBytes += Double(part.productCount) * 3 * numberBytes * dimension
      }
    }
  }

  private init(operations: Double, passes: Double, qubitCount: Int) {
    let amplitudes = Double(1 << qubitCount)
    self.operations = operations * amplitudes
    stateBytes = 16 * amplitudes
    movedBytes = passes * stateBytes
  }

  /// - Returns: nil for a task without work, such as a circuit without gates.
  package func milliseconds(on machine: MachineLimits) -> Double? {
    let arithmetic = operations / machine.operationsPerSecond
    let isInMemory = stateBytes > Double(machine.cacheBytes)
    let seconds = max(arithmetic, isInMemory ? movedBytes / machine.inPlaceBytesPerSecond : 0)
    return seconds > 0 ? 1000 * seconds : nil
  }

  package static func * (count: Double, floor: Floor) -> Floor {
    var floor = floor
    floor.operations *= count
    floor.movedBytes *= count
    return floor
  }

  /// Two tasks on the same state, one after the other.
  package static func + (left: Floor, right: Floor) -> Floor {
    var sum = left
    sum.operations += right.operations
    sum.movedBytes += right.movedBytes
    return sum
  }
}

extension Circuit.Operation {
  /// Real operations per amplitude of a state, on average over those that the gate leaves alone; nil where no number is
  /// known.
  ///
  /// A product by a complex number or a rotation of a pair by a real angle takes 6 for each amplitude that it changes, a
  /// Hadamard gate (two sums, one factor) 4, a matrix a complex multiply-add of 8 for each element of a row. What only moves
  /// amplitudes or turns them by multiples of i takes nothing.
  package var floorOperations: Double? {
    switch kind {
    case .standard(let gate): gate.floorOperations
    case .pauliRotation: 6
    case .excitation(let gate): 6 * 2 / Double(1 << gate.conditions.count)
    case .excitationExponential: nil
    case .unitary(let gate): 8 * Double(1 << gate.qubitCount)
    }
  }

  /// Real operations per amplitude of a state that the derivative by one of the gate's angles takes; nil where no number is
  /// known. An amplitude that changes with the angle takes 4.
  package var derivativeFloorOperations: Double? {
    switch kind {
    case .standard(let gate): gate.derivativeFloorOperations
    case .pauliRotation: 4
    case .excitation(let gate): 4 * 2 / Double(1 << gate.conditions.count)
    case .excitationExponential: nil
    case .unitary: 0
    }
  }

  /// Which part of the cache lines of a state the gate must read and write; nil where no number is known.
  ///
  /// A line is 64 bytes, four amplitudes: a condition on qubit 0 or 1 picks amplitudes of every line.
  package var cacheLineShare: Double? {
    switch kind {
    case .pauliRotation, .unitary: return 1
    case .excitation, .excitationExponential: return nil
    case .standard(let gate):
      if gate.structure == .identity { return 0 }
      let share = 1 / Double(1 << cacheLineConditions.nonzeroBitCount)
      guard case .controlledSwap = gate.structure else { return share }
      // Where the two are equal nothing moves: half of the lines, if no line holds both.
      return qubits.suffix(2).allSatisfy { $0 >= 2 } ? share / 2 : share
    }
  }

  /// Which bits of a cache line's number must be 1, or the gate leaves the line alone.
  package var cacheLineConditions: UInt64 {
    guard case .standard(let gate) = kind else { return 0 }
    let count =
      switch gate.structure {
      case .diagonalPhase: qubits.count
      case .controlledX(let controls), .controlledOneQubit(let controls), .controlledSwap(let controls): controls
      case .identity, .pauliRotation, .twoQubit: 0
      }
    var mask: UInt64 = 0
    for qubit in qubits.prefix(count) where qubit >= 2 { mask |= 1 << UInt64(qubit - 2) }
    return mask
  }
}

extension StandardGate {
  fileprivate var floorOperations: Double {
    switch (self, structure) {
    case (.z, _), (.s, _), (.sdg, _), (.cz, _), (.cs, _), (.csdg, _), (.ccz, _), (.y, _), (.cy, _): 0
    case (.iswap, _), (.iswapdg, _), (.dcx, _), (_, .identity), (_, .controlledX), (_, .controlledSwap): 0
    case (.h, _): 4
    case (.ch, _): 2
    case (_, .diagonalPhase): 6 / Double(1 << qubitCount)
    case (_, .pauliRotation): 6
    case (_, .controlledOneQubit(let controls)): 16 / Double(1 << controls)
    case (_, .twoQubit): 32
    }
  }

  fileprivate var derivativeFloorOperations: Double {
    switch structure {
    case .identity, .controlledX, .controlledSwap: 0
    case .pauliRotation: 4
    case .diagonalPhase: 4 / Double(1 << qubitCount)
    case .controlledOneQubit(let controls): 4 / Double(1 << controls)
    // XX ± YY turns two of four amplitudes.
    case .twoQubit: 2
    }
  }
}
