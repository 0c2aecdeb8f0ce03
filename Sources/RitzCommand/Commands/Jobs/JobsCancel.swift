import ArgumentParser
import JSONSchemas
import RuntimeClient

/// `ritz jobs cancel`
struct JobsCancel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel jobs that are queued or running.")

  @OptionGroup var jobs: SeveralJobs

  func run() async throws {
    try await jobs.each("cancelled") { service, id in try await service.cancel(id) }
  }
}

/// `ritz jobs rm`
struct JobsRemove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Delete jobs that have ended, with their results, events and logs.")

  @OptionGroup var jobs: SeveralJobs

  func run() async throws {
    try await jobs.each("deleted") { service, id in try await service.delete(id) }
  }
}

/// Jobs that all get the same done to them.
struct SeveralJobs: ParsableArguments {
  @Argument(help: "The jobs, by their ids.")
  var ids: [String]

  @OptionGroup var options: ServiceOptions

  /// Does it to each, also where it fails for one of them.
  ///
  /// - Throws: ``Failure`` that names all for which it failed.
  func each(_ done: String, _ body: (RuntimeService, String) async throws -> Void) async throws {
    var successes: [String] = []
    var failures: [Failure] = []
    try await options.ask { service in
      for id in ids {
        do {
          try await body(service, id)
          successes.append(id)
        } catch let error as RuntimeError where error.status != nil {
          failures.append(Failure(Failure.about(id, error)))
        }
      }
    }
    guard failures.isEmpty else {
      let rest = ids.count > 1 ? " (\(successes.count) of \(ids.count) are \(done))" : ""
      throw Failure(.work, failures.map(\.message).joined(separator: "; ") + rest)
    }
    if options.json {
      Console.printResult(JSONValue.object([done: .array(successes.map { .string($0) })]).text)
    } else {
      Console.printResult(successes.map { "\($0) \(done)" }.joined(separator: "\n"))
    }
  }
}
