import ArgumentParser
import JSONSchemas
import LocalVersusRuntime
import RuntimeAPI
import RuntimeClient

/// `ritz backends`: what a service runs circuits on.
struct BackendsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backends", abstract: "List the backends of a service.")

  @OptionGroup var options: ServiceOptions

  func run() async throws {
    let backends = try await options.ask { try await $0.backends() }
    if options.json {
      Console.printResult(try JSONValue(encoding: BackendList(devices: backends)).text)
      return
    }
    var table = TextTable()
    table.append("backend", "qubits", "simulator", "queue", "status")
    for backend in backends {
      table.append(
        backend.name, "\(backend.qubitCount)", backend.isSimulator ? "yes" : "no", "\(backend.queueLength)",
        backend.status.name)
    }
    Console.printResult(table.text)
  }
}
