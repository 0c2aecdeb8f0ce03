import ComplexModule
import Hamiltonians
import LinearAlgebra
import PauliAlgebra
import RandomStreams
import RealModule
import Testing

@Suite("Exact spectra")
struct ExactSpectrumTests {
  private static let smallMolecules = [
    "h2_sto3g_r0.735", "heh+_sto3g_r0.772", "lih_sto3g_r1.595_fc_sigma3", "h4_linear_sto3g_r1.0",
  ]

  @Test("a sector has the same energies and spins in every encoding", arguments: smallMolecules)
  func encodings(_ name: String) throws {
    let molecule = try MoleculeTests.read("\(name).fcidump")
    let problems =
      FermionMapping.allCases.flatMap { mapping in
        SpinOrder.allCases.map { molecule.problem(mapping: mapping, spinOrder: $0) }
      } + [try molecule.problem(mapping: .parity).reducingTwoQubits()]
    let options = ExactSpectrumOptions(stateCount: 4)
    let expected = try ExactSpectrum(of: problems[0], options: options)
    for problem in problems {
      let spectrum = try ExactSpectrum(of: problem, options: options)
      #expect(spectrum.qubitCount == problem.qubitCount)
      #expect(zip(spectrum.energies, expected.energies).allSatisfy { abs($0 - $1) < 1e-11 })
      let spins = try #require(spectrum.spinSquared), expectedSpins = try #require(expected.spinSquared)
      #expect(zip(spins, expectedSpins).allSatisfy { abs($0 - $1) < 1e-9 })
      try expectEigenvectors(spectrum, of: problem.hamiltonian)
    }
  }

  @Test("all sectors together are the whole space", arguments: smallMolecules, FermionMapping.allCases)
  func unionOfSectors(_ name: String, _ mapping: FermionMapping) throws {
    let problem = try MoleculeTests.read("\(name).fcidump").problem(mapping: mapping, spinOrder: .interleaved)
    let orbitals = problem.molecule.orbitalCount
    var energies: [Double] = []
    for alpha in 0...orbitals {
      for beta in 0...orbitals {
        let sector = ParticleSector(alphaCount: alpha, betaCount: beta)
        let dimension = try ExactSpectrum(of: problem, sector: sector).dimension
        energies += try ExactSpectrum(
          of: problem, sector: sector, options: ExactSpectrumOptions(stateCount: dimension)
        ).energies
      }
    }
    let all = try hermitianEigenvalues(of: problem.hamiltonian.realDenseMatrix())
    #expect(all.count == energies.count)
    #expect(zip(energies.sorted(), all).allSatisfy { abs($0 - $1) < 1e-10 })
    let ground = try FockGroundState(of: problem.molecule)
    #expect(abs(ground.energy - all[0]) < 1e-10)
  }

  @Test("sectors of a reduced problem are those with its parities", arguments: smallMolecules)
  func reducedSectors(_ name: String) throws {
    let problem = try MoleculeTests.read("\(name).fcidump").problem(mapping: .parity).reducingTwoQubits()
    let molecule = problem.molecule
    var energies: [Double] = []
    for alpha in 0...molecule.orbitalCount {
      for beta in 0...molecule.orbitalCount {
        let sector = ParticleSector(alphaCount: alpha, betaCount: beta)
        if (alpha - molecule.alphaCount) % 2 == 0 && (beta - molecule.betaCount) % 2 == 0 {
          let dimension = try ExactSpectrum(of: problem, sector: sector).dimension
          energies += try ExactSpectrum(
            of: problem, sector: sector, options: ExactSpectrumOptions(stateCount: dimension)
          ).energies
        } else {
          #expect(throws: ExactSpectrumError.outsideReducedSpace(sector)) {
            try ExactSpectrum(of: problem, sector: sector)
          }
        }
      }
    }
    let all = try hermitianEigenvalues(of: problem.hamiltonian.realDenseMatrix())
    #expect(all.count == energies.count)
    #expect(zip(energies.sorted(), all).allSatisfy { abs($0 - $1) < 1e-10 })
  }

  @Test("every method finds the same states", arguments: EigenSolverMethod.allCases)
  func methods(_ method: EigenSolverMethod) throws {
    let problem = try MoleculeTests.read("h6_chain_sto3g_r1.5.fcidump").problem()
    let expected = try ExactSpectrum(of: problem, options: ExactSpectrumOptions(stateCount: 8, method: .dense))
    let spectrum = try ExactSpectrum(of: problem, options: ExactSpectrumOptions(stateCount: 8, method: method))
    #expect(spectrum.method == method)
    #expect(spectrum.dimension == 400)
    #expect(spectrum.residuals.allSatisfy { $0 < 1e-10 })
    #expect(zip(spectrum.energies, expected.energies).allSatisfy { abs($0 - $1) < 1e-10 })
  }

  @Test("a magnetic flux makes complex matrices, and sectors are still whole", arguments: [0.3, 1.1])
  func complexSectors(_ flux: Double) throws {
    var hubbard = FermionOperator.zero
    for spin in 0..<2 {
      for site in 0..<3 {
        let (i, j) = (3 * spin + site, 3 * spin + (site + 1) % 3)
        let phase = Complex(length: 1, phase: flux / 3)
        hubbard.append([.creation(i), .annihilation(j)], coefficient: -phase)
        hubbard.append([.creation(j), .annihilation(i)], coefficient: -phase.conjugate)
      }
    }
    for site in 0..<3 {
      hubbard.append(
        [.creation(site), .annihilation(site), .creation(3 + site), .annihilation(3 + site)], coefficient: 4)
    }
    let encoding = LinearEncoding(mapping: .bravyiKitaev, modeCount: 6)
    let sum = try encoding.map(hubbard)
    #expect(!sum.isReal)
    var energies: [Double] = []
    for alpha in 0...3 {
      for beta in 0...3 {
        let sector = ParticleSector(alphaCount: alpha, betaCount: beta)
        let dimension = try ExactSpectrum(of: sum, sector: sector, encoding: encoding, spinOrder: .blocked).dimension
        let spectrum = try ExactSpectrum(
          of: sum, sector: sector, encoding: encoding, spinOrder: .blocked,
          options: ExactSpectrumOptions(stateCount: dimension))
        energies += spectrum.energies
        try expectEigenvectors(spectrum, of: sum)
        // With all spins up there is one total spin.
        if beta == 0 {
          let spin = 0.5 * Double(alpha)
          #expect((try #require(spectrum.spinSquared)).allSatisfy { abs($0 - spin * (spin + 1)) < 1e-10 })
        }
      }
    }
    let all = try hermitianEigenvalues(of: sum.denseMatrix())
    #expect(zip(energies.sorted(), all).allSatisfy { abs($0 - $1) < 1e-10 })
    let whole = try ExactSpectrum(of: sum, options: ExactSpectrumOptions(stateCount: 5))
    #expect(zip(whole.energies, all).allSatisfy { abs($0 - $1) < 1e-10 })
    try expectEigenvectors(whole, of: sum)
  }

  @Test("random sums have the energies of their dense matrices", arguments: 0..<10 as Range<UInt64>)
  func randomSums(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let qubits = 1 + Int(seed % 6)
    let letters = seed % 3 == 0 ? ["I", "Z"] : seed % 3 == 1 ? ["I", "X", "Z"] : ["I", "X", "Y", "Z"]
    let terms = try (0..<12).map { _ in
      let label = (0..<qubits).map { _ in letters.randomElement(using: &generator) ?? "I" }.joined()
      return PauliTerm(try PauliString(label), coefficient: Double.random(in: -1...1, using: &generator))
    }
    let sum = try PauliSum(qubitCount: qubits, terms: terms)
    let expected = try hermitianEigenvalues(of: sum.denseMatrix())
    let spectrum = try ExactSpectrum(of: sum, options: ExactSpectrumOptions(stateCount: min(5, expected.count)))
    #expect(zip(spectrum.energies, expected).allSatisfy { abs($0 - $1) < 1e-11 })
    try expectEigenvectors(spectrum, of: sum)
  }

  @Test("levels that are closer than a solver separates come as common eigenvectors of H and S²")
  func closeLevels() throws {
    // Two electrons in two orbitals 1e-9 apart: singlets at 0, 1e-9 and 2e-9, a triplet at 1e-9.
    var integrals = MolecularIntegrals(orbitalCount: 3)
    integrals[1, 1] = 1e-9
    integrals[2, 2] = 1
    let molecule = try Molecule(integrals: integrals, coreEnergy: 0, alphaCount: 1, betaCount: 1)
    let problem = molecule.problem()
    let spectrum = try ExactSpectrum(of: problem, options: ExactSpectrumOptions(stateCount: 4))
    #expect(zip(spectrum.energies, [0, 1e-9, 1e-9, 2e-9]).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(zip(try #require(spectrum.spinSquared), [0, 0, 2, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(spectrum.residuals.allSatisfy { $0 < 1e-14 })
    try expectEigenvectors(spectrum, of: problem.hamiltonian, within: 1e-14)
  }

  @Test("the same seed gives the same bits")
  func reproducibility() throws {
    let problem = try MoleculeTests.read("h6_chain_sto3g_r1.5.fcidump").problem()
    var options = ExactSpectrumOptions(stateCount: 3, method: .davidson)
    options.seed = 7
    let first = try ExactSpectrum(of: problem, options: options),
      second = try ExactSpectrum(of: problem, options: options)
    #expect(first.energies == second.energies)
    #expect(try first.stateVector(2) == second.stateVector(2))
  }

  @Test("what cannot be had is refused by name")
  func refusals() throws {
    let problem = try MoleculeTests.read("lih_sto3g_r1.595.fcidump").problem()
    func sector(_ alpha: Int, _ beta: Int) -> ParticleSector { ParticleSector(alphaCount: alpha, betaCount: beta) }
    #expect(throws: ExactSpectrumError.stateCount(226, dimension: 225)) {
      try ExactSpectrum(of: problem, options: ExactSpectrumOptions(stateCount: 226))
    }
    #expect(throws: ExactSpectrumError.stateCount(0, dimension: 225)) {
      try ExactSpectrum(of: problem, options: ExactSpectrumOptions(stateCount: 0))
    }
    #expect(throws: ExactSpectrumError.impossibleSector(particles: 8, twiceSz: 6, orbitals: 6)) {
      try ExactSpectrum(of: problem, sector: sector(7, 1))
    }
    #expect(throws: ExactSpectrumError.impossibleSector(particles: 0, twiceSz: -2, orbitals: 6)) {
      try ExactSpectrum(of: problem, sector: sector(-1, 1))
    }
    for (particles, twiceSz) in [(2, 1), (1, 3), (-1, 1), (.max, .min), (.min, 0)] {
      #expect(throws: ExactSpectrumError.self) { try ParticleSector(particleCount: particles, twiceSz: twiceSz) }
    }
    #expect(try ParticleSector(particleCount: 5, twiceSz: -3) == sector(1, 4))
    // X changes the number of particles, a hop between the spins that of each, XX + YY neither.
    for (terms, spin) in [(["IIIIXI"], Spin.alpha), (["IIXXII", "IIYYII"], .alpha), (["XXIIII"], .beta)] {
      let sum = try PauliSum(
        qubitCount: 6, terms: terms.map { PauliTerm(try PauliString($0), coefficient: 1) })
      #expect(throws: ExactSpectrumError.notConserved(spin)) {
        try ExactSpectrum(of: sum, sector: sector(1, 1), spinOrder: .blocked)
      }
    }
    let hopping = try PauliSum(["XXIIII": 1, "YYIIII": 1])
    #expect(abs(try ExactSpectrum(of: hopping, sector: sector(1, 1), spinOrder: .blocked).groundEnergy + 2) < 1e-12)
    #expect(throws: ExactSpectrumError.encodingMismatch(qubits: 3, encodingQubits: 3, modes: 3)) {
      try ExactSpectrum(of: PauliSum(["ZZZ": 1]), sector: sector(1, 1), spinOrder: .blocked)
    }
    #expect(throws: ExactSpectrumError.tooManyQubits(64, allowed: 62)) {
      try ExactSpectrum(of: PauliSum(qubitCount: 64), sector: sector(1, 1), spinOrder: .blocked)
    }
    #expect(throws: ExactSpectrumError.tooManyQubits(31, allowed: 30)) {
      try ExactSpectrum(of: PauliSum(qubitCount: 31))
    }
    #expect(throws: ExactSpectrumError.self) {
      try ExactSpectrum(of: PauliSum(PauliString("XZ")) * Complex(0, 1))
    }
    var small = ExactSpectrumOptions()
    small.memoryLimit = 1000
    #expect(throws: ExactSpectrumError.self) { try ExactSpectrum(of: problem, options: small) }
    var stopped = ExactSpectrumOptions(method: .davidson)
    stopped.shouldStop = { true }
    #expect(throws: ExactSpectrumError.eigensolver(.stopped(iterations: 0))) {
      try ExactSpectrum(of: problem, options: stopped)
    }
  }

  @Test("what does not fit is refused with its size, at once")
  func memory() throws {
    let clock = ContinuousClock()
    let elapsed = try clock.measure {
      let hubbard = try FermiHubbard(on: .chain(30), repulsion: 4).hamiltonian
      let error = #expect(throws: ExactSpectrumError.self) {
        try ExactSpectrum(of: hubbard, sector: ParticleSector(alphaCount: 15, betaCount: 15), spinOrder: .blocked)
      }
      guard case .doesNotFit(let bytes, _, let dimension) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(dimension == 155_117_520 * 155_117_520)
      #expect(bytes > dimension)
      var options = ExactSpectrumOptions()
      options.memoryLimit = 1 << 20
      let model = try XXZ.heisenberg(on: .ring(20)).hamiltonian
      let refusal = #expect(throws: ExactSpectrumError.self) { try ExactSpectrum(of: model, options: options) }
      #expect(refusal?.description.hasSuffix("of memory; 1048 kB are allowed") == true)
    }
    #expect(elapsed < .seconds(2))
  }
}
