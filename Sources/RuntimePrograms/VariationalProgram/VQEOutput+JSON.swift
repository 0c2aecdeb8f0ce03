internal import ClassicalOptimizers
package import JSONSchemas

// A run of many short iterations spends its time here, so the texts are printed without an encoder.

extension VQEInterimResult: JSONPrintable {
  package func print(to printer: inout JSONPrinter) {
    printer.object { object in
      object.member("iteration", iteration)
      object.member("evaluations", evaluations)
      object.member("gradient_evaluations", gradientEvaluations)
      object.member("energy", energy)
      object.member("standard_error", standardError)
      object.member("best_energy", bestEnergy)
      object.member("accepted", accepted)
      object.member("parameters", parameters)
    }
  }
}

extension VQEOutput: JSONPrintable {
  package func print(to printer: inout JSONPrinter) {
    printer.object { object in
      object.member("energy", energy)
      object.member("standard_error", standardError)
      object.member("is_energy_independent", isEnergyIndependent)
      object.member("parameters", parameters)
      object.member("evaluations", evaluations)
      object.member("gradient_evaluations", gradientEvaluations)
      object.member("iterations", iterations)
      object.member("stop_reason", stopReason.rawValue)
      object.member("ansatz", ansatz)
      object.member("optimizer", optimizer.rawValue)
      object.member("seed", seed)
      object.member("seconds", seconds)
      object.member("history", history)
      object.member("log", log)
    }
  }
}

extension VQEOutput.Iteration: JSONPrintable {
  package func print(to printer: inout JSONPrinter) {
    printer.object { object in
      object.member("iteration", iteration)
      object.member("energy", energy)
      object.member("standard_error", standardError)
      object.member("evaluations", evaluations)
      object.member("gradient_evaluations", gradientEvaluations)
      object.member("accepted", accepted)
    }
  }
}

extension VQEOutput.Evaluation: JSONPrintable {
  package func print(to printer: inout JSONPrinter) {
    printer.object { object in
      object.member("point", point)
      object.member("value", value)
      object.member("standard_error", standardError)
      object.member("gradient", gradient)
    }
  }
}
