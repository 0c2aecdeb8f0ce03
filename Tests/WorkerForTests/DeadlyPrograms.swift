import Foundation
import JSONSchemas
import RuntimePrograms

extension TestProgram {
  /// Programs that end their worker, or deserve that somebody does.
  static let deadly: [TestProgram] = [
    TestProgram("crash", [.optional("results", .integer)]) { inputs, context in
      for index in 0..<inputs.count("results") { try await context.publish(["index": .integer(Int64(index))]) }
      abort()
    },

    // Crashes when nothing is at that path yet, and leaves something there.
    TestProgram("crash-once", [.required("path", .string)]) { inputs, _ in
      let path = inputs.text("path")
      if FileManager.default.fileExists(atPath: path) { return ["survived": true] }
      guard FileManager.default.createFile(atPath: path, contents: Data()) else {
        throw ProgramFailure(code: ProgramFailure.invalidInput, message: "Nothing can be written to \(path).")
      }
      abort()
    },

    TestProgram("exit", [.optional("status", .integer)]) { inputs, _ in
      print("goodbye")
      exit(Int32(inputs.count("status")))
    },

    // Takes memory, touches it and keeps it for a while.
    TestProgram("allocate", [.required("mebibytes", .integer), .optional("seconds", .number)]) { inputs, _ in
      let blocks = (0..<inputs.count("mebibytes")).map { [UInt8](repeating: UInt8($0 % 255 + 1), count: 1 << 20) }
      try await Task.sleep(for: .seconds(inputs["seconds"]?.doubleValue ?? 5))
      return ["sum": .integer(Int64(blocks.reduce(0) { $0 + Int($1[$1.count / 2]) }))]
    },
  ]
}
