import ArgumentParser
import Foundation
import RuntimePrograms
import RuntimeWorkers

/// `ritz worker`: the process in which a service runs jobs; `ritz serve` starts it with a socket as descriptor 3.
struct WorkerCommand: AsyncParsableCommand {
  static let name = "worker"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Run jobs for the service that started this process.", shouldDisplay: false)

  func run() async throws {
    Foundation.exit(await WorkerProcess.main(programs: NativePrograms.all))
  }
}
