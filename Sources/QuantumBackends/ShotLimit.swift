/// The most shots for one value, or for one parameter set of a sampler: hours of work.
package enum ShotLimit {
  package static let most = 10_000_000_000

  /// - Throws: ``BackendError`` for more than that.
  package static func require(_ shots: Int) throws(BackendError) {
    guard shots <= most else {
      throw BackendError(.invalidOption, "\(shots) shots were asked for; at most \(most) are drawn.")
    }
  }
}
