import JSONSchemas
import QuantumBackends
import RuntimePrograms

/// Publishes 0, 1, 2, … and returns how many; or fails, or waits to be cancelled.
struct CountingProgram: RuntimeProgram {
  struct Inputs: Codable, Sendable {
    var count: Int
    var fails = false
    var waits = false
  }

  struct Item: Codable, Sendable {
    var index: Int
  }

  let metadata = ProgramMetadata(
    id: "counting", name: "counting", description: "Counts.", version: "1", maximumExecutionTime: 60,
    spec: ProgramSpecification(parameters: .any, returnValues: .any, interimResults: .any))

  func run(_ inputs: Inputs, in context: ProgramContext<Item>) async throws -> Int {
    for index in 0..<inputs.count { try await context.publish(Item(index: index)) }
    if inputs.fails { throw BackendError(.notFinite, "Infinity was found.") }
    if inputs.waits { try await Task.sleep(for: .seconds(3600)) }
    return inputs.count
  }
}
