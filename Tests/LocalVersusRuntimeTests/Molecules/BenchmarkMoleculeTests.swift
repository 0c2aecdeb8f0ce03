import Foundation
import LocalVersusRuntime
import Ritz
import Testing

@Suite("The molecules of the comparison") struct BenchmarkMoleculeTests {
  @Test("LiH on 4 qubits has 100 terms in 25 groups and the published ground energy")
  func smallLithiumHydride() throws {
    let problem = try BenchmarkMolecule.smallLithiumHydride.problem()
    #expect(problem.qubitCount == 4)
    #expect(problem.hamiltonian.termCount() == 100)
    #expect(problem.hamiltonian.qubitWiseCommutingGroups().count == 25)
    #expect(MeasurementPlan(problem.hamiltonian).bases.count == 25)
    #expect(abs(try ExactSpectrum(of: problem).groundEnergy - -7.88146101) < 5e-9)
  }

  @Test(
    "are those of the repository, number by number",
    arguments: [
      (BenchmarkMolecule.hydrogen, "h2_sto3g_r0.735"), (.smallLithiumHydride, "lih_active3/lih_active3_r1.547"),
      (.lithiumHydride, "lih_sto3g_r1.595"),
    ])
  func repository(molecule: BenchmarkMolecule, file: String) throws {
    let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../../Data/molecules").standardizedFileURL
    let text = try String(contentsOf: folder.appending(path: "\(file).fcidump"), encoding: .utf8)
    #expect(molecule.integrals == text.trimmingCharacters(in: .newlines))
  }

  @Test("have as many qubits as their names say")
  func qubits() throws {
    #expect(try BenchmarkMolecule.allCases.map { try $0.problem().qubitCount } == [4, 4, 12])
  }
}
