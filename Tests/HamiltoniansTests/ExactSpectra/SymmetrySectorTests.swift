import ComplexModule
import Hamiltonians
import LinearAlgebra
import PauliAlgebra
import RandomStreams
import RealModule
import Testing

@Suite("Whole spaces cut by symmetries")
struct SymmetrySectorTests {
  /// Lattice models with different symmetries, all on few sites.
  enum Model: String, CaseIterable {
    case antiferromagnet, oddChain, ferromagnet, frustrated, easyAxis, easyPlane, chainInField, ising, isingWithField
    case antiferromagneticIsing, isingAlongX, clusters, imaginaryHops, hubbard

    func sum() throws -> PauliSum {
      func z(_ count: Int, _ coefficients: (Int) -> Double) throws -> PauliSum {
        try field(.z, count, coefficients)
      }
      func field(_ pauli: Pauli, _ count: Int, _ coefficients: (Int) -> Double) throws -> PauliSum {
        try PauliSum(
          qubitCount: count,
          terms: (0..<count).map {
            PauliTerm(try PauliString(qubitCount: count, factors: [($0, pauli)]), coefficient: coefficients($0))
          })
      }
      return switch self {
      case .antiferromagnet: try XXZ.heisenberg(on: .chain(8)).hamiltonian
      case .oddChain: try XXZ.heisenberg(on: .chain(7)).hamiltonian
      case .ferromagnet: try XXZ.heisenberg(on: .ring(6), coupling: -1).hamiltonian
      case .frustrated: try XXZ.heisenberg(on: .ring(5)).hamiltonian
      case .easyAxis: try XXZ(on: .chain(6), coupling: 1, anisotropy: 2).hamiltonian
      case .easyPlane: try XXZ(on: .ring(6), coupling: -1, anisotropy: 0.3).hamiltonian
      case .chainInField: try XXZ.heisenberg(on: .chain(6)).hamiltonian + z(6) { _ in 0.7 }
      case .ising: try TransverseFieldIsing(on: .chain(7), coupling: 1, field: 1).hamiltonian
      case .isingWithField:
        try TransverseFieldIsing(on: .chain(6), coupling: 1, field: 1).hamiltonian + z(6) { 0.1 * Double($0) }
      case .antiferromagneticIsing: try TransverseFieldIsing(on: .ring(6), coupling: -1, field: -0.8).hamiltonian
      case .isingAlongX:
        try PauliSum(["XXIII": -1, "IXXII": -1, "IIXXI": -1, "IIIXX": -1]) + field(.z, 5) { _ in -0.9 }
      case .clusters:
        try PauliSum(["ZZIIII": -1, "IIZZII": 0.5, "IIIIZZ": 1]) + field(.x, 6) { 0.3 - 0.1 * Double($0) }
      case .imaginaryHops: try PauliSum(["XYII": 1, "YXII": -1, "IXYI": 1, "IYXI": -1, "IIXX": 0.5, "IIYY": 0.5])
      case .hubbard: try FermiHubbard(on: .chain(3), repulsion: 4).hamiltonian
      }
    }
  }

  /// The largest part that is searched for a ground state.
  private static let largestPart: [Model: Int] = [
    .antiferromagnet: 35, .oddChain: 35, .ferromagnet: 10, .easyAxis: 15, .chainInField: 20, .ising: 64, .clusters: 8,
    .isingWithField: 64, .imaginaryHops: 6,
  ]

  @Test("levels and states are those of the dense matrix", arguments: Model.allCases, [1, 2, 5, 12])
  func levels(_ model: Model, count: Int) throws {
    let sum = try model.sum()
    let exact = try hermitianEigenvalues(of: sum.denseMatrix())
    let spectrum = try ExactSpectrum(of: sum, options: ExactSpectrumOptions(stateCount: count))
    #expect(zip(spectrum.energies, exact).allSatisfy { abs($0 - $1) < 1e-11 })
    #expect(spectrum.energies.count == count && spectrum.dimension == exact.count)
    if count == 1, let part = Self.largestPart[model] { #expect(spectrum.largestPartDimension == part) }
    try expectEigenvectors(spectrum, of: sum)
  }

  @Test("every method finds them", arguments: Model.allCases, EigenSolverMethod.allCases)
  func methods(_ model: Model, method: EigenSolverMethod) throws {
    let sum = try model.sum()
    let exact = try hermitianEigenvalues(of: sum.denseMatrix())
    let spectrum = try ExactSpectrum(of: sum, options: ExactSpectrumOptions(stateCount: 3, method: method))
    #expect(zip(spectrum.energies, exact).allSatisfy { abs($0 - $1) < 1e-10 })
    try expectEigenvectors(spectrum, of: sum)
  }

  @Test("all levels of all sectors are those of the space", arguments: Model.allCases)
  func wholeSpectrum(_ model: Model) throws {
    let sum = try model.sum()
    let exact = try hermitianEigenvalues(of: sum.denseMatrix())
    let spectrum = try ExactSpectrum(of: sum, options: ExactSpectrumOptions(stateCount: exact.count))
    #expect(zip(spectrum.energies, exact).allSatisfy { abs($0 - $1) < 1e-11 })
  }

  @Test("random sums that commute with flips or weights have their levels", arguments: 0..<20 as Range<UInt64>)
  func randomSums(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let count = 5
    let flip = stream.next() & 31, other = stream.next() & 31
    // Terms whose z overlap evenly with the flips, or hops that keep the number of ones.
    var terms: [PauliTerm] = []
    while terms.count < 14 {
      let (x, z) = (stream.next() & 31, stream.next() & 31)
      let coefficient = 2 * stream.uniform() - 1
      if seed % 2 == 0 {
        guard (z & flip).nonzeroBitCount % 2 == 0, (z & other).nonzeroBitCount % 2 == 0 else { continue }
        terms.append(PauliTerm(PauliString(qubitCount: count, xMask: x, zMask: z), coefficient: coefficient))
      } else {
        let (p, q) = (Int(x % 5), Int(z % 5))
        guard p != q else { continue }
        for pauli in [Pauli.x, .y] {
          terms.append(
            PauliTerm(
              try PauliString(qubitCount: count, factors: [(p, pauli), (q, pauli)]), coefficient: coefficient))
        }
      }
    }
    let sum = try PauliSum(qubitCount: count, terms: terms)
    let exact = try hermitianEigenvalues(of: sum.denseMatrix())
    for levels in [1, 4, 32] {
      let spectrum = try ExactSpectrum(of: sum, options: ExactSpectrumOptions(stateCount: levels))
      #expect(zip(spectrum.energies, exact).allSatisfy { abs($0 - $1) < 1e-11 })
      #expect(seed % 2 == 1 || flip == 0 || spectrum.largestPartDimension <= 16)
      try expectEigenvectors(spectrum, of: sum)
    }
  }

  @Test("without memory for matrices the same energy is found from products alone")
  func littleMemory() throws {
    // Every spin with every other: matrices are large beside vectors.
    var stream = RandomStream(seed: 3)
    let edges = (0..<12).flatMap { site in
      (0..<site).map { Lattice.Edge($0, site, weight: stream.uniform()) }
    }
    let sum = try XXZ.heisenberg(on: .graph(siteCount: 12, edges: edges)).hamiltonian
    let roomy = try ExactSpectrum(of: sum)
    #expect(roomy.largestPartDimension == 462 && roomy.method == .lanczos)
    var options = ExactSpectrumOptions()
    options.memoryLimit = 190_000
    let tight = try ExactSpectrum(of: sum, options: options)
    #expect(tight.largestPartDimension == 2048)
    #expect(abs(tight.groundEnergy - roomy.groundEnergy) < 1e-10)
    try expectEigenvectors(tight, of: sum)
  }

  @Test("sums whose terms shrink by twenty, and sums with a large identity, are no trouble")
  func roundingOfTheRecurrence() throws {
    let terms = try (0..<9).flatMap { qubit in
      try [(Pauli.x, 1.0), (.z, 0.7)].map { pauli, factor in
        PauliTerm(
          try PauliString(qubitCount: 9, factors: [(qubit, pauli)]), coefficient: factor * .pow(20, -Double(qubit)))
      }
    }
    let shrinking = try PauliSum(qubitCount: 9, terms: terms)
    let levels = try hermitianEigenvalues(of: shrinking.realDenseMatrix())
    for shift in [0.0, -levels[0]] {
      let sum = shrinking + .identity(qubitCount: 9, coefficient: Complex(shift))
      let spectrum = try ExactSpectrum(of: sum)
      #expect(spectrum.method == .lanczos)
      #expect(abs(spectrum.groundEnergy - levels[0] - shift) < 1e-12)
      try expectEigenvectors(spectrum, of: sum)
    }
    let chain = try TransverseFieldIsing(on: .chain(10), coupling: 1, field: 1).hamiltonian
    let ground = try ExactSpectrum(of: chain).groundEnergy
    for shift in [1e4, -1e6, 1e8] {
      let shifted = try ExactSpectrum(of: chain + .identity(qubitCount: 10, coefficient: Complex(shift)))
      #expect(shifted.method == .lanczos)
      #expect(abs(shifted.groundEnergy - ground - shift) < 1e-13 * abs(shift))
    }
  }

  @Test("the critical Ising chain has its known energy", arguments: [8, 12, 15])
  func criticalChain(_ count: Int) throws {
    // Free fermions: 1 − 1/sin(π/(4n + 2)) for couplings and field 1.
    let sum = try TransverseFieldIsing(on: .chain(count), coupling: 1, field: 1).hamiltonian
    let expected = 1 - 1 / Double.sin(Double.pi / Double(4 * count + 2))
    let spectrum = try ExactSpectrum(of: sum)
    #expect(abs(spectrum.groundEnergy - expected) < 1e-10)
    #expect(spectrum.largestPartDimension == 1 << (count - 1))
  }
}
