import Foundation
import RuntimeWorkers

// With `--metadata`, what its programs say of themselves; else a worker.
if CommandLine.arguments.dropFirst() == ["--metadata"] {
  print(String(decoding: try JSONEncoder().encode(TestProgram.all.map(\.metadata)), as: UTF8.self))
  exit(0)
}
exit(await WorkerProcess.main(programs: TestProgram.everything))
