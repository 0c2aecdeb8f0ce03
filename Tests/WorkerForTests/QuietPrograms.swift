import Foundation
import JSONSchemas
import RuntimePrograms

extension TestProgram {
  /// Programs that return or throw.
  static let quiet: [TestProgram] = [
    TestProgram("echo", []) { inputs, _ in .object(inputs) },

    // Ends early when it is cancelled.
    TestProgram("sleep", [.required("seconds", .number)]) { inputs, _ in
      try await Task.sleep(for: .seconds(inputs.number("seconds")))
      return ["slept": true]
    },

    // Says so, then computes on the thread it was given and hears nothing.
    TestProgram("spin", [.required("seconds", .number)]) { inputs, _ in
      print("spinning")
      let end = ContinuousClock.now + .seconds(inputs.number("seconds"))
      var rounds = 0
      while ContinuousClock.now < end { rounds += 1 }
      return ["rounds": .integer(Int64(rounds))]
    },

    TestProgram("throw", [.optional("code", .string), .optional("message", .string)]) { inputs, _ in
      throw ProgramFailure(code: inputs.text("code"), message: inputs.text("message"))
    },

    TestProgram("large", [.required("bytes", .integer)]) { inputs, _ in
      .string(String(decoding: [UInt8](repeating: UInt8(ascii: "x"), count: inputs.count("bytes")), as: UTF8.self))
    },

    // Breaks its own schema.
    TestProgram("wrong-result", [], returns: .object([.required("value", .integer)])) { _, _ in
      ["unexpected": "yes"]
    },

    TestProgram("process", []) { _, _ in
      var descriptors: JSONObject = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
        // The one that lists the folder is gone by now.
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)") else {
          continue
        }
        descriptors[name] = .string(target)
      }
      return [
        "pid": .integer(Int64(getpid())), "session": .integer(Int64(getsid(0))),
        "group": .integer(Int64(getpgrp())),
        "descriptors": .object(descriptors),
      ]
    },
  ]
}
