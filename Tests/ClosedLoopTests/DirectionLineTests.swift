import RobotAssembly
import RobotCore
import RobotHAL
import RobotUnits
import SimulatedHAL
import Synchronization
import TestSupport
import Testing

/// A joint behind a TB6612 whose IN1 and IN2 are lines of the board.
@Suite struct DirectionLineTests {
  private static func onLines(_ text: String) -> String {
    text.replacing("in1: pwm.1, in2: pwm.2", with: "in1_line: ahead, in2_line: back").replacing(
      "\ndevices:\n",
      with: """
          ahead: { line: GPIO22, output: active_high, safe: low }
          back:  { line: GPIO23, output: active_low, safe: high }

        devices:

        """)
  }

  private func robot(_ edit: (String) -> String = { $0 }) throws -> VirtualRobot {
    try VirtualRobot(try Fixture.example("tb6612") { edit(Self.onLines($0)) })
  }

  @Test(arguments: ["", "direction: -1\n      "])
  func itTracksAMotion(_ direction: String) throws {
    var robot = try robot { $0.replacing("bridge: {", with: "\(direction)bridge: {") }
    #expect(robot.armAndSettle() == Refusal.none)
    for goal in [0.8, -0.8] {
      #expect(robot.move(to: [goal], in: 2) == Refusal.none)
      #expect(abs(robot.positions[0] - goal) < 0.005, "\(robot.positions)")
    }
    #expect(robot.joints[0].maximumError < 0.05, "\(robot.joints[0].maximumError)")
    #expect(robot.faults.isEmpty)
  }

  /// What the device gave when an input went high, and how often both were.
  private final class Turns: LineObserver {
    let worstDuty = Mutex(0.0)
    let count = Mutex(0)
    let bothHigh = Mutex(0)
    private let chip: PCA9685Model
    private let other: SimulatedLine
    private let activeLow: Bool
    private let otherActiveLow: Bool

    init(
      _ chip: PCA9685Model, _ other: SimulatedLine, activeLow: Bool, otherActiveLow: Bool
    ) {
      self.chip = chip
      self.other = other
      self.activeLow = activeLow
      self.otherActiveLow = otherActiveLow
    }

    func levelChanged(to isHigh: Bool) {
      guard isHigh != activeLow else { return }
      count.withLock { $0 += 1 }
      worstDuty.withLock { $0 = max($0, chip.duty(0)) }
      if other.isHigh != otherActiveLow { bothHigh.withLock { $0 += 1 } }
    }
  }

  /// However often the brain turns round: an input goes high only while the device gives no PWM, and never
  /// together with the other.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func aLineNeverTurnsUnderADuty(seed: UInt64) throws {
    var robot = try robot()
    let chip = try #require(robot.pwmChips.first)
    let ahead = try #require(robot.world.line(named: "ahead"))
    let back = try #require(robot.world.line(named: "back"))
    let first = Turns(chip, back, activeLow: false, otherActiveLow: true)
    let second = Turns(chip, ahead, activeLow: true, otherActiveLow: false)
    ahead.attach(first)
    back.attach(second)
    #expect(robot.armAndSettle() == Refusal.none)
    robot.world.buses[0].inject(
      FaultPlan(
        seed: seed,
        [
          PlannedFault(
            .noAddressAcknowledge, at: .device(0x41), from: robot.world.clock.now,
            probability: 0.1)
        ]))
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let effort = Double.random(in: -1...1, using: &random)
      robot.send(
        [JointTarget(position: .nan, velocity: 0, kp: 0, kd: 0.2, feedForward: effort)],
        validFor: 1)
      robot.run(cycles: Int.random(in: 1...4, using: &random))
    }
    #expect(robot.faults.isEmpty)
    for turns in [first, second] {
      #expect(turns.count.withLock { $0 } > 20)
      #expect(turns.worstDuty.withLock { $0 } == 0, "seed \(seed)")
      #expect(turns.bothHigh.withLock { $0 } == 0, "seed \(seed)")
    }
  }

  @Test func aStopOpensTheBridgeAtOnce() throws {
    var robot = try robot()
    let ahead = try #require(robot.world.line(named: "ahead"))
    let back = try #require(robot.world.line(named: "back"))
    robot.run(cycles: 20)
    #expect(!ahead.isHigh && back.isHigh)
    #expect(robot.armAndSettle() == Refusal.none)
    robot.world.plant.push(joint: 0, effort: 0.2)
    robot.run(seconds: 0.5)
    #expect(ahead.isHigh || !back.isHigh)
    try #require(robot.world.line(named: "estop")).set(true)
    robot.run(cycles: 1)
    #expect(robot.fault == .emergencyStop)
    #expect(!ahead.isHigh && back.isHigh)
    robot.run(cycles: 1)
    #expect(robot.pins[0] == 0)
    #expect(robot.system.makeSafe().isEmpty)
  }

  /// The device does not take the PWM of 0: the bridge stays as it is until that is a fault, and opens.
  @Test func aDirectionWaitsForTheDevice() throws {
    var robot = try robot()
    let ahead = try #require(robot.world.line(named: "ahead"))
    let back = try #require(robot.world.line(named: "back"))
    #expect(robot.armAndSettle() == Refusal.none)
    func push(_ effort: Double) {
      robot.send(
        [JointTarget(position: .nan, velocity: 0, kp: 0, kd: 0, feedForward: effort)], validFor: 1)
    }
    push(0.5)
    robot.run(cycles: 4)
    #expect(ahead.isHigh && back.isHigh)
    robot.wires[0].cut(0x41)
    push(-0.5)
    robot.run(cycles: 2)
    #expect(robot.faults.isEmpty && ahead.isHigh && back.isHigh)
    robot.run(cycles: 6)
    #expect(robot.faults.map(\.code) == [.actuatorLost])
    #expect(!ahead.isHigh && back.isHigh)
  }

  @Test func whatTheFileSaysWrong() throws {
    let text = try Fixture.exampleText("tb6612")
    func refusals(_ old: String, _ new: String) -> [String] {
      Fixture.refusals(Self.onLines(text).replacing(old, with: new))
    }
    let path = "joints.wheel_arm.actuator.bridge"
    #expect(refusals("", "") == [])
    #expect(
      refusals("in2_line: back", "in2: pwm.2").contains {
        $0.contains("\(path).in2: IN1 and IN2 are both on channels, or both on lines")
      })
    #expect(
      refusals("in2_line: back", "in2_line: ahead").contains {
        $0.contains("\(path).in2_line: IN1 and IN2 need a line each")
      })
    #expect(
      refusals("in2_line: back", "in2_line: estop").contains {
        $0.contains("\(path).in2_line: the line \"estop\" is an input")
      })
    #expect(
      refusals("standby: standby }", "standby: back }").contains {
        $0.contains(
          "\(path).standby: the line \"back\" gives the joint \"wheel_arm\" its direction")
      })
    #expect(
      refusals(", in2_line: back", "").contains {
        $0.contains("\(path).in2_line: missing: the line at IN2")
      })
    #expect(
      refusals("active_high, safe: low }\n  back", "active_high, safe: high }\n  back").contains {
        $0.contains("the safe level of \"ahead\" switches the bridge on")
      })
  }
}
