// swift-tools-version: 6.2
import PackageDescription

// The layers are described in CONTRIBUTING.md; Tests/ArchitectureTests checks every import against
// that table, so a dependency added here must be allowed there first.

/// `make test` sets it: then a warning in this package (not in its dependencies) is an error.
let strict = Context.environment["CEREBELLUM_STRICT"] == "1"

let swift: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])
/// For modules that hold no raw pointer: the compiler then proves that they stay so.
let memorySafe: [SwiftSetting] = swift + [.strictMemorySafety()]
/// For modules whose arithmetic the tests repeat a thousand million times: optimized in debug builds too, with their assertions.
/// The closed-loop tests take a thirteenth of the time.
let optimized: [SwiftSetting] = [
  .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))
]
let cSettings: [CSetting] =
  [.define("_GNU_SOURCE"), .enableWarning("all"), .enableWarning("extra")]
  + (strict ? [.treatAllWarnings(as: .error)] : [])

/// `make hil` sets it to the folder of an unpacked libgpiod (`usr`), to build with another major than the installed
/// one. Nothing but CGPIOD sees its header.
let libgpiod = Context.environment["CEREBELLUM_LIBGPIOD"]
let libgpiodHeaders: [CSetting] = libgpiod.map { [.unsafeFlags(["-I\($0)/include"])] } ?? []
let libgpiodLibraries: [LinkerSetting] =
  libgpiod.map { [.unsafeFlags(["-L\($0)/lib"])] } ?? []

/// Of the programs: every symbol is bound when they start, not at its first call in a cycle, and the table of them cannot be
/// written afterwards.
let boundAtStart: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"])
]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "cerebellum",
  products: [
    .executable(name: "cerebellumd", targets: ["cerebellumd"]),
    .executable(name: "cerebellum", targets: ["cerebellum"]),
    .library(name: "RobotHALTesting", targets: ["RobotHALTesting"]),
    // What Benchmarks/ measures, in one product.
    .library(
      name: "CerebellumCore",
      targets: [
        "CRealtime", "LinuxHAL", "RobotAssembly", "RobotConfiguration", "RobotControl", "RobotCore",
        "RobotDrivers", "RobotDynamics", "RobotHAL", "RobotRuntime", "RobotUnits", "SimulatedHAL",
      ]),
    // What Fuzzing/ feeds with inputs.
    .library(
      name: "CerebellumInputs",
      targets: [
        "CVhost", "RobotAssembly", "RobotConfiguration", "RobotDrivers", "RobotDynamics",
        "RobotHAL",
        "RobotUnits", "RobotWire", "SimulatedHAL", "VhostUser",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    // Layer 0: C shims
    .target(name: "CCrash", cSettings: cSettings),
    .target(name: "CDigest", cSettings: cSettings, linkerSettings: [.linkedLibrary("md")]),
    .target(
      name: "CGPIOD", cSettings: cSettings + libgpiodHeaders,
      linkerSettings: libgpiodLibraries + [.linkedLibrary("gpiod")]),
    .target(name: "CI2C", cSettings: cSettings, linkerSettings: [.linkedLibrary("i2c")]),
    .target(name: "CRealtime", cSettings: cSettings),
    .target(name: "CSerial", cSettings: cSettings),
    .target(name: "CSimulator", cSettings: cSettings),
    .target(name: "CVhost", cSettings: cSettings),
    .target(name: "CYAML", cSettings: cSettings, linkerSettings: [.linkedLibrary("yaml")]),
    // Layer 1: words
    .target(name: "RobotUnits", dependencies: ["CRealtime"], swiftSettings: swift + optimized),
    .target(name: "RobotHAL", dependencies: ["RobotUnits"], swiftSettings: swift + optimized),
    // Layer 2: pure functions
    .target(
      name: "RobotDrivers", dependencies: ["RobotHAL", "RobotUnits"],
      swiftSettings: memorySafe + optimized),
    .target(
      name: "RobotControl", dependencies: ["RobotUnits"], swiftSettings: memorySafe + optimized),
    .target(
      name: "RobotDynamics", dependencies: ["RobotUnits"], swiftSettings: memorySafe + optimized),
    .target(
      name: "RobotCore", dependencies: ["RobotControl", "RobotDynamics", "RobotUnits"],
      swiftSettings: swift + optimized),
    // Layer 3: worlds
    .target(
      name: "LinuxHAL", dependencies: ["CGPIOD", "CI2C", "CSerial", "RobotHAL", "RobotUnits"],
      swiftSettings: swift),
    .target(
      name: "SimulatedHAL",
      dependencies: ["CSerial", "RobotControl", "RobotDynamics", "RobotHAL", "RobotUnits"],
      swiftSettings: swift + optimized),
    .target(
      name: "RobotRuntime", dependencies: ["CRealtime", "RobotCore", "RobotHAL", "RobotUnits"],
      swiftSettings: swift),
    .target(
      name: "RobotConfiguration", dependencies: ["CDigest", "CYAML", "RobotUnits"],
      swiftSettings: swift),
    .target(name: "RobotWire", dependencies: ["RobotUnits"], swiftSettings: memorySafe),
    .target(
      name: "VhostUser", dependencies: ["CVhost", "RobotHAL", "RobotUnits"], swiftSettings: swift),
    // Layer 4: composition
    .target(
      name: "RobotAssembly",
      dependencies: [
        "LinuxHAL", "RobotConfiguration", "RobotControl", "RobotCore", "RobotDrivers",
        "RobotDynamics", "RobotHAL", "RobotRuntime", "RobotUnits", "RobotWire", "SimulatedHAL",
      ], swiftSettings: swift),
    // The link to a simulator of rigid bodies, and one as an example.
    .target(
      name: "SimulationBridge",
      dependencies: ["CSimulator", "RobotRuntime", "RobotUnits", "SimulatedHAL"],
      swiftSettings: swift),
    .executableTarget(
      name: "PendulumSimulator", dependencies: ["CSimulator"], path: "Examples/PendulumSimulator",
      cSettings: cSettings, linkerSettings: [.linkedLibrary("m")]),
    // What a scenario asks for, playing it on a simulated robot, and what came of it; campaigns of random ones.
    .target(
      name: "RobotScenarios",
      dependencies: [
        "RobotAssembly", "RobotConfiguration", "RobotControl", "RobotCore", "RobotDrivers",
        "RobotRuntime", "RobotUnits", "SimulatedHAL",
      ], swiftSettings: swift + optimized),
    // Layer 5: programs
    .executableTarget(
      name: "cerebellumd",
      dependencies: [
        "CCrash", "CRealtime", "LinuxHAL", "RobotAssembly", "RobotConfiguration", "RobotControl",
        "RobotCore", "RobotDrivers", "RobotHAL", "RobotRuntime", "RobotUnits", "RobotWire",
        "SimulatedHAL", "SimulationBridge",
      ], swiftSettings: swift, linkerSettings: boundAtStart),
    .executableTarget(
      name: "cerebellum",
      dependencies: [
        argumentParser, "RobotAssembly", "RobotConfiguration", "RobotCore", "RobotDynamics",
        "RobotHAL", "RobotRuntime", "RobotScenarios", "RobotUnits", "RobotWire", "SimulatedHAL",
        "VhostUser",
      ], swiftSettings: swift, linkerSettings: boundAtStart),
    // For tests, ours and yours
    .target(
      name: "RobotHALTesting", dependencies: ["RobotHAL", "RobotUnits"], swiftSettings: swift),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swift),
    .testTarget(
      name: "RobotUnitsTests", dependencies: ["RobotUnits", "TestSupport"], swiftSettings: swift),
    .testTarget(
      name: "RobotDriversTests",
      dependencies: [
        "RobotDrivers", "RobotHAL", "RobotHALTesting", "RobotUnits", "SimulatedHAL", "TestSupport",
      ], swiftSettings: swift),
    .testTarget(
      name: "RobotControlTests", dependencies: ["RobotControl", "RobotUnits", "TestSupport"],
      swiftSettings: swift),
    .testTarget(
      name: "RobotDynamicsTests", dependencies: ["RobotDynamics", "RobotUnits", "TestSupport"],
      swiftSettings: swift),
    .testTarget(
      name: "RobotCoreTests",
      dependencies: ["RobotControl", "RobotCore", "RobotDynamics", "RobotUnits", "TestSupport"],
      swiftSettings: swift),
    .testTarget(
      name: "RobotRuntimeTests",
      dependencies: [
        "CRealtime", "RobotCore", "RobotHAL", "RobotHALTesting", "RobotRuntime",
        "RobotUnits", "SimulatedHAL", "TestSupport",
      ],
      swiftSettings: swift),
    .testTarget(
      name: "SimulatedHALTests",
      dependencies: [
        "RobotControl", "RobotDynamics", "RobotHAL", "RobotHALTesting", "RobotUnits",
        "SimulatedHAL", "TestSupport",
      ], swiftSettings: swift),
    .testTarget(
      name: "LinuxHALTests",
      dependencies: [
        "CGPIOD", "CI2C", "CSerial", "LinuxHAL", "RobotAssembly", "RobotConfiguration", "RobotHAL",
        "RobotHALTesting", "RobotUnits", "SimulatedHAL",
      ],
      swiftSettings: swift,
      // These tests stand in for the kernel; the installed libi2c has to see their ioctl as well.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic-symbol=ioctl"])]),
    .testTarget(
      name: "RobotConfigurationTests",
      dependencies: [
        "RobotAssembly", "RobotConfiguration", "RobotControl", "RobotUnits", "TestSupport",
      ],
      exclude: ["Corpus"], swiftSettings: swift),
    .testTarget(
      name: "RobotAssemblyTests",
      dependencies: [
        "LinuxHAL", "RobotAssembly", "RobotConfiguration", "RobotControl", "RobotCore",
        "RobotDrivers", "RobotDynamics", "RobotHAL", "RobotRuntime", "RobotUnits", "SimulatedHAL",
      ],
      swiftSettings: swift),
    .testTarget(
      name: "RobotWireTests", dependencies: ["RobotUnits", "RobotWire", "TestSupport"],
      swiftSettings: swift),
    .testTarget(
      name: "VhostUserTests",
      dependencies: [
        "CVhost", "RobotAssembly", "RobotConfiguration", "RobotHAL", "RobotUnits", "SimulatedHAL",
        "TestSupport", "VhostUser", "cerebellum",
      ],
      swiftSettings: swift),
    .testTarget(
      name: "SimulationBridgeTests",
      dependencies: [
        "CSimulator", "RobotAssembly", "RobotConfiguration", "RobotCore",
        "RobotRuntime", "RobotUnits", "SimulatedHAL", "SimulationBridge", "TestSupport",
      ], swiftSettings: swift),
    // The control cycle in lock-step with a simulator, for `Benchmarks/simulator/measure.py`.
    .executableTarget(
      name: "BridgeSuite",
      dependencies: [
        "RobotAssembly", "RobotConfiguration", "RobotCore", "RobotRuntime", "RobotUnits",
        "SimulatedHAL", "SimulationBridge",
      ], path: "Tests/BridgeSuite", swiftSettings: swift),
    // Scenarios on the wall clock and of the daemon, and the fault matrix: for tests and `make scenarios`.
    .target(
      name: "FaultRig",
      dependencies: [
        "RobotAssembly", "RobotConfiguration", "RobotControl", "RobotCore", "RobotRuntime",
        "RobotScenarios", "RobotUnits", "RobotWire", "SimulatedHAL",
      ], path: "Tests/FaultRig", swiftSettings: swift),
    .executableTarget(
      name: "ScenarioSuite",
      dependencies: ["FaultRig", "RobotAssembly", "RobotConfiguration", "RobotScenarios"],
      path: "Tests/ScenarioSuite", swiftSettings: swift),
    .testTarget(
      name: "ClosedLoopTests",
      dependencies: [
        "FaultRig", "RobotAssembly", "RobotConfiguration", "RobotControl", "RobotCore",
        "RobotDrivers", "RobotDynamics", "RobotHAL", "RobotRuntime", "RobotScenarios", "RobotUnits",
        "RobotWire", "SimulatedHAL", "TestSupport",
      ], swiftSettings: swift),
    .testTarget(
      name: "CerebellumToolTests",
      dependencies: [
        "RobotAssembly", "RobotConfiguration", "RobotCore", "RobotHAL", "RobotRuntime",
        "RobotScenarios",
        "RobotUnits", "RobotWire", "TestSupport", "cerebellum",
      ], swiftSettings: swift),
    // `make attribution`: makes cycles late on purpose, and counts what they are blamed on.
    .target(name: "CInjection", path: "Tests/CInjection", cSettings: cSettings),
    .executableTarget(
      name: "AttributionSuite",
      dependencies: [
        "CInjection", "CRealtime", "RobotHAL", "RobotRuntime", "RobotUnits", "TestSupport",
      ],
      path: "Tests/AttributionSuite", swiftSettings: swift),
    .testTarget(name: "ArchitectureTests", swiftSettings: swift),
    .testTarget(
      name: "DaemonTests",
      dependencies: [
        "CSerial", "FaultRig", "RobotConfiguration", "RobotScenarios", "RobotUnits", "RobotWire",
      ],
      swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6]
)
