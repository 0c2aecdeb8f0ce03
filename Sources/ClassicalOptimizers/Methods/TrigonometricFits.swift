import Synchronization

/// The fits of a run by their frequencies, each built when it is first asked for: copies of a run share them.
final class TrigonometricFits: Sendable {
  private let fits: Mutex<[[Double]: TrigonometricFit]> = Mutex([:])

  func fit(of frequencies: [Double]) -> TrigonometricFit {
    fits.withLock { fits in
      if let fit = fits[frequencies] { return fit }
      let fit = TrigonometricFit(frequencies: frequencies)
      fits[frequencies] = fit
      return fit
    }
  }
}
