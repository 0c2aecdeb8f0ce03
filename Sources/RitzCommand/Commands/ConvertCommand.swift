import ArgumentParser
import ComplexModule
import Foundation
import JSONSchemas
import Ritz

/// `ritz convert`: a circuit or a Hamiltonian in another form.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a circuit as OpenQASM 2 or 3, or a molecule as a Pauli sum.",
    discussion: """
      The form follows from the name of OUT: .qasm and .qasm3 are OpenQASM 3, .qasm2 is OpenQASM 2, .json and .txt are Pauli \
      sums. What a form cannot say is refused by name.
      """)

  @Argument(help: "A file in OpenQASM, an FCIDUMP or a Pauli sum.")
  var input: String

  @Argument(help: "The file to write; - is standard output, which needs --to.")
  var output: String

  @Option(help: "The form, whatever the name.")
  var to: Form?

  @Option(help: "How fermions are put on qubits (default: jordan-wigner).")
  var mapping: FermionMapping?

  enum Form: String, CaseIterable, ExpressibleByArgument {
    case openQASM2 = "openqasm2"
    case openQASM3 = "openqasm3"
    case json, text

    var isCircuit: Bool { self == .openQASM2 || self == .openQASM3 }

    init?(extension name: String) {
      switch name.lowercased() {
      case "qasm", "qasm3": self = .openQASM3
      case "qasm2": self = .openQASM2
      case "json": self = .json
      case "txt": self = .text
      default: return nil
      }
    }
  }

  func run() throws {
    guard let form = to ?? Form(extension: URL(fileURLWithPath: output).pathExtension) else {
      throw Failure(
        .usage, "\(output): of no form that is known; .qasm, .qasm2, .qasm3, .json and .txt are, and --to names any")
    }
    let text = form.isCircuit ? try circuit(form) : try sum(form)
    if output == "-" { return Console.printResult(text) }
    try OutputFile.requireWritable(output)
    try OutputFile.write(text, to: output)
  }

  private func circuit(_ form: Form) throws -> String {
    if let mapping {
      throw Failure(.usage, "--mapping \(mapping.rawValue) is for molecules and cannot be honoured for a circuit")
    }
    let program = try CircuitFile(input).program()
    if form == .openQASM3 { return program.openQASM3 }
    do {
      return try program.openQASM2()
    } catch {
      throw Failure(
        .work, "\(input):\(error.line): column \(error.column): found \(error.found); allowed is \(error.allowed)")
    }
  }

  private func sum(_ form: Form) throws -> String {
    let sum: PauliSum
    switch try HamiltonianFile(contentsOf: input) {
    case .molecule(let dump): sum = dump.molecule.problem(mapping: mapping ?? .jordanWigner).hamiltonian
    case .pauliSum(let found):
      if let mapping {
        throw Failure(.usage, "--mapping \(mapping.rawValue) is for molecules and cannot be honoured for a Pauli sum")
      }
      sum = found
    }
    if form == .text { return "\(sum)\n" }
    return JSONValue.object([
      "n_qubits": .integer(sum.qubitCount),
      "terms": .array(
        sum.terms.map { term in
          let factors = term.string.factors.map { "\($0.pauli)".uppercased() + "\($0.qubit)" }
          return .array([.number(term.coefficient.real), .string(factors.joined(separator: " "))])
        }),
    ]).text + "\n"
  }
}
