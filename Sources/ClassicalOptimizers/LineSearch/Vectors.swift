func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}

func maximumMagnitude(_ a: [Double]) -> Double {
  a.reduce(0) { max($0, $1.magnitude) }
}

/// a + factor·b
func sum(_ a: [Double], _ factor: Double, _ b: [Double]) -> [Double] {
  var result = a
  for index in a.indices { result[index] += factor * b[index] }
  return result
}

/// a divided by estimates of the second derivatives, component by component; a itself where there are none.
func scaled(_ a: [Double], by curvatures: [Double]?) -> [Double] {
  guard let curvatures else { return a }
  return zip(a, curvatures).map { $0 / $1 }
}

/// a − b
func difference(_ a: [Double], _ b: [Double]) -> [Double] {
  sum(a, -1, b)
}
