internal import JSONSchemas
internal import RuntimeAPI

/// What a backend's configuration must say for circuits to be sent there; services differ in all the rest.
struct BackendTraits {
  var name: String
  var qubitCount: Int
  var isSimulator: Bool
  /// Absent on services that are not ours.
  var additions: BackendConfiguration.Additions?

  /// - Throws: ``RuntimeError`` with code `unexpected-answer` for a configuration without a name or a number of qubits.
  init(_ configuration: JSONValue) throws {
    guard let name = configuration["backend_name"]?.stringValue,
      let qubitCount = configuration["n_qubits"]?.intValue, qubitCount >= 0
    else {
      throw RuntimeError.unexpected("a backend's configuration without backend_name and n_qubits")
    }
    self.name = name
    self.qubitCount = qubitCount
    isSimulator = configuration["simulator"]?.boolValue ?? false
    do {
      additions = try configuration["ritz"]?.decoded()
    } catch {
      throw RuntimeError.unexpected("additions of '\(name)' that cannot be read (\(error))", cause: error)
    }
  }
}
