extension Compiler {
  mutating func include(_ library: StandardLibrary, at position: SourcePosition) throws(OpenQASMError) {
    guard !includesStandardGates else {
      throw position.error(found: "a second include of \(library.rawValue)", allowed: "one")
    }
    includesStandardGates = true
    let signatures = library == .qelib1 ? GateSignature.qelib1 : GateSignature.standardGates
    for (name, signature) in signatures.sorted(by: { $0.key < $1.key }) {
      guard scopes[0][name] == nil else {
        throw position.error(
          found: "\(library.rawValue) behind a declaration of \(name)", allowed: "the include before it")
      }
      scopes[0][name] = .gate(signature)
    }
    guard library == .qelib1 else { return }
    for (name, definition) in GateDefinition.qelib1.sorted(by: { $0.key < $1.key }) {
      program.definitions.append(definition)
      program.depths.append(1)
      scopes[0][name] = .gate(
        GateSignature(
          gate: .defined(program.definitions.count - 1), angleCount: definition.parameterCount,
          qubitCount: definition.qubitCount, isReplaceable: true))
    }
  }
}
