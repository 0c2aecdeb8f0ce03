// Times what a variational run on a molecule is made of, or tasks with circuits from files, beside stated goals and what the
// machine can do at most; or compares runs here with runs by a service.

import Foundation
import LocalVersusRuntime
import Ritz

func fail(_ message: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data("error: \(message)\n".utf8))
  exit(status)
}

let usage = [
  BenchmarkOptions.usage, CircuitOptions.usage, ExactOptions.usage, LimitsOptions.usage,
  LocalVersusRuntimeOptions.usage,
].joined(separator: "\n")
let arguments = CommandLine.arguments.dropFirst()
do {
  switch arguments.first {
  case "--help": print(usage)
  case LocalVersusRuntimeOptions.name: try await LocalVersusRuntimeOptions(arguments.dropFirst()).run()
  case CircuitOptions.name: try await CircuitOptions(arguments.dropFirst()).run()
  case ExactOptions.name: try await ExactOptions(arguments.dropFirst()).run()
  case LimitsOptions.name: try LimitsOptions(arguments.dropFirst()).run()
  default: try await BenchmarkOptions(arguments).run()
  }
} catch let error as BenchmarkOptions.Invalid {
  fail("\(error.reason)\n\(usage)", status: 64)
} catch let error as CircuitInput.Invalid {
  fail("\(error)", status: 65)
} catch let error as InputFileError {
  fail("\(error)", status: 65)
} catch {
  fail("\(error)", status: 1)
}
