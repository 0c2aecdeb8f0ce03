import ArgumentParser
import Foundation

/// The tool `ritz`: parses its arguments, runs a command, and ends with one of the statuses of ``Failure/Kind``.
@main struct RitzTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ritz",
    abstract: "Ground-state energies of molecules and lattice models by variational quantum algorithms.",
    discussion: """
      A FILE is an FCIDUMP, or a Pauli sum as JSON or as lines 'coefficient X0 Z3'; its content decides. Results go to \
      standard output, all else to standard error. Status: 0 done, 1 the work failed, 64 wrong usage, 65 bad or missing \
      input file, 130 interrupted (what is known by then is still printed).
      """,
    version: "ritz 0.1.0",
    subcommands: [
      VQECommand.self, ExactCommand.self, SampleCommand.self, EstimateCommand.self, PlanCommand.self,
      ConvertCommand.self, ReplayCommand.self, ServeCommand.self, WorkerCommand.self,
      LoginCommand.self, BackendsCommand.self, ProgramsCommand.self, JobsCommand.self, BenchCommand.self,
    ])

  static func main() async {
    let task = Task { try await execute() }
    let interruption = Interruption.watch { task.cancel() }
    let result = await task.result
    withExtendedLifetime(interruption) {
      switch result {
      case .success: Foundation.exit(0)
      case .failure(let error): end(with: error)
      }
    }
  }

  private static func execute() async throws {
    var command = try parseAsRoot()
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      try command.run()
    }
  }

  /// Prints what `error` has to say and leaves with its status.
  private static func end(with error: any Error) -> Never {
    switch error {
    case let status as ExitCode:
      Foundation.exit(status.rawValue)
    case _ where exitCode(for: error) == .success:
      Console.printResult(fullMessage(for: error))  // --help and --version arrive as errors
      Foundation.exit(0)
    case _ where exitCode(for: error) == .validationFailure:
      Console.fail(Failure(.usage, "\(withoutFullStop(message(for: error))); see ritz\(subcommand) --help"))
    default:
      Console.fail(Failure(error))
    }
  }

  private static func withoutFullStop(_ message: String) -> String {
    message.hasSuffix(".") ? String(message.dropLast()) : message
  }

  /// The subcommands of this invocation, each behind a space.
  private static var subcommand: String {
    var path = ""
    var commands = configuration.subcommands
    for word in CommandLine.arguments.dropFirst() {
      guard let command = commands.first(where: { $0._commandName == word }) else { break }
      path += " \(word)"
      commands = command.configuration.subcommands
    }
    return path
  }
}
