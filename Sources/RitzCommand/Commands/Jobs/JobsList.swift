import ArgumentParser
import JSONSchemas
import LocalVersusRuntime
import RuntimeAPI
import RuntimeClient
import RuntimePrograms

/// `ritz jobs ls`
struct JobsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "List jobs, newest first.")

  @Option(parsing: .unconditional, help: ArgumentHelp("How many jobs at most.", valueName: "n"))
  var limit = 20

  @Option(parsing: .unconditional, help: ArgumentHelp("How many of the newest jobs to leave out.", valueName: "n"))
  var offset = 0

  @Option(help: ArgumentHelp("Only jobs on this backend.", valueName: "name"))
  var backend: String?

  @Option(help: ArgumentHelp("Only jobs of this program.", valueName: "id"))
  var program: String?

  @Option(
    help: ArgumentHelp("Only jobs with this tag; may be given again, for jobs with all of them.", valueName: "tag"))
  var tag: [String] = []

  @Option(help: ArgumentHelp("Only jobs of this session.", valueName: "id"))
  var session: String?

  @Flag(help: "Only jobs that have not ended.")
  var pending = false

  @OptionGroup var options: ServiceOptions

  func validate() throws {
    guard 1...200 ~= limit else { throw ValidationError("--limit is \(limit); 1 to 200 are allowed.") }
    guard offset >= 0 else { throw ValidationError("--offset is \(offset); 0 or more are allowed.") }
  }

  func run() async throws {
    let list = try await options.ask { service in
      var filter = RuntimeService.JobFilter()
      filter.limit = limit
      filter.offset = offset
      filter.backend = backend
      filter.program = program
      filter.tags = tag
      filter.sessionID = session
      filter.isPending = pending ? true : nil
      return try await service.jobs(filter)
    }
    if options.json {
      Console.printResult(try JSONValue(encoding: list).text)
      return
    }
    if list.jobs.isEmpty {
      Console.note(list.count == 0 ? "no jobs" : "no more jobs; there are \(list.count)")
      return
    }
    var table = TextTable()
    table.append("job", "program", "backend", "status", "created", "seconds", "tags")
    for job in list.jobs {
      table.append(
        job.id.description, job.program.id, job.backend, job.state.status.rawValue, JobTime.text(job.created),
        JobTime.seconds(job), job.tags.isEmpty ? "-" : job.tags.joined(separator: ","))
    }
    Console.printResult(table.text)
    let rest = list.count - offset - list.jobs.count
    if rest > 0 { Console.note("\(count(rest, "older job")): ritz jobs ls --offset \(offset + list.jobs.count)") }
  }
}
