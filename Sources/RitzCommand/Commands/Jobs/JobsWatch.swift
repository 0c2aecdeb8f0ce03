import ArgumentParser
import JSONSchemas
import RuntimeAPI
import RuntimeClient
import RuntimePrograms

/// `ritz jobs watch`
struct JobsWatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Follow what happens to a job, from its first event on, until it ends.",
    discussion: """
      A lost connection is made again, and every event is shown once. Status 1 when the job failed or was cancelled, 130 \
      when watching was interrupted; the job goes on then.
      """)

  @OptionGroup var job: JobArgument

  @Option(parsing: .unconditional, help: ArgumentHelp("The number of the first event to show.", valueName: "n"))
  var from = 1

  @OptionGroup var options: ServiceOptions

  func validate() throws {
    guard from >= 1 else { throw ValidationError("--from is \(from); events are counted from 1.") }
  }

  func run() async throws {
    Interruption.prepareToReport()
    var last = from - 1
    var end: JobEvent.StatusChange?
    do {
      try await options.ask(isPatient: true) { service in
        for try await event in service.events(of: job.id, from: from) {
          last = event.number
          Console.printResult(try options.json ? EventLine.json(event) : EventLine.text(event))
          if event.isLast, case .status(let change) = event.content { end = change }
        }
      }
      try Task.checkCancellation()
    } catch  where error is CancellationError || Task.isCancelled {
      Console.note("interrupted; go on with: ritz jobs watch \(job.id) --from \(last + 1)")
      throw ExitCode(Failure.Kind.interrupted.rawValue)
    }
    switch end?.status {
    case .failed, .cancelled: throw ExitCode(Failure.Kind.work.rawValue)
    default: return
    }
  }
}

/// An event as one line, or as a few.
enum EventLine {
  static func json(_ event: JobEvent) throws -> String {
    JSONValue.object([
      "number": .integer(event.number), "event": .string(event.kind), "data": try JSONValue(parsing: event.data()),
    ]).text
  }

  static func text(_ event: JobEvent) -> String {
    let number = String(event.number)
    let margin = String(repeating: " ", count: max(0, 5 - number.count)) + number + "  "
    return switch event.content {
    case .status(let change): margin + text(change)
    case .interimResult(let text): margin + interimResult(text)
    case .log(let log):
      log.text.split(separator: "\n", omittingEmptySubsequences: true).map { "\(margin)\(log.stream): \($0)" }.joined(
        separator: "\n")
    }
  }

  private static func text(_ change: JobEvent.StatusChange) -> String {
    let attempt = change.attempt > 1 ? ", attempt \(change.attempt)" : ""
    let reason = change.reason.map { ": \($0)" } ?? ""
    return "\(change.status.rawValue)\(attempt), \(JobTime.text(change.time))\(reason)"
  }

  /// Iterations of a variational run in words, anything else as it came.
  private static func interimResult(_ text: String) -> String {
    guard let value = try? JSONValue(parsing: text), let iteration = value["iteration"]?.intValue,
      let energy = value["energy"]?.doubleValue
    else { return text }
    var parts = ["iteration \(iteration)"]
    parts.append("energy \(Numbers.energy(energy, standardError: value["standard_error"]?.doubleValue))")
    if let evaluations = value["evaluations"]?.intValue { parts.append(count(evaluations, "evaluation")) }
    return parts.joined(separator: "  ")
  }
}
