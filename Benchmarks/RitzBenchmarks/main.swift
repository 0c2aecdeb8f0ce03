// Times what a variational run on a molecule is made of, or tasks with circuits from files, beside stated goals; or compares
// runs here with runs by a service.

import Foundation
import LocalVersusRuntime
import Ritz

func fail(_ message: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data("error: \(message)\n".utf8))
  exit(status)
}

if CommandLine.arguments.dropFirst().first == "--help" {
  print(BenchmarkOptions.usage)
  print(CircuitOptions.usage)
  print(LocalVersusRuntimeOptions.usage)
  exit(0)
}
do {
  if CommandLine.arguments.dropFirst().first == LocalVersusRuntimeOptions.name {
    try await LocalVersusRuntimeOptions(CommandLine.arguments.dropFirst(2)).run()
    exit(0)
  }
  if CommandLine.arguments.dropFirst().first == ExactOptions.name {
    try await ExactOptions(CommandLine.arguments.dropFirst(2)).run()
    exit(0)
  }
  if CommandLine.arguments.dropFirst().first == CircuitOptions.name {
    try await CircuitOptions(CommandLine.arguments.dropFirst(2)).run()
    exit(0)
  }
  let options = try BenchmarkOptions(CommandLine.arguments.dropFirst())
  var report = Report(isJSON: options.isJSON)
  report.begin()
  for name in options.molecules {
    let molecule = try options.inputs.map { try CoupledClusterCase(name, inputs: $0) } ?? CoupledClusterCase(name)
    try await molecule.requireAgreement()
    for workload in Workload.allCases where workload == .vqe || name != "h2" {
      for gates in CoupledClusterCase.Gates.allCases {
        if let measurement = try await workload.measure(
          molecule, gates: gates, repetition: options.isQuick ? .quick : Repetition())
        {
          report.add(measurement)
        }
      }
    }
  }
  try report.end()
} catch let error as BenchmarkOptions.Invalid {
  fail(
    "\(error.reason)\n\(BenchmarkOptions.usage)\n\(CircuitOptions.usage)\n\(LocalVersusRuntimeOptions.usage)",
    status: 64)
} catch let error as CircuitInput.Invalid {
  fail("\(error)", status: 65)
} catch let error as InputFileError {
  fail("\(error)", status: 65)
} catch {
  fail("\(error)", status: 1)
}
