import ArgumentParser
import JSONSchemas
import RuntimeAPI
import RuntimeClient
import RuntimePrograms

/// `ritz jobs show`
struct JobsShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show where a job stands; with --json also its inputs.")

  @OptionGroup var job: JobArgument
  @OptionGroup var options: ServiceOptions

  func run() async throws {
    let job = try await options.ask { try await $0.job(self.job.id, includesInputs: options.json) }
    if options.json {
      Console.printResult(try JSONValue(encoding: job).text)
      return
    }
    var lines = LabelledLines()
    lines.append("job", job.id.description)
    lines.append("program", job.program.id + (job.program.version.map { " \($0)" } ?? ""))
    lines.append("backend", job.backend)
    if let session = job.sessionID { lines.append("session", session) }
    if !job.tags.isEmpty { lines.append("tags", job.tags.joined(separator: ", ")) }
    lines.append("status", job.state.status.rawValue + (job.state.reason.map { ": \($0)" } ?? ""))
    if let error = job.error { lines.append("error", "\(error.message) (\(error.code))") }
    lines.append("created", JobTime.text(job.created))
    if let running = job.running { lines.append("started", JobTime.text(running)) }
    if let ended = job.ended { lines.append("ended", JobTime.text(ended)) }
    if job.ended != nil { lines.append("seconds", JobTime.seconds(job)) }
    if let attempt = job.attempt, attempt > 1 { lines.append("attempts", "\(attempt)") }
    if let events = job.eventCount { lines.append("events", "\(events)") }
    Console.printResult(lines.text)
  }
}
