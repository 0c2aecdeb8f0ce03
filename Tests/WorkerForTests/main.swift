import Foundation
import RuntimeWorkers

// Without arguments a worker; with one, a process of its own for what tests cannot do in theirs.
switch CommandLine.arguments.dropFirst().first {
case nil: exit(await WorkerProcess.main(programs: TestProgram.everything))
// What its programs say of themselves.
case "--metadata":
  print(String(decoding: try JSONEncoder().encode(TestProgram.all.map(\.metadata)), as: UTF8.self))
// Runs jobs that kill their workers; prints what that leaves behind.
case "--deaths": print(try await PoolHost.deaths(Int(CommandLine.arguments.last ?? "") ?? 0))
// Has its workers compute without end; prints their process identifiers and waits to be killed.
case "--compute": try await PoolHost.compute(Int(CommandLine.arguments.last ?? "") ?? 0)
// Measures how long a job takes that does nothing.
case "--measure": try await PoolHost.measure()
case let other?:
  print("unknown option \(other)")
  exit(64)
}
