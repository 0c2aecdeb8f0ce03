/// What the methods that search along descent directions have in common in their settings.
protocol LineSearchMethod: CurvatureAware {
  var gradientTolerance: Double { get }
  var valueTolerance: Double { get }
  var relativeRoundOff: Double { get }
  var firstStepLength: Double { get }
}

extension LineSearchMethod {
  /// - Parameter curvature: How far the slope must have fallen: tight for conjugate directions, loose for quasi-Newton.
  func settings(curvature: Double) -> LineSearchSettings {
    LineSearchSettings(
      sufficientDecrease: 1e-4, curvature: curvature, gradientTolerance: gradientTolerance,
      valueTolerance: valueTolerance, relativeRoundOff: relativeRoundOff)
  }

  func requireLineSearchSettings(dimension: Int) throws(OptimizationError) {
    try requireSetting("gradientTolerance", gradientTolerance, in: 0...)
    try requireSetting("valueTolerance", valueTolerance, in: 0...)
    try requireSetting("relativeRoundOff", relativeRoundOff, in: 0...1)
    try requireSetting("firstStepLength", firstStepLength, above: 0)
    try requireCurvatures(curvatures, dimension: dimension)
  }

  /// Downhill, in parameters scaled by the curvatures.
  func steepestDescent(_ gradient: [Double]) -> [Double] {
    scaled(gradient, by: curvatures).map { -$0 }
  }

  /// The first step along a direction of steepest descent.
  func firstStep(along direction: [Double]) -> Double {
    min(1, firstStepLength / dot(direction, direction).squareRoot())
  }
}
