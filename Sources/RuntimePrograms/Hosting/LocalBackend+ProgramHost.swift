public import Simulators

extension LocalBackend: ProgramHost {
  public func submit<Program: RuntimeProgram>(
    _ program: Program, inputs: Program.Inputs, options: JobOptions
  ) async throws -> JobHandle<Program> {
    throw ProgramFailure(code: ProgramFailure.programError, message: "not yet")
  }
}
