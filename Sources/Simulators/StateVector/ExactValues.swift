extension StateVectorPlan {
  /// Expectation values in the circuit's state at a parameter set.
  ///
  /// - Parameter wanted: Positions of observables.
  func exactValues(
    of wanted: some Collection<Int>, parameters: [Double], in workspace: Workspace, cancellation: CancellationFlag
  ) throws -> [Double] {
    if let sector {
      try bind(parameters, into: &workspace.angles)
      try sector.prepareState(in: workspace, cancellation: cancellation)
    } else {
      try prepareState(parameters, in: workspace, cancellation: cancellation)
    }
    return try wanted.map { observable in
      let value =
        try sector?.expectation(of: observable, in: workspace)
        ?? registerValue(of: observable, in: workspace, cancellation: cancellation)
      guard value.isFinite else { throw notFinite(observable, value) }
      return value
    }
  }

  /// The value of an observable in the workspace's first state, in the full register.
  func registerValue(of observable: Int, in workspace: Workspace, cancellation: CancellationFlag) throws -> Double {
    try observables[observable].expectation(
      in: workspace.state, threadCount: isLarge ? workspace.threadCount : 1, cancellation: cancellation)
  }
}
