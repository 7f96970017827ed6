import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDrivers
import RobotRuntime
import RobotUnits
import Testing

/// Every file in Robots/examples: one for each driver of the catalogue.
@Suite struct ExampleRobotTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Robots/examples")

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  @Test func thereIsOneForEveryDriver() throws {
    let drivers = DriverCatalog.schemas.map(\.name).sorted()
    #expect(Set(drivers).subtracting(try Self.names()) == [], "drivers without an example")
  }

  @Test(arguments: try names())
  func runsAndMeasures(name: String) throws {
    let path = Self.folder.appending(path: name + ".yaml").path
    let report = RobotCheck.run(robotPath: path, boardPath: nil)
    #expect(report.errors.map(\.description) == [])
    #expect(report.warnings == [])
    let model = try #require(report.loaded?.model)
    if DriverCatalog.schemas.contains(where: { $0.name == name }) {
      let robot = model.robot
      let drivers =
        robot.devices.map(\.driver) + robot.servos.map(\.driver) + robot.pads.map(\.driver)
      #expect(drivers.contains(name))
    }
    var robot = try VirtualRobot(model)
    let hasJoints = !model.robot.joints.isEmpty
    if hasJoints {
      let refusal = robot.armAndSettle()
      #expect(refusal == Refusal.none)
    }
    // All that is measured is there once, within a second.
    var missing = Set<String>()
    for sensor in robot.system.sensors {
      for channel in sensor.channels { missing.insert("\(sensor.name).\(channel.name)") }
    }
    let sensors = robot.system.sensors
    robot.run(seconds: 1) { snapshot in
      for (index, sensor) in sensors.enumerated() {
        for channel in sensor.channels.indices
        where snapshot.sensors[index].health.contains(channel) {
          missing.remove("\(sensor.name).\(sensor.channels[channel].name)")
        }
      }
    }
    let unseen = missing
    #expect(unseen == [])
    #expect(robot.snapshots.slot.pointee.lifecycle == (hasJoints ? .active : .disarmed))
    #expect(robot.faults.isEmpty)
    for index in 0..<model.robot.devices.count {
      let isLost = robot.snapshots.slot.pointee.lostSettings[index]
      #expect(!isLost, "\(model.robot.devices[index].name)")
    }
  }

  @Test func everyDevicesPageNamesItsExample() throws {
    let pages = ["ads1015": "ads1x15", "ads1115": "ads1x15", "as5600l": "as5600"]
    let documentation = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Documentation/devices")
    for name in try Self.names() {
      let page = documentation.appending(path: (pages[name] ?? name) + ".md")
      let text = try String(contentsOf: page, encoding: .utf8)
      #expect(text.contains("Robots/examples/\(name).yaml"), "\(page.lastPathComponent)")
    }
  }
}
