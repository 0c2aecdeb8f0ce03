internal import ClassicalOptimizers

extension OptimizerName {
  /// What each setting means, by its name in JSON.
  var settingDescriptions: [String: String] {
    Self.sharedDescriptions.merging(ownDescriptions) { _, own in own }
  }

  private static let sharedDescriptions = [
    "limits": "Bounds that end the run whatever the method thinks; null for none.",
    "maximum_evaluations": "Energies that are evaluated at most, with or without gradient.",
    "maximum_iterations": "Iterations at most, as the method counts them.",
    "target_value": "An energy that is good enough, in the Hamiltonian's unit.",
    "gradient_tolerance":
      "Converged when no component of the gradient is larger, in the Hamiltonian's unit per radian.",
    "value_tolerance":
      "Converged when an iteration changes the energy by no more, in the Hamiltonian's unit; 0 leaves it to the other tolerances.",
    "relative_round_off": "Relative accuracy of the energies: those closer than this are taken as equal.",
    "first_step_length": "Length of the first step at most, in radians (Euclidean).",
    "curvatures":
      "Estimates of the second derivatives at the start, one positive number per parameter; null where nothing is known.",
    "initial_step": "Size of the first steps in each parameter, in radians.",
    "step_tolerance": "Converged when no parameter changes by more, in radians.",
    "bounds": "A range [lowest, highest] in radians for each parameter, which is never left; null for none.",
  ]

  private var ownDescriptions: [String: String] {
    switch self {
    case .lBFGS:
      ["memory": "Pairs of steps and gradient changes to remember."]
    case .adam:
      [
        "rate": "About the length of a step in each parameter, in radians.",
        "mean_decay": "Decay of the mean of the gradient, from 0 to below 1.",
        "square_decay": "Decay of the mean of its square, from 0 to below 1.",
        "epsilon": "Keeps the division by the root of that mean finite.",
      ]
    case .gradientDescent:
      [
        "rate": "The (first) step is this times the gradient.",
        "is_backtracking": "Whether steps that do not lower the energy are shortened; for exact energies only.",
      ]
    case .spsa:
      [
        "gain": "a, which scales the steps; null to calibrate it at the start.",
        "perturbation":
          "c, the size of the first perturbation in radians; null for 0.1, and for 0.02 where energies are exact.",
        "stability_constant": "A, which damps the first steps, in iterations.",
        "gain_exponent": "Alpha, the decay of the steps.",
        "perturbation_exponent": "Gamma, the decay of the perturbations.",
        "first_step_size": "The mean change of each parameter in the first step that calibration aims at, in radians.",
        "calibration_pairs": "Pairs of evaluations that calibration takes.",
        "resamplings": "Random directions that are averaged in each step.",
        "is_blocking": "Whether steps that raise the energy are refused; costs one evaluation more per step.",
        "allowed_increase":
          "What blocking lets pass, in the Hamiltonian's unit; null for twice the standard error of the difference.",
        "is_trust_region": "Whether the parameters never move by more than 1 radian in a step (Euclidean).",
        "averaged_iterates": "The answer is the mean of this many last iterates.",
        "seed": "Where the random directions come from; null takes the seed of the run.",
      ]
    case .nft:
      [
        "frequencies":
          "The frequencies of the energy in each parameter, a list for each; null finds them in the circuit.",
        "reset_interval": "Updates between two evaluations of the iterate itself.",
        "value_tolerance":
          "Converged when a sweep over all parameters lowers the energy by no more; ignored with shots or a precision.",
      ]
    case .conjugateGradient, .cobyla, .bobyqa, .nelderMead, .slsqp, .sbplx:
      [:]
    }
  }
}
