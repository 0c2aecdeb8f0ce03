import ArgumentParser
import JSONSchemas
import LocalVersusRuntime
import RuntimeClient
import RuntimePrograms

/// `ritz programs`: what a service can run as one job.
struct ProgramsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "programs", abstract: "List the programs of a service.",
    subcommands: [List.self, Show.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the programs of a service.")

    @OptionGroup var options: ServiceOptions

    func run() async throws {
      let programs = try await options.ask { try await $0.programs() }
      if options.json {
        let list = try programs.map { try JSONValue(encoding: $0) }
        Console.printResult(JSONValue.object(["programs": .array(list), "count": .integer(list.count)]).text)
        return
      }
      var table = LabelledLines(width: 2 + (programs.map(\.id.count).max() ?? 0))
      for program in programs { table.append(program.id, program.description) }
      Console.printResult(table.text)
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show what a program takes and returns, as JSON Schemas.")

    @Argument(help: "The program.")
    var id: String

    @OptionGroup var options: ServiceOptions

    func run() async throws {
      let program = try await options.ask { try await $0.program(id) }
      if options.json {
        Console.printResult(try JSONValue(encoding: program).text)
        return
      }
      var lines = LabelledLines()
      lines.append("program", "\(program.id) \(program.version)")
      lines.append("", program.description)
      lines.append("limit", "\(program.maximumExecutionTime) s")
      lines.append("inputs", program.spec.parameters.document.text)
      lines.append("interim", program.spec.interimResults.document.text)
      lines.append("output", program.spec.returnValues.document.text)
      Console.printResult(lines.text)
    }
  }
}
