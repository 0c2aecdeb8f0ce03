public import ComplexModule
public import RealModule
internal import LinearAlgebra
public import OpenQASM
public import QuantumCircuits

/// The exact distribution of what a program gives: every outcome of every measurement is followed.
///
/// Obviously right, never fast: dense states of a few qubits, a copy of state and machine for each branch.
public struct BranchingSimulator {
  /// When outcomes are told: at once, or only when the program waits for them.
  public enum Timing: CaseIterable, Sendable {
    case eager, lazy
  }

  private struct Branch {
    var machine: OpenQASMMachine
    var state: [Complex<Double>]
    var probability: Double
    /// Outcomes that are held back.
    var held: [Int: Bool] = [:]
  }

  /// Branches that are less likely than this are given up, so that loops until success end.
  public static let cutoff = 1e-7

  /// Probabilities by outputs, written as `name=value` in their order; what was given up is missing.
  public static func distribution(
    of program: OpenQASMProgram, inputs: [String: OpenQASMValue] = [:], timing: Timing = .eager
  ) throws -> [String: Double] {
    var state = [Complex<Double>](repeating: 0, count: 1 << program.qubitCount)
    state[0] = 1
    var branches = [Branch(machine: try OpenQASMMachine(program, inputs: inputs), state: state, probability: 1)]
    var result: [String: Double] = [:]
    while var branch = branches.popLast() {
      running: while true {
        switch try branch.machine.next() {
        case .gate(let operation): branch.state = try applied(operation, to: branch.state)
        case .reset(let qubit):
          guard let one = projected(branch, qubit, onto: true) else { continue }
          // The outcome is forgotten: |1⟩ becomes |0⟩.
          var flipped = one
          flipped.state = try applied(Circuit.Operation(.standard(.x), qubits: [qubit]), to: one.state)
          branches.append(flipped)
          guard let zero = projected(branch, qubit, onto: false) else { break running }
          branch = zero
        case .measure(let qubit, let bit):
          func told(_ branch: Branch?, _ value: Bool) -> Branch? {
            guard var branch, let bit else { return branch }
            if timing == .eager { branch.machine.set(bit: bit, to: value) } else { branch.held[bit] = value }
            return branch
          }
          if let one = told(projected(branch, qubit, onto: true), true) { branches.append(one) }
          guard let zero = told(projected(branch, qubit, onto: false), false) else { break running }
          branch = zero
        case .read(let bits):
          for bit in bits { branch.machine.set(bit: bit, to: branch.held[bit] ?? false) }
        case .end:
          for bit in branch.machine.waitingBits { branch.machine.set(bit: bit, to: branch.held[bit] ?? false) }
          let text = branch.machine.outputs.map { "\($0.name)=\($0.value.text)" }.joined(separator: " ")
          result[text, default: 0] += branch.probability
          break running
        }
      }
    }
    return result
  }

  public static func distribution(
    of text: String, inputs: [String: OpenQASMValue] = [:], timing: Timing = .eager
  ) throws -> [String: Double] {
    try distribution(of: OpenQASMProgram(text), inputs: inputs, timing: timing)
  }

  /// The branch in which a qubit was found in a state; nil when that is next to impossible.
  private static func projected(_ branch: Branch, _ qubit: Int, onto value: Bool) -> Branch? {
    var result = branch
    var weight = 0.0
    for index in result.state.indices {
      if (index >> qubit & 1 == 1) == value {
        weight += result.state[index].lengthSquared
      } else {
        result.state[index] = 0
      }
    }
    result.probability *= weight
    guard result.probability > cutoff else { return nil }
    let scale = Complex(1 / weight.squareRoot())
    result.state = result.state.map { scale * $0 }
    return result
  }

  public static func applied(_ operation: Circuit.Operation, to state: [Complex<Double>]) throws -> [Complex<Double>] {
    guard !operation.qubits.isEmpty else { return state }
    let matrix = try operation.matrix(operation.angles.map(\.constant))
    let masks = operation.qubits.map { 1 << $0 }
    let all = masks.reduce(0, |)
    var result = state
    for base in state.indices where base & all == 0 {
      let places = (0..<matrix.rows).map { row in
        masks.indices.reduce(base) { row >> $1 & 1 == 1 ? $0 | masks[$1] : $0 }
      }
      for row in 0..<matrix.rows {
        result[places[row]] = places.indices.reduce(Complex(0)) { $0 + matrix[row, $1] * state[places[$1]] }
      }
    }
    return result
  }
}

extension OpenQASMValue {
  /// Bits with bit 0 rightmost.
  public var text: String {
    switch self {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .float(let value): "\(value)"
    case .complex(let real, let imaginary): "(\(real), \(imaginary))"
    case .bits(let bits): bits.reversed().map { $0 ? "1" : "0" }.joined()
    case .array(let values): "{\(values.map(\.text).joined(separator: ", "))}"
    }
  }
}

/// The largest difference of two distributions.
public func distance(_ left: [String: Double], _ right: [String: Double]) -> Double {
  Set(left.keys).union(right.keys).map { abs(left[$0, default: 0] - right[$0, default: 0]) }.max() ?? 0
}
