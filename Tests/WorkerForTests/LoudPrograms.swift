import Foundation
import JSONSchemas
import RuntimePrograms

extension TestProgram {
  /// Programs that print and publish.
  static let loud: [TestProgram] = [
    TestProgram("count", [.required("results", .integer), .optional("milliseconds", .number)]) { inputs, context in
      for index in 0..<inputs.count("results") {
        try await context.publish(["index": .integer(Int64(index))])
        let pause = inputs.number("milliseconds")
        if pause > 0 { try await Task.sleep(for: .milliseconds(pause)) }
      }
      return ["count": .integer(Int64(inputs.count("results")))]
    },

    // Publishes, then goes on when something is at that path.
    TestProgram("await-file", [.required("path", .string), .optional("results", .integer)]) { inputs, context in
      for index in 0..<inputs.count("results") { try await context.publish(["index": .integer(Int64(index))]) }
      while !FileManager.default.fileExists(atPath: inputs.text("path")) {
        try await Task.sleep(for: .milliseconds(2))
      }
      return ["found": true]
    },

    TestProgram("spam", [.optional("lines", .integer), .optional("results", .integer), .optional("bytes", .integer)]) {
      inputs, context in
      let filling = String(repeating: "x", count: inputs.count("bytes"))
      for index in 0..<inputs.count("lines") { print("line \(index)\(filling)") }
      for index in 0..<inputs.count("results") {
        try await context.publish(["index": .integer(Int64(index)), "filling": .string(filling)])
      }
      return ["lines": .integer(Int64(inputs.count("lines"))), "results": .integer(Int64(inputs.count("results")))]
    },

    // Prints without line feeds, as fast as the pipe takes it.
    TestProgram("flood", [.required("mebibytes", .integer)]) { inputs, _ in
      let block = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
      for _ in 0..<inputs.count("mebibytes") { try FileHandle.standardOutput.write(contentsOf: block) }
      return .null
    },

    TestProgram("noise", [.optional("text", .string)]) { inputs, _ in
      let text = inputs.text("text")
      print("to standard output \(text)")
      try FileHandle.standardError.write(contentsOf: Data("to standard error \(text)\n".utf8))
      // Without a line feed it stays in the process until something flushes it.
      print("no line feed \(text)", terminator: "")
      return .null
    },

    // Leaves a process behind that holds its outputs open.
    TestProgram("orphan", []) { _, _ in
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sleep")
      process.arguments = ["1000"]
      try process.run()
      return ["pid": .integer(Int64(process.processIdentifier))]
    },
  ]
}
