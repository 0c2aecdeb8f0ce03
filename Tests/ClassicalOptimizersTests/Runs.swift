import ClassicalOptimizers
import Foundation

/// A run from start to end, with everything that was seen on the way.
struct Transcript {
  var points: [[UInt64]] = []
  var values: [UInt64] = []
  var steps: [OptimizationStep] = []
  var result: OptimizationResult
}

/// Runs a method to its end; when `reloading`, through JSON and back after every batch.
func transcript<Method: Optimizer>(
  of method: Method, on problem: Problem, reloading: Bool = false, evaluate: ([Query]) -> [Evaluation]
) throws -> Transcript {
  var run = try OptimizationRun(method, from: problem.start)
  var points: [[UInt64]] = []
  var values: [UInt64] = []
  var steps: [OptimizationStep] = []
  while !run.isOver {
    let answers = evaluate(run.queries)
    points += run.queries.map { $0.point.map(\.bitPattern) }
    values += answers.map(\.value.bitPattern)
    if let step = try run.advance(with: answers) { steps.append(step) }
    if reloading { run = try reloaded(run) }
  }
  return Transcript(points: points, values: values, steps: steps, result: try run.result())
}

func result(of method: some Optimizer, on problem: Problem) throws -> OptimizationResult {
  try transcript(of: method, on: problem, evaluate: problem.evaluate).result
}

/// A run after a trip through JSON.
func reloaded<Method>(_ run: OptimizationRun<Method>) throws -> OptimizationRun<Method> {
  try JSONDecoder().decode(OptimizationRun<Method>.self, from: JSONEncoder().encode(run))
}
