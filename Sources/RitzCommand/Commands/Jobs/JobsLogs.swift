import ArgumentParser
import JSONSchemas
import RuntimeClient

/// `ritz jobs logs`
struct JobsLogs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Print what a job's program has written so far.")

  @OptionGroup var job: JobArgument
  @OptionGroup var options: ServiceOptions

  func run() async throws {
    let logs = try await options.ask { try await $0.logs(of: job.id) }
    if options.json {
      Console.printResult(JSONValue.object(["id": .string(job.id), "logs": .string(logs)]).text)
    } else if !logs.isEmpty {
      Console.printResult(logs)
    }
  }
}
