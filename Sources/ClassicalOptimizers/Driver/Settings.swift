/// Refuses a setting outside its range, NaN included.
func requireSetting(
  _ name: String, _ value: Double, in range: some RangeExpression<Double>
) throws(OptimizationError) {
  guard value.isFinite, range.contains(value) else {
    throw .invalidSetting(name: name, found: "\(value)", allowed: "\(range)")
  }
}

func requireSetting(_ name: String, _ value: Double, above bound: Double) throws(OptimizationError) {
  guard value.isFinite, value > bound else {
    throw .invalidSetting(name: name, found: "\(value)", allowed: "finite numbers above \(bound)")
  }
}

func requireCurvatures(_ curvatures: [Double]?, dimension: Int) throws(OptimizationError) {
  guard let curvatures else { return }
  if curvatures.count != dimension {
    throw .invalidSetting(name: "curvatures", found: "\(curvatures.count)", allowed: "\(dimension), one per parameter")
  }
  for value in curvatures { try requireSetting("curvatures", value, above: 0) }
}

func requireSetting(_ name: String, _ value: Int, in range: some RangeExpression<Int>) throws(OptimizationError) {
  guard range.contains(value) else {
    throw .invalidSetting(name: name, found: "\(value)", allowed: "\(range)")
  }
}
