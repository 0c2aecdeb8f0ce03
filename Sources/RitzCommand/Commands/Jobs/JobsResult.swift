import ArgumentParser
import Foundation
import JSONSchemas
import RuntimeClient

/// `ritz jobs result`
struct JobsResult: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "result", abstract: "Wait for a job to end and print what it returned.",
    discussion: "The result is JSON. Status 1 when the job failed or was cancelled.")

  @OptionGroup var job: JobArgument
  @OptionGroup var options: ServiceOptions

  func run() async throws {
    Interruption.prepareToReport()
    let result = try await options.ask(isPatient: true) { try await $0.result(of: job.id) }
    Console.printResult(result.text)
  }
}
