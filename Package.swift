// swift-tools-version: 6.2
import PackageDescription

// The tree is the architecture: a target imports only targets listed above it.
//
// `RITZ_ONLY=PauliAlgebra swift build` (or `swift test`) describes a package of that target, what it needs and its
// tests, and nothing else: the way to work on one layer without compiling the ones above it.
let only = Context.environment["RITZ_ONLY"]

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
let cSettings: [CSetting] = [.treatAllWarnings(as: .error)]
let cxxSettings: [CXXSetting] = [.treatAllWarnings(as: .error)]

/// One layer: its name, the layers and package products it imports, and whether it has a test target of its own.
@MainActor struct Layer {
  var name: String
  var layers: [String] = []
  var products: [Target.Dependency] = []
  var hasTests = true
  var makeTarget: (Layer) -> Target = { layer in
    .target(name: layer.name, dependencies: layer.dependencies, swiftSettings: settings)
  }

  var dependencies: [Target.Dependency] { layers.map { .target(name: $0) } + products }

  /// Whether a product of a foreign package is among the dependencies.
  func uses(_ package: String) -> Bool {
    products.contains { product in
      if case .productItem(_, let name, _, _) = product { name == package } else { false }
    }
  }
}

let numerics: [Target.Dependency] = [
  .product(name: "ComplexModule", package: "swift-numerics"), .product(name: "RealModule", package: "swift-numerics"),
]
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
]
let hummingbird: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HummingbirdCore", package: "hummingbird"),
]
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb: [Target.Dependency] = [
  .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
]

@MainActor func cLayer(
  _ name: String, path: String? = nil, libraries: [String] = [], hasTests: Bool = false
) -> Layer {
  Layer(name: name, hasTests: hasTests) { layer in
    .target(
      name: layer.name, path: path, cSettings: cSettings, cxxSettings: cxxSettings,
      linkerSettings: libraries.map { .linkedLibrary($0) })
  }
}

/// What benchmarks share, and tests of it.
@MainActor func benchmarkLayer(_ name: String, layers: [String]) -> Layer {
  Layer(name: name, layers: layers) { layer in
    .target(
      name: layer.name, dependencies: layer.dependencies, path: "Benchmarks/\(layer.name)", swiftSettings: settings)
  }
}

@MainActor func executableLayer(
  _ name: String, path: String? = nil, layers: [String], products: [Target.Dependency] = [], hasTests: Bool = false
) -> Layer {
  Layer(name: name, layers: layers, products: products, hasTests: hasTests) { layer in
    .executableTarget(name: layer.name, dependencies: layer.dependencies, path: path, swiftSettings: settings)
  }
}

/// The examples, each with the layers that it imports.
let examples = [
  "LiHCurve": ["Ritz"], "AnsatzComparison": ["Ritz"], "OptimizerComparison": ["Ritz"], "IsingChain": ["Ritz"],
  "MaxCut": ["Ritz"], "LiHOnARuntime": ["Ritz", "RuntimeClient"], "ShotStudy": ["Ritz", "Plots"],
].sorted { $0.key < $1.key }

let layers: [Layer] =
  [
    // C kernels and the libraries of the system.
    cLayer("CStateVectorKernels", hasTests: true),
    cLayer("CLinearAlgebra", libraries: ["openblas", "lapacke"]),
    cLayer("CNLopt", libraries: ["nlopt"]),
    cLayer("CZlib", libraries: ["z"]),
    cLayer("CProcess"),
    cLayer("CNumberText"),
    // The libraries, lowest first.
    Layer(name: "RandomStreams"),
    Layer(name: "Plots"),
    Layer(name: "JSONSchemas", layers: ["CNumberText"]),
    Layer(name: "LinearAlgebra", layers: ["CLinearAlgebra", "RandomStreams"], products: numerics),
    Layer(
      name: "PauliAlgebra", layers: ["LinearAlgebra", "CStateVectorKernels", "RandomStreams"],
      products: numerics),
    Layer(
      name: "QuantumCircuits", layers: ["PauliAlgebra", "LinearAlgebra", "RandomStreams"], products: numerics),
    Layer(name: "OpenQASM", layers: ["QuantumCircuits", "PauliAlgebra", "LinearAlgebra"], products: numerics),
    Layer(
      name: "Hamiltonians", layers: ["PauliAlgebra", "LinearAlgebra", "RandomStreams"], products: numerics),
    Layer(name: "ClassicalOptimizers", layers: ["CNLopt", "RandomStreams"]),
    Layer(name: "QuantumBackends", layers: ["OpenQASM", "QuantumCircuits", "PauliAlgebra"], products: numerics),
    Layer(
      name: "Simulators",
      layers: [
        "QuantumBackends", "OpenQASM", "QuantumCircuits", "PauliAlgebra", "LinearAlgebra", "CStateVectorKernels",
        "RandomStreams",
      ],
      products: numerics),
    Layer(
      name: "VariationalAlgorithms",
      layers: [
        "QuantumBackends", "ClassicalOptimizers", "Hamiltonians", "QuantumCircuits", "PauliAlgebra", "RandomStreams",
      ],
      products: numerics),
    Layer(
      name: "RuntimePrograms",
      layers: [
        "VariationalAlgorithms", "Simulators", "QuantumBackends", "ClassicalOptimizers", "OpenQASM", "QuantumCircuits",
        "PauliAlgebra", "JSONSchemas", "CZlib",
      ],
      products: numerics),
    Layer(
      name: "Ritz",
      layers: [
        "PauliAlgebra", "QuantumCircuits", "OpenQASM", "Hamiltonians", "ClassicalOptimizers", "QuantumBackends",
        "Simulators", "VariationalAlgorithms", "RuntimePrograms",
      ]),
    Layer(
      name: "TestSupport",
      layers: [
        "QuantumBackends", "OpenQASM", "QuantumCircuits", "PauliAlgebra", "LinearAlgebra", "RandomStreams",
      ],
      products: numerics, hasTests: false),
    // The runtime: what crosses the wire, its two ends, and what stands behind the server.
    Layer(name: "RuntimeAPI", layers: ["RuntimePrograms", "JSONSchemas"], products: [crypto]),
    Layer(name: "RuntimeStore", layers: ["RuntimeAPI", "RuntimePrograms", "JSONSchemas"], products: grdb),
    Layer(
      name: "RuntimeWorkers",
      layers: ["RuntimeAPI", "RuntimePrograms", "Simulators", "QuantumBackends", "JSONSchemas", "CProcess"],
      products: nio + [logging]),
    Layer(
      name: "RuntimeServer",
      layers: [
        "RuntimeStore", "RuntimeWorkers", "RuntimeAPI", "RuntimePrograms", "Simulators", "QuantumBackends",
        "QuantumCircuits", "JSONSchemas",
      ],
      products: nio + hummingbird + [logging, crypto]),
    Layer(
      name: "RuntimeClient",
      layers: [
        "RuntimeAPI", "RuntimePrograms", "QuantumBackends", "OpenQASM", "QuantumCircuits", "PauliAlgebra",
        "JSONSchemas",
      ],
      products: nio + [asyncHTTPClient]),
    // What benchmarks are made of.
    benchmarkLayer("LocalVersusRuntime", layers: ["Ritz", "RuntimeClient", "RuntimeAPI", "JSONSchemas"]),
    cLayer("CMachineLimits", path: "Benchmarks/CMachineLimits"),
    benchmarkLayer(
      "PhysicalFloors",
      layers: ["Simulators", "Hamiltonians", "QuantumCircuits", "PauliAlgebra", "LinearAlgebra", "CMachineLimits"]),
    // The executables. A worker with programs that misbehave, for tests of what stands above workers.
    executableLayer(
      "WorkerForTests", path: "Tests/WorkerForTests",
      layers: ["RuntimeWorkers", "RuntimePrograms", "QuantumBackends", "JSONSchemas"],
      products: nio + [logging]),
    // Writes into a store until it is killed, for tests of what is left then.
    executableLayer(
      "StoreForTests", path: "Tests/StoreForTests",
      layers: ["RuntimeStore", "RuntimeAPI", "RuntimePrograms", "RandomStreams"]),
    // Reads texts that were changed by chance, until it is stopped.
    executableLayer(
      "OpenQASMFuzzer", path: "Tests/OpenQASMFuzzer",
      layers: ["OpenQASM", "QuantumCircuits", "TestSupport", "RandomStreams"]),
    executableLayer(
      "RitzCommand",
      layers: [
        "Ritz", "RuntimePrograms", "RuntimeClient", "RuntimeServer", "RuntimeWorkers", "RuntimeAPI", "JSONSchemas",
        "LocalVersusRuntime", "LinearAlgebra", "Plots",
      ],
      products: [argumentParser, logging] + numerics, hasTests: true),
    executableLayer(
      "RitzBenchmarks", path: "Benchmarks/RitzBenchmarks",
      layers: [
        "Ritz", "LocalVersusRuntime", "PhysicalFloors", "Simulators", "QuantumBackends", "JSONSchemas", "LinearAlgebra",
      ],
      products: numerics),
  ] + examples.map { executableLayer($0.key, path: "Examples/\($0.key)", layers: $0.value) }

/// The layers that `name` needs, itself included; every layer when `name` is nil.
@MainActor func selection(_ name: String?) -> Set<String> {
  guard let name else { return Set(layers.map(\.name)) }
  var needed: Set<String> = [name], queue = [name]
  while let next = queue.popLast() {
    for layer in layers where layer.name == next {
      queue += layer.layers.filter { needed.insert($0).inserted }
    }
  }
  return needed
}

// Tests of several layers together; `RITZ_ONLY` takes their names too.
let jointTests = [
  "ExampleTests": examples.map(\.key) + ["Ritz"],
  "RuntimeTests": [
    "RitzCommand", "RuntimeClient", "RuntimeAPI", "JSONSchemas", "Ritz", "TestSupport", "RandomStreams",
  ],
]

let selected = only.flatMap { jointTests[$0] }?.reduce(into: Set()) { $0.formUnion(selection($1)) } ?? selection(only)

// What the tests of one layer import beside the layer itself.
let testExtras: [String: [String]] = [
  "CStateVectorKernels": ["RandomStreams"],
  "Simulators": ["TestSupport", "Hamiltonians"], "QuantumCircuits": ["TestSupport"],
  "OpenQASM": ["TestSupport", "RandomStreams"],
  "VariationalAlgorithms": ["TestSupport", "Simulators"],
  "QuantumBackends": ["TestSupport", "RandomStreams"], "Ritz": ["TestSupport"],
  "JSONSchemas": ["RandomStreams"], "RuntimePrograms": ["TestSupport", "RandomStreams", "Hamiltonians"],
  "RuntimeAPI": ["RandomStreams"], "RuntimeStore": ["RandomStreams", "TestSupport", "StoreForTests"],
  "RuntimeWorkers": ["RandomStreams", "TestSupport", "WorkerForTests"],
  "RuntimeServer": ["TestSupport", "RandomStreams", "WorkerForTests"],
  "RuntimeClient": ["TestSupport"], "RitzCommand": ["TestSupport", "RandomStreams", "WorkerForTests"],
]
/// Libraries of others that a layer's tests use besides.
let testProducts: [String: [Target.Dependency]] = ["RuntimeServer": grdb]
let tested = layers.filter { $0.hasTests && (only == nil || $0.name == only) }
let extras = tested.flatMap { testExtras[$0.name] ?? [] }.reduce(into: Set<String>()) { $0.formUnion(selection($1)) }
let kept = layers.filter { selected.contains($0.name) || extras.contains($0.name) }

let testTargets: [Target] = tested.map { layer in
  .testTarget(
    name: "\(layer.name)Tests",
    dependencies: [.target(name: layer.name)] + layer.dependencies
      + (testExtras[layer.name] ?? []).map { .target(name: $0) } + (testProducts[layer.name] ?? []),
    swiftSettings: settings)
}
let jointTestTargets: [Target] = jointTests.filter { only == nil || $0.key == only }.sorted { $0.key < $1.key }.map {
  .testTarget(name: $0.key, dependencies: $0.value.map { .target(name: $0) }, swiftSettings: settings)
}

@MainActor func libraries(_ names: [String]) -> [Product] {
  names.filter { name in kept.contains { $0.name == name } }.map { .library(name: $0, targets: [$0]) }
}

/// A package of others: its name in products, and where it is.
struct ForeignPackage {
  var name: String
  var dependency: Package.Dependency
}

let packages = [
  ForeignPackage(
    name: "swift-numerics", dependency: .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0")),
  ForeignPackage(
    name: "swift-argument-parser",
    dependency: .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0")),
  ForeignPackage(
    name: "swift-crypto", dependency: .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0")),
  ForeignPackage(name: "swift-log", dependency: .package(url: "https://github.com/apple/swift-log", from: "1.14.0")),
  ForeignPackage(name: "swift-nio", dependency: .package(url: "https://github.com/apple/swift-nio", from: "2.101.0")),
  ForeignPackage(
    name: "hummingbird",
    dependency: .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: ["FullFoundation"])),
  ForeignPackage(
    name: "async-http-client",
    dependency: .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0", traits: [])),
  ForeignPackage(name: "GRDB.swift", dependency: .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")),
]

let package = Package(
  name: "ritz",
  platforms: [.macOS(.v15)],
  products: libraries(["Ritz", "RuntimeClient", "LinearAlgebra", "TestSupport"])
    + (kept.contains { $0.name == "RitzCommand" } ? [.executable(name: "ritz", targets: ["RitzCommand"])] : []),
  dependencies: packages.filter { package in kept.contains { $0.uses(package.name) } }.map(\.dependency),
  targets: kept.map { $0.makeTarget($0) } + testTargets + jointTestTargets,
  cxxLanguageStandard: .cxx17
)
