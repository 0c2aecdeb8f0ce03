internal import Foundation
internal import Ritz
internal import RuntimeClient

extension CaseReport {
  /// Tables for people: what was measured, then what is modelled.
  public var text: String {
    var parts = [heading, measuredTable, modelHeading, modelTable]
    if variationalCase.molecule == .smallLithiumHydride, let announcement { parts.append(announcement.text) }
    return parts.joined(separator: "\n") + "\n"
  }

  private var heading: String {
    let values = variationalCase.shots.map { "\($0) shots an energy" } ?? "exact energies"
    return """
      \(variationalCase.molecule.title): \(termCount) terms in \(basisCount) bases, \(parameterCount) parameters
      \(variationalCase.optimizer.rawValue), \(values), seed \(variationalCase.seed): \
      \(arms.first?.outcome.evaluations ?? 0) evaluations, of these \(arms.first?.outcome.gradientEvaluations ?? 0) with \
      gradient, in \(demand.calls) calls; exact energy \(Format.energy(exactEnergy)) hartree
      """
  }

  private var measuredTable: String {
    var table = TextTable()
    table.append(
      "measured", "wall ms", "quartiles", "runs", "evaluations", "round trips", "bytes sent", "updates/s", "energy",
      "above exact", "same bits")
    for arm in arms {
      let sample = arm.seconds
      table.append(
        arm.arm.rawValue, Format.milliseconds(sample.median),
        "\(Format.milliseconds(sample.lowerQuartile)) – \(Format.milliseconds(sample.upperQuartile))",
        "\(sample.count)", "\(arm.outcome.evaluations)", "\(arm.traffic.requests)", "\(arm.traffic.bytesSent)",
        Format.number(updatesPerSecond(arm)), Format.energy(arm.outcome.energy),
        String(format: "%+.2e", arm.outcome.energy - exactEnergy), arm.isIdentical ? "yes" : "NO")
    }
    return table.text
  }

  private var modelHeading: String {
    let circuits = arms.first?.load.circuits ?? 0
    return """

      MODELLED, not measured: the measured time, and what a device and the way to it would add, in seconds
      (\(circuits) circuits in all, \(shotsPerCircuit) shots each; gradients by parameter shift)
      """
  }

  private var modelTable: String {
    var table = TextTable()
    table.append(
      ["modelled: shot, overhead, network"] + arms.map(\.arm.rawValue) + ["slowest / fastest service arm"])
    for device in Device.all {
      table.append(
        [device.text] + arms.map { Format.number($0.modelledSeconds(on: device)) }
          + [Format.number(modelledRatio(on: device))])
    }
    return table.text
  }
}

extension Device {
  package var text: String {
    let period = shotPeriod >= 1e-3 ? "\(Format.number(1e3 * shotPeriod)) ms" : "\(Format.number(1e6 * shotPeriod)) µs"
    let overhead = systemOverhead == 0 ? "none" : "\(Format.number(systemOverhead)) s"
    return "\(period), \(overhead), \(Format.number(1e3 * networkDelay)) ms"
  }
}

extension Announcement {
  /// What the modelled ratio says about the announced one.
  private var comment: String {
    let announced = Format.number(Self.announcedRatio)
    return ratio > Self.announcedRatio
      ? "Announced were \(announced): the changes named there come to more, so part of the 9 hours was something else."
      : "Announced were \(announced)."
  }

  package var text: String {
    var table = TextTable()
    table.append("MODELLED: the 120 times of 2021", "hours", "faster by", "alone", "work of")
    table.append("as things were", Format.number(start / 3600), "", "", "")
    for step in steps {
      table.append(
        step.change, Format.number(step.seconds / 3600), Format.number(step.factor), Format.number(step.alone),
        step.isRuntime ? "the runtime" : "device or algorithm")
    }
    return """

      \(table.text)
      All changes together: \(Format.number(ratio)) times faster; the runtime's alone, with the old device and the old \
      number of shots: \(Format.number(runtimeAlone)) times. \(comment)
      """
  }
}
