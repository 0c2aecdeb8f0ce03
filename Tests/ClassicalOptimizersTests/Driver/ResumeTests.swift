import ClassicalOptimizers
import Foundation
import RandomStreams
import Testing

@Suite("Resuming") struct ResumeTests {
  static let problems = [Problem.cosine, .beale, .productState]

  @Test(
    "a run saved and loaded after every batch is the undisturbed run, bit for bit",
    arguments: OptimizerName.allCases, problems)
  func afterEveryBatch(name: OptimizerName, problem: Problem) throws {
    try compare(name.optimizer(maximumEvaluations: 150, seed: 7), on: problem)
  }

  @Test("so is one with every option of its method")
  func options() throws {
    let limits = OptimizationLimits(maximumEvaluations: 150)
    try compare(LBFGS(memory: 2, limits: limits), on: .longRosenbrock)
    try compare(GradientDescent(rate: 0.01, isBacktracking: false, limits: limits), on: .productState)
    try compare(
      SPSA(
        resamplings: 2, isBlocking: true, isTrustRegion: true, averagedIterates: 5, seed: .max, limits: limits),
      on: .productState)
    try compare(
      NFT(frequencies: .init(repeating: [1, 2], count: 10), resetInterval: 3, limits: limits), on: .productState)
    try compare(COBYLA(bounds: .init(repeating: -0.4...1.5, count: 10), limits: limits), on: .productState)
    try compare(SLSQP(bounds: .init(repeating: -0.4...0.7, count: 10), limits: limits), on: .productState)
  }

  @Test("so is one with noisy values", arguments: OptimizerName.allCases, 0..<3 as Range<UInt64>)
  func noisy(name: OptimizerName, seed: UInt64) throws {
    try compare(name.optimizer(maximumEvaluations: 120, seed: seed), on: .productState, noise: 0.05, seed: seed)
  }

  private func compare(
    _ method: some Optimizer, on problem: Problem, noise: Double = 0, seed: UInt64 = 0
  ) throws {
    var first = NoisyObjective(problem: problem, noise: noise, seed: seed)
    let undisturbed = try transcript(of: method, on: problem) { first.evaluate($0) }
    var second = NoisyObjective(problem: problem, noise: noise, seed: seed)
    let resumed = try transcript(of: method, on: problem, reloading: true) { second.evaluate($0) }
    #expect(resumed.points == undisturbed.points)
    #expect(resumed.values == undisturbed.values)
    #expect(resumed.steps == undisturbed.steps)
    #expect(resumed.result == undisturbed.result)
    #expect(
      resumed.result.parameters.map(\.bitPattern) == undisturbed.result.parameters.map(\.bitPattern))
  }

  @Test("a run that is over stays over", arguments: OptimizerName.allCases)
  func over(name: OptimizerName) throws {
    func check(_ method: some Optimizer, start: [Double]) throws {
      var run = try OptimizationRun(method, from: start)
      while !run.isOver { try run.advance(with: Problem.cosine.evaluate(run.queries)) }
      let loaded = try reloaded(run)
      #expect(loaded.isOver && loaded.queries.isEmpty)
      #expect(try loaded.result() == run.result())
    }
    try check(name.optimizer(maximumEvaluations: 30), start: Problem.cosine.start)
    try check(name.optimizer(maximumEvaluations: 30), start: [0.7])
    try check(name.optimizer(maximumEvaluations: 1), start: [1])
  }

  @Test("the type of a method is enough to load its run", arguments: OptimizerName.allCases)
  func byName(name: OptimizerName) throws {
    func encoded(_ method: some Optimizer) throws -> Data {
      var run = try OptimizationRun(method, from: Problem.beale.start)
      try run.advance(with: Problem.beale.evaluate(run.queries))
      return try JSONEncoder().encode(run)
    }
    func decoded<Method: Optimizer>(_ type: Method.Type, _ data: Data) throws -> Int {
      try JSONDecoder().decode(OptimizationRun<Method>.self, from: data).evaluations
    }
    let data = try encoded(name.optimizer(maximumEvaluations: 1000))
    #expect(try decoded(name.type, data) > 0)
  }

  @Test("JSON keeps every bit of a number")
  func bits() throws {
    var stream = RandomStream(seed: 1)
    var numbers: [Double] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0x1p-1022, .greatestFiniteMagnitude, 0.1, 0x1p53 + 2,
      1e22, 1e23,
    ]
    while numbers.count < 20_000 {
      let number = Double(bitPattern: stream.next())
      if number.isFinite { numbers.append(number) }
    }
    let query = Query(point: numbers)
    let loaded = try JSONDecoder().decode(Query.self, from: JSONEncoder().encode(query))
    #expect(loaded.point.map(\.bitPattern) == numbers.map(\.bitPattern))
  }

  @Test("a damaged checkpoint is refused", arguments: OptimizerName.allCases)
  func damaged(name: OptimizerName) throws {
    func check<Method: Optimizer>(_ method: Method) throws {
      var run = try OptimizationRun(method, from: Problem.beale.start)
      for _ in 0..<3 { try run.advance(with: Problem.beale.evaluate(run.queries)) }
      let text = String(decoding: try JSONEncoder().encode(run), as: UTF8.self)
      let whole = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let state = try #require(whole["state"] as? [String: Any])
      // Every vector of the state, made longer and shorter in turn.
      for (key, value) in state {
        for change in [-1, 1] {
          guard var vector = value as? [Double], vector.count == 2 else { continue }
          if change > 0 { vector.append(1) } else { vector.removeLast() }
          var damaged = whole
          damaged["state"] = state.merging([key: vector]) { $1 }
          let data = try JSONSerialization.data(withJSONObject: damaged)
          #expect(throws: (any Error).self, "\(key)") {
            try JSONDecoder().decode(OptimizationRun<Method>.self, from: data)
          }
        }
      }
      for end in [0, text.count / 2, text.count - 1] {
        #expect(throws: (any Error).self) {
          try JSONDecoder().decode(OptimizationRun<Method>.self, from: Data(text.prefix(end).utf8))
        }
      }
    }
    try check(name.optimizer(maximumEvaluations: 1000))
  }
}

/// A problem whose values carry normal noise from a seeded stream, and its standard error.
struct NoisyObjective {
  var problem: Problem
  var noise: Double
  var stream: RandomStream

  init(problem: Problem, noise: Double, seed: UInt64) {
    self.problem = problem
    self.noise = noise
    stream = RandomStream(seed: seed, stream: 1)
  }

  mutating func evaluate(_ queries: [Query]) -> [Evaluation] {
    problem.evaluate(queries).map { exact in
      if noise == 0 { return exact }
      var answer = exact
      answer.value += noise * normal()
      answer.standardError = noise
      answer.gradient = answer.gradient?.map { $0 + noise * normal() }
      return answer
    }
  }

  /// Box and Muller.
  private mutating func normal() -> Double {
    (-2 * log(1 - stream.uniform())).squareRoot() * cos(2 * .pi * stream.uniform())
  }
}
