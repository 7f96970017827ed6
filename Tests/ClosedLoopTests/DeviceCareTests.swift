import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// Devices that lose their supply for a moment, and are set up again while their bus is in use.
@Suite struct DeviceCareTests {
  /// Runs with the care beside the loop, a call after each cycle; gives its events.
  private func run(
    _ robot: inout VirtualRobot, _ care: inout DeviceCare, seconds: Double
  ) -> [DeviceCare.Event] {
    var events: [DeviceCare.Event] = []
    for _ in 0..<Int(seconds * 500) {
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    return events
  }

  /// It comes back asleep, without auto-increment: it acknowledges everything and drives nothing. The
  /// settings are read four times a second.
  @Test func aPWMControllerThatWasResetStopsTheRobotAndIsSetUpAgain() throws {
    var robot = try VirtualRobot()
    var care = robot.system.makeCare()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    let chip = try #require(robot.world.chips["left_pwm"] as? PCA9685Model)
    chip.powerCycle()
    robot.run(seconds: 0.02)
    #expect((0..<16).allSatisfy { chip.duty($0) == 0 })
    robot.run(seconds: 0.25)
    #expect(robot.faults.map(\.code) == [.settingsLost])
    #expect(robot.faults.first?.joint == 0, "the first joint of the left bridges")
    #expect(robot.outputsEnabled == false)
    #expect(robot.ask(.clear) == .causePersists)

    let wire = robot.world.buses[0].counters
    let events = run(&robot, &care, seconds: 0.5)
    #expect(events.map(\.device) == ["left_pwm", "left_pwm"])
    #expect(events.map(\.isMended) == [false, true])
    // Sleeping (0x30 written), awake with auto-increment: MODE1 0x20, 1 kHz: prescale 5.
    #expect(chip.peek(register: 0x00) & 0x7F == 0x20)
    #expect(chip.peek(register: 0xFE) == 5)
    // The bus went on as before: at least a transfer in each of the 250 cycles.
    #expect(robot.world.buses[0].counters.transfers - wire.transfers >= 250)
    #expect(robot.lifecycle == .faulted, "it clears nothing")
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
    #expect(robot.faults.count == 1)
  }

  /// No joint uses it: nothing stops, and its numbers do not count until it is set up again.
  @Test func aSupplyMonitorIsSetUpAgainWhileTheRobotMoves() throws {
    var robot = try VirtualRobot()
    var care = robot.system.makeCare()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    let chip = try #require(robot.world.chips["left_supply"] as? INA226Model)
    let configured = chip.peek(register: 0)
    chip.powerCycle()
    #expect(chip.peek(register: 0) != configured)
    let events = run(&robot, &care, seconds: 1)
    #expect(events.map(\.isMended) == [false, true])
    #expect(chip.peek(register: 0) == configured)
    #expect(robot.faults.isEmpty)
    #expect(robot.lifecycle == .active)
  }

  /// A device that is not there any more is tried again, and no cycle of the others is lost.
  @Test func aDeviceThatStaysAwayIsGivenUpForAWhile() throws {
    var robot = try VirtualRobot()
    var care = robot.system.makeCare()
    robot.run(cycles: 20)
    let chip = try #require(robot.world.chips["left_supply"] as? INA226Model)
    chip.powerCycle()
    robot.run(seconds: 0.25)
    robot.wires[0].cut(0x44)
    let events = run(&robot, &care, seconds: 0.5).filter { !$0.isOfHealth }
    #expect(events.map(\.isMended) == [false, false])
    #expect(events.last?.text.english.contains("could not be set up again") == true)
    #expect(robot.joints.allSatisfy { $0.age == 0 })
    robot.wires[0].mend()
    let later = run(&robot, &care, seconds: 2).filter { !$0.isOfHealth }
    #expect(later.last?.isMended == true)
    #expect(later.last?.text.english.contains("was set up again") == true)
  }
}

extension DeviceCare.Event {
  /// Whether it tells of a device's error budget, and not of its set-up.
  fileprivate var isOfHealth: Bool {
    text.english.contains("is degraded") || text.english.contains("is well again")
      || text.english.contains("error budget")
  }
}
