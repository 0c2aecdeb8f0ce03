internal import Foundation

/// What parts of the work take, in units of ``ProcessorRates/amplitude`` where nothing else is said; measured once, on the
/// reference.
private enum WorkTime {
  /// Nanoseconds for a call of a kernel, and for taking up an item.
  static let (call, item) = (25.0, 1500.0)
  /// For an amplitude in cache that is set to zero, or copied, or whose probability is added up.
  static let sweep = 0.4
  /// For an amplitude and a group of strings that flip the same qubits, and for each of its strings beyond the first.
  static let (group, string) = (0.3, 0.03)
  /// Of a product with an observable beside its expectation value.
  static let product = 2.0
  /// For taking a step back, beside what it takes forwards: an unfused step of two states, and an inner product.
  static let backward = 3.0
  /// Nanoseconds for a shot, for each doubling of the chunks it is searched in, and for each string that it gives a value to.
  static let (shot, doubling, value) = (6.0, 0.6, 0.7)
}

extension WorkItem {
  /// Nanoseconds of processor time, roughly.
  struct Time {
    /// What a single thread does.
    var alone = 0.0
    /// What all threads do that there are for an item.
    var shared = 0.0

    static func += (left: inout Time, right: Time) {
      left.alone += right.alone
      left.shared += right.shared
    }
  }

  func time(_ rates: ProcessorRates) -> Time {
    if let sectorWork {
      let drawing = shots == 0 ? 0 : plan.shotTime(shots, rates)
      return Time(alone: WorkTime.item + Double(sectorWork) * rates.slowness + drawing)
    }
    var time = Time(alone: WorkTime.item, shared: plan.preparationTime(rates))
    switch purpose {
    case .values where readouts == nil: time.shared += valueTime(rates)
    case .values: time.alone += samplingTime(rates)
    case .derivatives:
      time.shared += Double(wanted.count) * plan.backwardTime(rates)
      time.alone += WorkTime.product * valueTime(rates)
    case .outcomes: time.alone += plan.drawingTime(shots, rates)
    }
    return time
  }

  private func valueTime(_ rates: ProcessorRates) -> Double {
    wanted.reduce(0) { $0 + plan.observables[$1].cost * plan.amplitudeCount * rates.amplitude }
  }

  private func samplingTime(_ rates: ProcessorRates) -> Double {
    wanted.reduce(0) { $0 + (readouts?[$1].map { plan.samplingTime($0, rates) } ?? 0) }
  }
}

extension CompiledObservable {
  /// For an amplitude.
  fileprivate var cost: Double {
    WorkTime.group * Double(groupCount) + WorkTime.string * Double(max(0, termCount - groupCount))
  }
}

extension StateVectorPlan {
  fileprivate var amplitudeCount: Double { Double(sign: .plus, exponent: qubitCount, significand: 1) }

  fileprivate func preparationTime(_ rates: ProcessorRates) -> Double {
    let preparation = sector.map { Double($0.stepWork) * rates.slowness } ?? time(of: passes, rates)
    return preparation + sweepTime(rates)
  }

  /// For going through a state once.
  private func sweepTime(_ rates: ProcessorRates) -> Double {
    let isInMemory = PassSchedule.blockBytes(of: qubitCount) > 0
    return amplitudeCount * (isInMemory ? rates.transfer : WorkTime.sweep * rates.amplitude)
  }

  /// Amplitudes that are still zero are left out.
  private func time(of passes: [StatePass], _ rates: ProcessorRates) -> Double {
    let all = UInt64(1) << UInt64(qubitCount) - 1
    func share(_ skipped: UInt64) -> Double { Double(sign: .plus, exponent: -skipped.nonzeroBitCount, significand: 1) }
    return passes.reduce(0) { sum, pass in
      let isBlocked = pass.blockQubits != all
      var time = isBlocked ? amplitudeCount * share(all & ~pass.blockQubits & ~pass.reached) * rates.transfer : 0
      for part in pass.parts {
        let pieces = share(part.qubits) * share(all & ~part.qubits & ~part.reached) * amplitudeCount
        for step in part.steps {
          let amplitudes = Double(sign: .plus, exponent: step.qubitCount, significand: 1)
          time += pieces * share(step.condition) * (WorkTime.call + amplitudes * step.step.cost * rates.amplitude)
        }
      }
      return sum + time
    }
  }

  fileprivate func backwardTime(_ rates: ProcessorRates) -> Double {
    let cost = steps.reduce(0) { $0 + $1.cost } * WorkTime.backward
    let passing = isLarge ? 2 * rates.transfer * Double(backwardPasses.count) : 0
    return amplitudeCount * (cost * rates.amplitude + passing) + WorkTime.call * Double(3 * steps.count)
  }

  fileprivate func drawingTime(_ shots: Int, _ rates: ProcessorRates) -> Double {
    sweepTime(rates) + shotTime(shots, rates)
  }

  fileprivate func shotTime(_ shots: Int, _ rates: ProcessorRates) -> Double {
    Double(shots) * (WorkTime.shot + WorkTime.doubling * Double(qubitCount)) * rates.slowness
  }

  /// With as many shots as are typical.
  fileprivate func samplingTime(_ readout: Readout, _ rates: ProcessorRates) -> Double {
    let bases = readout.plan.bases
    guard !bases.isEmpty else { return 0 }
    let shots = Double(readout.typicalShots) / Double(bases.count)
    return bases.reduce(0) { sum, basis in
      let turning = Double(basis.turns.count + (basis.isFresh ? 1 : 0)) * sweepTime(rates)
      let values = shots * Double(basis.supports.count) * WorkTime.value
      return sum + turning + time(of: basis.passes, rates) + values * rates.slowness
        + drawingTime(Int(shots), rates)
    }
  }
}
