public import ArgumentParser
import Foundation
import JSONSchemas
public import Logging
import RuntimeServer
import RuntimeWorkers

extension Logger.Level: @retroactive ExpressibleByArgument {}

/// `ritz serve`: a runtime service on this machine.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run a service that takes jobs and runs them on this machine.",
    discussion: """
      The first start makes a token, prints it once and saves it for this user, so that ritz vqe --backend URL, ritz jobs \
      and programs find the service. Jobs and results are kept in the store, and a service that starts again goes on with \
      them. Ctrl-C ends it.
      """)

  @Option(help: ArgumentHelp("The address to listen at.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The port to listen at; 0 takes any that is free.", valueName: "n"))
  var port = 8000

  @Option(
    help: ArgumentHelp(
      "Where jobs are kept; made if it is not there (default: ritz in XDG_DATA_HOME or in ~/.local/share).",
      valueName: "directory"))
  var store: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many jobs run at the same time (default: as many as there are processors).", valueName: "n")
  )
  var workers: Int?

  @Option(
    help: ArgumentHelp(
      "The most memory that one worker may take, such as 512M or 4G; a job that needs more fails (default: none).",
      valueName: "size"))
  var memoryLimit: MemorySize?

  @Option(help: ArgumentHelp("What is written to standard error, and what is worse.", valueName: "level"))
  var logLevel: Logger.Level = .warning

  @Flag(help: "When the service is ready, print one line of JSON: url, token (on the first start), ca.")
  var json = false

  @Flag(help: ArgumentHelp("End when standard input ends.", visibility: .hidden))
  var endWithInput = false

  func validate() throws {
    guard 0...65535 ~= port else { throw ValidationError("--port is \(port); 0 to 65535 are allowed.") }
    if let workers, workers < 1 { throw ValidationError("--workers is \(workers); 1 or more are allowed.") }
  }

  func run() async throws {
    Interruption.prepareToReport()
    let directory = StoreDirectory.absolute(store ?? StoreDirectory.standard())
    var logger = Logger(label: "ritz", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = logLevel
    let configuration = RuntimeServerConfiguration(
      host: host, port: port, storeDirectory: directory,
      workerCount: workers ?? ProcessInfo.processInfo.activeProcessorCount, memoryLimit: memoryLimit?.bytes,
      executor: LocalProcessExecutor(executable: Executable.path, arguments: [WorkerCommand.name]), logger: logger)
    let server: RuntimeServer
    do {
      server = try await RuntimeServer(configuration: configuration)
    } catch {
      throw Failure(.work, "\(directory): \(error)")
    }

    do {
      try await withThrowingTaskGroup { group in
        group.addTask { try await server.run() }
        let url = try await server.url
        announce(url: url, token: server.firstToken, store: directory)
        if endWithInput {
          group.addTask {
            await Self.endOfInput()
            throw CancellationError()
          }
        }
        try await group.next()
        group.cancelAll()
      }
    } catch is CancellationError {
      return
    } catch {
      throw Failure(.work, "\(host):\(port): \(error)")
    }
  }

  private func announce(url: String, token: String?, store: String) {
    // A service whose token cannot be saved is still one; who started it reads the token here.
    let saved = Result { try LocalService.save(url: url, token: token, store: store) }
    if json {
      Console.printResult(JSONValue.object(["url": .string(url), "token": .string(token), "ca": .null]).text)
    } else {
      var lines = LabelledLines()
      lines.append("service", url)
      lines.append("store", store)
      if let token { lines.append("token", "\(token) (shown this once)") }
      if case .success(let path?) = saved { lines.append("saved", path) }
      lines.append("", "Ctrl-C ends it.")
      Console.printResult(lines.text)
    }
    if case .failure(let error) = saved { Console.note("note: the service is not saved for this user: \(error)") }
  }

  /// Returns when nothing more can come from standard input.
  private static func endOfInput() async {
    // A thread that waits in read. A dispatch source at the end of a pipe crashes libdispatch's own thread now and then.
    let ends = AsyncStream<Void> { continuation in
      Thread.detachNewThread {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
          let count = read(STDIN_FILENO, &bytes, bytes.count)
          if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { break }
        }
        continuation.finish()
      }
    }
    for await _ in ends {}
  }
}
