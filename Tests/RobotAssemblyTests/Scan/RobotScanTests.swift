import FoundationEssentials
import RobotConfiguration
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@testable import RobotAssembly

/// The scan of a robot's buses against its file, on simulated buses that are not as the file says.
@Suite struct RobotScanTests {
  static let robot = """
    robot: bench
    rate: 10 Hz
    buses: { main: { i2c: header, speed: 400 kHz } }
    devices:
      mux: { driver: tca9548a, bus: main, address: 0x71 }
      pwm: { driver: pca9685, bus: main, address: 0x41 }
      near: { driver: as5600, bus: main, via: mux.0 }
      far: { driver: as5600, bus: main, via: mux.3 }
      supply: { driver: ina226, bus: main, address: 0x44, shunt: 2 mOhm }
    joints: none

    """

  private func description() throws -> RobotDescription {
    try RobotFile.load(
      text: Array(Self.robot.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
  }

  private let shaft = FixedShaft(radians: 1)

  /// A bus with `chips`, and those of `behind` on channels of a mux at 0x71.
  private func bus(
    _ chips: [any SimulatedChip], behind: [Int: any SimulatedChip]
  ) -> SimulatedI2CBus {
    let bus = SimulatedI2CBus(
      speed: Frequency(unchecked: 400e3), clock: SimulationClock(.virtual))
    let mux = TCA9548AModel(address: 0x71)
    bus.attach(mux)
    for chip in chips { bus.attach(chip) }
    for (channel, chip) in behind { mux.attach(chip, channel: channel) }
    return bus
  }

  /// In the order of the file's text.
  private func verdicts(_ report: ScanReport) throws -> [DeviceVerdict] {
    try ["mux", "pwm", "near", "far", "supply"].map { name in
      try #require(report.verdicts.first { $0.device == name })
    }
  }

  private func states(_ report: ScanReport) throws -> [DeviceVerdict.State] {
    try verdicts(report).map(\.state)
  }

  @Test("Every device of the robot file is told: found, missing, another chip, in collision")
  func verdicts() throws {
    let robot = try description()
    let pwm = PCA9685Model(address: 0x41)
    let supply = INA226Model(
      address: 0x44, shuntOhms: 0.002, supply: FixedSupply(busVolts: 12, amperes: 1))
    let encoders = (0..<2).map { _ in AS5600Model(shaft: shaft) }
    let scan = RobotScan(robot: robot)

    let well = try scan.run(
      on: robot, adapters: [bus([pwm, supply], behind: [0: encoders[0], 3: encoders[1]])])
    #expect(try states(well) == [.found, .found, .found, .found, .found])
    #expect(well.isWell)

    // An encoder on the wrong channel, a PCA9685 where the supply should be.
    let moved = try scan.run(
      on: robot,
      adapters: [
        bus([pwm, PCA9685Model(address: 0x44)], behind: [0: encoders[0], 4: encoders[1]])
      ])
    #expect(try states(moved) == [.found, .found, .found, .missing, .other])
    #expect(
      try verdicts(moved)[3].text.english
        == "nobody answers there, but one like it does at 0x36 behind mux 0x71 channel 4")
    #expect(try verdicts(moved)[4].text.english == "what answers looks like pca9685")
    #expect(!moved.isWell)

    // An encoder before the mux answers on every channel.
    let upstream = try scan.run(
      on: robot, adapters: [bus([pwm, supply, encoders[0]], behind: [3: encoders[1]])])
    #expect(try states(upstream) == [.found, .found, .collision, .collision, .found])

    let empty = SimulatedI2CBus(
      speed: Frequency(unchecked: 400e3), clock: SimulationClock(.virtual))
    let alone = try scan.run(on: robot, adapters: [empty])
    #expect(try states(alone) == [.missing, .missing, .missing, .missing, .missing])
    #expect(try verdicts(alone)[2].text.english == "its mux at 0x71 does not answer")
    #expect(alone.buses[0].scan?.devices == [])
  }

  @Test("A bus that is stuck leaves its devices unchecked")
  func stuck() throws {
    let robot = try description()
    let bus = bus([], behind: [:])
    bus.recoveryLines.data.drive(false)
    let report = try RobotScan(robot: robot).run(on: robot, adapters: [bus])
    #expect(try states(report) == [.unchecked, .unchecked, .unchecked, .unchecked, .unchecked])
    #expect(!report.isWell)
  }

  @Test("What was found is a robot file that can be loaded, of every example robot")
  func robotFile() throws {
    for name in try Examples.names() {
      let loaded = try LoadedRobot(robotPath: Examples.folder + name, boardPath: nil)
      guard !loaded.model.robot.buses.isEmpty else { continue }
      let report = try RobotScan(robot: loaded.model.robot).simulated(loaded.model)
      #expect(report.isWell, "\(name): \(report.verdicts.filter { $0.state != .found })")
      let folder = try RobotFolder(robot: report.robotFile)
      let again = try LoadedRobot(robotPath: folder.robot, boardPath: nil)
      let addresses = loaded.model.robot.devices.map(\.address).sorted()
      #expect(again.model.robot.devices.map(\.address).sorted() == addresses, "\(name)")
    }
  }

  @Test("The simulated buses of a robot and adapters with the same chips give the same answer")
  func sameAnswer() throws {
    let loaded = try LoadedRobot(
      robotPath: Examples.folder + "../arm6/robot.yaml", boardPath: nil)
    let scan = RobotScan(robot: loaded.model.robot)
    let world = SimulatedWorld(
      loaded.model, clock: SimulationClock(.virtual), capabilities: .combinedMessages)
    let one = try scan.simulated(loaded.model)
    let other = try scan.run(on: loaded.model.robot, adapters: world.buses)
    #expect(one.buses.map(\.scan) == other.buses.map(\.scan))
    #expect(one.verdicts == other.verdicts)
  }
}

/// The example robots of the repository.
enum Examples {
  static let folder = "\(#filePath)".replacing(
    "Tests/RobotAssemblyTests/Scan/RobotScanTests.swift", with: "Robots/examples/")

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
      .sorted()
  }
}
