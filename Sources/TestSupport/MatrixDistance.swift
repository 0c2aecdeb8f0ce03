public import ComplexModule
public import LinearAlgebra
public import RealModule

/// The largest difference between two elements; infinite when shapes differ or anything is not a number.
public func maximumDifference(_ left: Matrix<Complex<Double>>, _ right: Matrix<Complex<Double>>) -> Double {
  guard left.rows == right.rows, left.columns == right.columns else { return .infinity }
  return maximumDifference(left.elements, right.elements)
}

/// The largest difference between two amplitudes; infinite when the counts differ or anything is not a number.
public func maximumDifference(_ left: [Complex<Double>], _ right: [Complex<Double>]) -> Double {
  guard left.count == right.count else { return .infinity }
  var largest = 0.0
  for (a, b) in zip(left, right) {
    let difference = (a - b).length
    guard difference.isFinite else { return .infinity }
    largest = max(largest, difference)
  }
  return largest
}
