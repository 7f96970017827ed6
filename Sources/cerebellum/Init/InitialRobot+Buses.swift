import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotUnits

extension InitialRobot {
  var busCount: Int { (joints.count + jointsPerBus - 1) / jointsPerBus }

  /// The joints whose devices are on bus number `bus`.
  func joints(ofBus bus: Int) -> Range<Int> {
    bus * jointsPerBus..<min((bus + 1) * jointsPerBus, joints.count)
  }

  /// What the device that measures the joint number `index` is called: a name that no other joint's has.
  func deviceName(_ index: Int) -> String {
    let name = shortName(index)
    let isAlone = joints.indices.allSatisfy { $0 == index || shortName($0) != name }
    return isAlone ? name + "_angle" : "\(name.prefix(20))_\(index + 1)_angle"
  }

  private func shortName(_ index: Int) -> String {
    var name = joints[index].urdf.name.replacing(".", with: "_")
    if name.hasSuffix("_joint") { name = String(name.dropLast(6)) }
    // A device's name begins with a letter, and its lines' names are two characters longer than itself.
    if name.first?.isLetter != true { name = "joint_" + name }
    return String(name.prefix(24))
  }

  /// Puts as many joints on a bus as its time has room for, evenly. Throws where not even one has room.
  mutating func spread() throws(ToolFailure) {
    var highest = 0.0
    for count in stride(from: min(Self.jointsOfABridgeBoard, joints.count), through: 1, by: -1) {
      let buses = (joints.count + count - 1) / count
      jointsPerBus = (joints.count + buses - 1) / buses
      let budgets = try budgets()
      if budgets.allSatisfy({ $0.utilisation <= Self.fullestBus }) { return }
      if count == 1 { highest = budgets.map(\.highestRateHertz).min() ?? 0 }
    }
    throw ToolFailure(
      .usage,
      "--rate: \(InitialRobotText.number(rate)) Hz is more than a bus carries that has one joint: at most "
        + "\(InitialRobotText.number((highest * Self.fullestBus).rounded(.down))) Hz",
      "--rate：一条总线即使只接一个关节也承载不了 \(InitialRobotText.number(rate)) Hz：最多 "
        + "\(InitialRobotText.number((highest * Self.fullestBus).rounded(.down))) Hz")
  }

  private func budgets() throws(ToolFailure) -> [BusBudget] {
    do throws(ConfigurationErrors) {
      let robot = try RobotFile.load(
        text: Array(InitialRobotText(self).text.utf8), file: "robot.yaml",
        drivers: DriverCatalog.schemas)
      return try BusBudget.all(
        robot, capabilities: robot.buses.map { _ in .combinedMessages },
        overhead: robot.buses.map { _ in Self.overhead })
    } catch {
      throw ToolFailure(error)
    }
  }

  /// The share of a bus's time that is used at most; the rest is for what is repeated.
  private static let fullestBus = 0.7
  /// What an adapter takes for a transfer beyond the wire: that of the boards in `Boards/`.
  private static let overhead = TimeSpan.microseconds(100)
}
