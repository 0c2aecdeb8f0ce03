import ClassicalOptimizers
import Foundation
import JSONSchemas
import OpenQASM
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RuntimePrograms
import Testing
import VariationalAlgorithms

@Suite("Failures of programs")
struct ProgramFailureTests {
  private struct Odd: Error, CustomStringConvertible { let description = "odd" }

  static let cases: [(any Error & Sendable, String)] = [
    (BackendError(.invalidPub, "m"), "invalid-pub"), (BackendError(.invalidOption, "m"), "invalid-option"),
    (BackendError(.unsupported, "m"), "unsupported"), (BackendError(.insufficientMemory, "m"), "insufficient-memory"),
    (BackendError(.notFinite, "m"), "not-finite"),
    (VQEError.widthMismatch(hamiltonian: 1, ansatz: 2), "invalid-input"),
    (VQEError.unreadableFile(path: "p", reason: "r"), "program-error"),
    (OptimizationError.unknownOptimizer("x"), "invalid-input"),
    (OptimizationError.invalidSetting(name: "n", found: "f", allowed: "a"), "invalid-input"),
    (OptimizationError.nonFiniteEvaluation(index: 0), "not-finite"),
    (OptimizationError.outOfThreads, "program-error"),
    (OpenQASMError(line: 3, column: 4, found: "a", allowed: "b"), "invalid-input"),
    (PauliError.unknownLetter("Q", position: 1), "invalid-input"),
    (CircuitError.qubitOutOfRange(4, qubitCount: 2), "invalid-input"),
    (CancellationError(), "cancelled"), (Odd(), "program-error"),
  ]

  @Test("every error has a code and one clear message", arguments: cases.indices)
  func codes(index: Int) throws {
    let (error, code) = Self.cases[index]
    let failure = ProgramFailure(error)
    #expect(failure.code == code)
    #expect(!failure.message.isEmpty)
    #expect(failure.backendError.code.description == code)
    #expect(failure.backendError.message == failure.message)
    #expect(try JSONDecoder().decode(ProgramFailure.self, from: JSONEncoder().encode(failure)) == failure)
    #expect(ProgramFailure(failure) == failure)
  }

  @Test("messages carry what the error says")
  func messages() {
    #expect(
      ProgramFailure(OpenQASMError(line: 3, column: 4, found: "a", allowed: "b")).message
        == "The circuit cannot be read: line 3, column 4: found a; allowed is b")
    #expect(ProgramFailure(BackendError(.notFinite, "m", cause: Odd())).message == "m (odd)")
    #expect(ProgramFailure(Odd()).message == "odd")
  }
}
