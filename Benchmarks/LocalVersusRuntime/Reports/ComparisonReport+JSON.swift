public import JSONSchemas
internal import Ritz
internal import RuntimeClient

extension ComparisonReport {
  /// Everything, in seconds, bytes and hartree; what is modelled stands below keys that say so.
  public var json: JSONValue {
    .object([
      "service": .string(service),
      "identical": .bool(isIdentical),
      "cases": .array(cases.map(\.json)),
      "service_speed": speed?.json ?? .null,
      "goals": .array(goals.map(\.json)),
    ])
  }
}

private func integer(_ value: Int) -> JSONValue { .integer(Int64(value)) }

extension CaseReport {
  var json: JSONValue {
    .object([
      "molecule": .string(variationalCase.molecule.rawValue),
      "optimizer": .string(variationalCase.optimizer.rawValue),
      "shots": variationalCase.shots.map(integer) ?? .null,
      "seed": .string(String(variationalCase.seed)),
      "n_qubits": integer(qubitCount),
      "n_terms": integer(termCount),
      "measurement_bases": integer(basisCount),
      "n_parameters": integer(parameterCount),
      "exact_energy": .number(exactEnergy),
      "calls": integer(demand.calls),
      "identical": .bool(isIdentical),
      "arms": .array(arms.map(json)),
      "modelled": .object([
        "circuits": integer(arms.first?.load.circuits ?? 0),
        "shots_per_circuit": integer(shotsPerCircuit),
        "devices": .array(Device.all.map(json)),
        "announcement_of_2021": announcement?.json ?? .null,
      ]),
    ])
  }

  private func json(_ arm: ArmReport) -> JSONValue {
    .object([
      "arm": .string(arm.arm.rawValue),
      "seconds": arm.seconds.json,
      "evaluations": integer(arm.outcome.evaluations),
      "gradient_evaluations": integer(arm.outcome.gradientEvaluations),
      "round_trips": integer(arm.traffic.requests),
      "bytes_sent": integer(arm.traffic.bytesSent),
      "bytes_received": integer(arm.traffic.bytesReceived),
      "updates_per_second": .number(updatesPerSecond(arm)),
      "energy": .number(arm.outcome.energy),
      "standard_error": arm.outcome.standardError.map { .number($0) } ?? .null,
      "error_vs_exact": .number(arm.outcome.energy - exactEnergy),
      "parameters": .array(arm.outcome.parameters.map { .number($0) }),
      "stop_reason": .string(arm.outcome.stopReason),
      "identical": .bool(arm.isIdentical),
    ])
  }

  private func json(_ device: Device) -> JSONValue {
    var times = JSONObject()
    for arm in arms { times[arm.arm.rawValue] = .number(arm.modelledSeconds(on: device)) }
    return .object([
      "shot_period": .number(device.shotPeriod),
      "system_overhead": .number(device.systemOverhead),
      "network_delay": .number(device.networkDelay),
      "seconds": .object(times),
      "slowest_over_fastest": .number(modelledRatio(on: device)),
    ])
  }
}

extension Sample {
  var json: JSONValue {
    .object([
      "median": .number(median), "lower_quartile": .number(lowerQuartile), "upper_quartile": .number(upperQuartile),
      "percentile_99": .number(quantile(0.99)), "count": integer(count),
    ])
  }
}

extension ServiceReport {
  var json: JSONValue {
    .object([
      "health_seconds": health.json, "round_trip_seconds": roundTrips.json, "clients": integer(clientCount),
      "jobs_per_second": .number(jobsPerSecond),
    ])
  }
}

extension Goal {
  var json: JSONValue {
    .object([
      "name": .string(name), "unit": .string(unit), "measured": .number(measured), "goal": .number(goal),
      "at_least": .bool(isAtLeast), "ratio": .number(ratio), "met": .bool(isMet),
    ])
  }
}

extension Announcement {
  var json: JSONValue {
    .object([
      "start_seconds": .number(start),
      "steps": .array(
        steps.map {
          .object([
            "change": .string($0.change), "runtime": .bool($0.isRuntime), "seconds": .number($0.seconds),
            "factor": .number($0.factor), "alone": .number($0.alone),
          ])
        }),
      "ratio": .number(ratio),
      "runtime_alone": .number(runtimeAlone),
      "announced": .number(Self.announcedRatio),
    ])
  }
}
