internal import JSONSchemas

extension VQEProgram {
  static let description = ProgramMetadata(
    id: "vqe", name: "vqe",
    description: "The lowest energy of a Hamiltonian that the circuit of an ansatz reaches, and the angles it takes.",
    version: "1.0.0", maximumExecutionTime: 7 * 86_400,
    spec: ProgramSpecification(parameters: .any, returnValues: .any, interimResults: .any))
}
