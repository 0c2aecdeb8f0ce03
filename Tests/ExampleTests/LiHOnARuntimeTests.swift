import Testing

@Suite("Lithium hydride as a program")
struct LiHOnARuntimeTests {
  @Test("comes down to the exact energy of its orbitals, step by step")
  func energy() throws {
    let example = try Example("LiHOnARuntime")
    let energies = example.rows.map { $0[1] }
    #expect(energies.count >= 3)
    #expect(zip(energies, energies.dropFirst()).allSatisfy { $1 <= $0 })
    // Full configuration interaction; two electrons are within the reach of UCCSD.
    let last = try #require(energies.last)
    #expect(abs(last - -7.88146101) < 1e-7)
    #expect(try example.line(beginning: "Energy: ").hasPrefix("-7.88146"))
  }
}
