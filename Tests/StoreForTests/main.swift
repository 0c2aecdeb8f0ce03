// What the tests of the store start as a process of its own.
//
//   StoreForTests write DIRECTORY SEED    changes the store at random until it is killed; a line for each change that is done
//   StoreForTests hold DIRECTORY          opens the store, prints "open", keeps it until its input ends
//   StoreForTests refusals DIRECTORY      opens the store again and again while it is open, prints "stolen N": how many
//                                         descriptors of others were closed by that
//   StoreForTests measure DIRECTORY       prints how fast the store is

import Foundation
import RuntimeStore

let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, arguments.count) {
case ("write", 3):
  let store = try RuntimeStore(directory: arguments[2])
  try await RandomWriter.run(on: store, seed: UInt64(arguments[3]) ?? 0)
case ("hold", 2):
  let store = try RuntimeStore(directory: arguments[2])
  report("open")
  while readLine() != nil {}
  try await store.close()
case ("refusals", 2):
  let store = try RuntimeStore(directory: arguments[2])
  report("stolen \(Refusals.stolenDescriptors(directory: arguments[2]))")
  try await store.close()
case ("measure", 2):
  try await Measurement(store: try RuntimeStore(directory: arguments[2])).run()
default:
  FileHandle.standardError.write(
    Data("usage: StoreForTests write DIRECTORY SEED | hold DIRECTORY | refusals DIRECTORY | measure DIRECTORY\n".utf8))
  exit(64)
}

/// Writes a line at once, so that it is out when the process is killed right after.
func report(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(STDOUT_FILENO, bytes, bytes.count)
}
