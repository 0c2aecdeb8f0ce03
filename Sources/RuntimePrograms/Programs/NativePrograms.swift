/// The programs that every runtime of this package has.
public enum NativePrograms {
  public static let all: [any RuntimeProgram] = [
    EstimatorProgram(), EstimatorGradientProgram(), SamplerProgram(), VQEProgram(),
  ]

  public static func named(_ id: String) -> (any RuntimeProgram)? { all.first { $0.metadata.id == id } }
}
