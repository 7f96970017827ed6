/// One row of the layer table: a module, and what it may import.
struct Layer {
  /// 0 (C shims) to 5 (programs).
  let level: Int
  let name: String
  /// Modules of this package.
  let mayImport: Set<String>
  /// Modules of the toolchain and of other packages.
  let mayUse: Set<String>

  init(_ level: Int, _ name: String, _ mayImport: Set<String> = [], uses mayUse: Set<String> = []) {
    self.level = level
    self.name = name
    self.mayImport = mayImport
    self.mayUse = mayUse
  }
}

/// The layers of CONTRIBUTING.md as data. Imports go only downward, so that what drives a motor can be
/// read, tested and replayed without what lies above it.
enum LayerTable {
  /// Glibc is there for its mathematics in layer 2 (`SourceRule` keeps its clocks out) and for system
  /// calls in layer 3.
  private static let system: Set<String> = ["Glibc", "Synchronization"]

  private static let parts = [
    Layer(0, "CCrash"),
    Layer(0, "CDigest"),
    Layer(0, "CGPIOD"),
    Layer(0, "CI2C"),
    Layer(0, "CRealtime"),
    Layer(0, "CSerial"),
    Layer(0, "CSimulator"),
    Layer(0, "CVhost"),
    Layer(0, "CYAML"),
    // The annotated mathematics: the compiler refuses Glibc's in real-time code.
    Layer(1, "RobotUnits", ["CRealtime"]),
    Layer(1, "RobotHAL", ["RobotUnits"]),
    Layer(2, "RobotDrivers", ["RobotHAL", "RobotUnits"], uses: system),
    Layer(2, "RobotControl", ["RobotUnits"], uses: system),
    Layer(2, "RobotDynamics", ["RobotUnits"], uses: system),
    Layer(2, "RobotCore", ["RobotControl", "RobotDynamics", "RobotUnits"], uses: system),
    Layer(3, "LinuxHAL", ["CGPIOD", "CI2C", "CSerial", "RobotHAL", "RobotUnits"], uses: system),
    Layer(
      3, "SimulatedHAL", ["CSerial", "RobotControl", "RobotDynamics", "RobotHAL", "RobotUnits"],
      uses: system),
    Layer(3, "RobotRuntime", ["CRealtime", "RobotCore", "RobotHAL", "RobotUnits"], uses: system),
    Layer(3, "RobotConfiguration", ["CDigest", "CYAML", "RobotUnits"], uses: system),
    Layer(3, "RobotTelemetry", ["RobotCore", "RobotUnits"], uses: system),
    Layer(3, "RobotWire", ["RobotUnits"], uses: system),
    Layer(3, "VhostUser", ["CVhost", "RobotHAL", "RobotUnits"], uses: system),
    Layer(3, "RobotHALTesting", ["RobotHAL", "RobotUnits"], uses: ["Synchronization", "Testing"]),
  ]

  private static let composition = [
    Layer(4, "RobotAssembly", names(1...3), uses: system),
    Layer(4, "RobotScenarios", names(1...3).union(["RobotAssembly"]), uses: system),
    Layer(
      4, "SimulationBridge", ["CSimulator", "RobotRuntime", "RobotUnits", "SimulatedHAL"],
      uses: system),
  ]

  private static let testSupport = [
    Layer(3, "TestSupport"),
    Layer(0, "CInjection"),
    // An example: what it may use is all that a simulator needs.
    Layer(5, "PendulumSimulator", ["CSimulator"]),
    Layer(5, "FaultRig", names(0...4)),
    Layer(
      5, "ScenarioSuite", ["FaultRig", "RobotAssembly", "RobotConfiguration", "RobotScenarios"],
      uses: system.union(["FoundationEssentials"])),
    Layer(
      5, "BridgeSuite",
      [
        "RobotAssembly", "RobotConfiguration", "RobotCore", "RobotRuntime", "RobotUnits",
        "SimulatedHAL", "SimulationBridge",
      ], uses: system),
    Layer(
      5, "AttributionSuite",
      ["CInjection", "CRealtime", "RobotHAL", "RobotRuntime", "RobotUnits", "TestSupport"],
      uses: system),
  ]

  private static let programs = [
    // ArgumentParser would bring FoundationEssentials, which doubles the daemon: 15.5 MB for 7.1.
    Layer(5, "cerebellumd", names(0...4).subtracting(["RobotScenarios"]), uses: system),
    Layer(
      5, "cerebellum", names(0...4), uses: system.union(["ArgumentParser", "FoundationEssentials"])),
  ]

  static let rows = parts + composition + programs + testSupport

  /// A test may import every module, and never another test.
  static func tests(_ name: String) -> Layer {
    Layer(
      6, name, names(0...5).union(["FaultRig", "RobotHALTesting", "TestSupport"]),
      uses: system.union(["FoundationEssentials", "Testing"]))
  }

  static func row(_ name: String) -> Layer? { rows.first { $0.name == name } }

  /// What a product may depend on: the support for tests is no part of it.
  private static func names(_ levels: ClosedRange<Int>) -> Set<String> {
    let lower = levels.contains(5) ? rows : levels.contains(4) ? parts + composition : parts
    let inRange = lower.filter { levels.contains($0.level) && $0.name != "RobotHALTesting" }
    return Set(inRange.map(\.name))
  }
}
