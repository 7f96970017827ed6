import RobotScenarios
import Glibc
import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// The SO-101: six servos that close their own loops, on one serial line, with gravity.
@Suite struct ServoRobotTests {
  static let center = [0, 0, 0, 0, 0, 0.785]

  static func so101() throws -> RobotModel {
    try LoadedRobot(robotPath: "\(Fixture.root)/Robots/so101/robot.yaml", boardPath: nil).model
  }

  @Test func takesTheBytesThatItsPlanPredicts() throws {
    var robot = try VirtualRobot(try Self.so101())
    robot.run(cycles: 20)
    let line = robot.world.serialLines[0]
    let before = line.counters
    robot.run(cycles: 10)
    // Off: sync write of one register to six servos, sync read, six answers of 15 registers and 6 bytes.
    let off = 8 + 6 * 2
    #expect(line.counters.sent - before.sent == 10 * (off + 8 + 6))
    #expect(line.counters.answered - before.answered == 10 * 6 * 21)
    // The arm falls, and lies still.
    robot.run(seconds: 3)
    #expect(robot.armAndSettle() == Refusal.none)
    let armed = line.counters
    robot.run(cycles: 10)
    #expect(line.counters.sent - armed.sent == 10 * (8 + 6 * 9 + 8 + 6))
    #expect(robot.system.busStatistics[0].failures.value == 0)
    #expect(robot.system.busStatistics[0].noise.value == 0)
  }

  /// Armed where it stands, the goals are where the shafts are.
  @Test func armsWithoutAJump() throws {
    var robot = try VirtualRobot(try Self.so101())
    robot.run(cycles: 20)
    let before = robot.positions
    #expect(robot.world.servos.allSatisfy { $0.peek(register: 40) == 0 })
    #expect(robot.ask(.arm) == Refusal.none)
    var largest = 0.0
    for _ in 0..<100 {
      robot.run(cycles: 1)
      for (joint, position) in robot.positions.enumerated() {
        largest = max(largest, abs(position - before[joint]))
      }
    }
    print("SO-101, farthest from where it was armed: \(largest) rad")
    #expect(largest < 0.1)
    #expect(robot.world.servos.allSatisfy { $0.peek(register: 40) == 1 })
    #expect(robot.lifecycle == .active)
  }

  @Test func tracksAMotion() throws {
    var robot = try VirtualRobot(try Self.so101())
    #expect(robot.stand(at: Self.center) == Refusal.none)
    var largest = [Double](repeating: 0, count: 6)
    var travel = largest
    let refusal = robot.play(duration: 6, point: Self.sine) { snapshot in
      guard snapshot.motionTime > 1, snapshot.source == .motion else { return }
      for joint in 0..<6 {
        let now = snapshot.joints[joint]
        largest[joint] = max(largest[joint], abs(now.referencePosition - now.measuredPosition))
        travel[joint] = max(travel[joint], abs(now.measuredPosition - Self.center[joint]))
      }
    }
    #expect(refusal == Refusal.none)
    #expect(robot.faults.isEmpty)
    for joint in 0..<6 {
      print(
        "SO-101, sine 0.5 rad 0.5 Hz, \(robot.model.robot.joints[joint].name):",
        "maximum \((largest[joint] * 1e4).rounded() / 10) mrad")
      #expect(largest[joint] < 0.1, "joint \(joint)")
      #expect(travel[joint] > 0.45, "joint \(joint)")
    }
  }

  /// Within two cycles of the disarming.
  @Test func letsGoWhenDisarmed() throws {
    var robot = try VirtualRobot(try Self.so101())
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.ask(.disarm) == Refusal.none)
    robot.run(cycles: 1)
    #expect(robot.world.servos.allSatisfy { $0.peek(register: 40) == 0 })
    robot.run(cycles: 20)
    #expect(robot.world.servos.allSatisfy { $0.peek(register: 40) == 0 })
    #expect(robot.faults.isEmpty)
  }

  @Test func letsGoAtTheEmergencyStop() throws {
    var robot = try VirtualRobot(try Self.so101())
    #expect(robot.armAndSettle() == Refusal.none)
    try #require(robot.world.line(named: "estop")).set(true)
    robot.run(cycles: 2)
    #expect(robot.fault == .emergencyStop)
    #expect(robot.world.servos.allSatisfy { $0.peek(register: 40) == 0 })
  }

  /// A stiffness of the stream's would have no effect, and none of its own reference follows from it.
  @Test func holdsWhateverStiffnessAStreamAsksFor() throws {
    var robot = try VirtualRobot(try Self.so101())
    #expect(robot.stand(at: Self.center) == Refusal.none)
    var targets = Self.center.map { position in
      JointTarget(position: position, velocity: 0, kp: 0, kd: 0, feedForward: 1)
    }
    targets[0].position = 0.3
    robot.send(targets, validFor: 5)
    robot.run(seconds: 1.5)
    #expect(robot.faults.isEmpty)
    #expect(abs(robot.references[0] - 0.3) < 1e-9)
    #expect(abs(robot.positions[0] - 0.3) < 0.03)
    #expect(robot.joints.allSatisfy { $0.appliedEffort == 0 && $0.duty == 0 })
  }

  /// The control thread hangs: the commands grow old, and the servos let go.
  @Test func letsGoWhenControlHangs() throws {
    var robot = try VirtualRobot(try Self.so101())
    #expect(robot.armAndSettle() == Refusal.none)
    for _ in 0..<8 { robot.stepper.stepWithoutControl(robot.world.clock) }
    #expect(robot.world.servos.allSatisfy { $0.peek(register: 40) == 0 })
  }

  /// The adapter is pulled out and comes back: every joint's encoder is gone, and the line is closed until it was
  /// opened anew and its servos were set up.
  @Test func opensAnUnpluggedLineAgain() throws {
    var robot = try VirtualRobot(try Self.so101())
    var care = robot.system.makeCare()
    #expect(robot.stand(at: Self.center) == Refusal.none)
    let line = robot.world.serialLines[0]
    line.setPlugged(false, isClosed: true)
    robot.run(seconds: 0.1)
    #expect(robot.faults.map(\.code) == [.encoderLost])
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.ask(.arm) == .encoderNotFresh)
    var events: [DeviceCare.Event] = []
    for cycle in 0..<400 {
      if cycle == 100 { line.setPlugged(true) }
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    #expect(events.map(\.device) == ["arm", "arm"])
    #expect(events.map(\.isMended) == [false, true])
    #expect(robot.world.servos.allSatisfy { $0.peek(register: 40) == 0 })
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
  }

  /// Somebody plugged another servo in meanwhile: the line stays closed, and it is said once why.
  @Test func keepsALineClosedOnWhichASetUpFails() throws {
    var robot = try VirtualRobot(try Self.so101())
    var care = robot.system.makeCare()
    robot.run(cycles: 20)
    let line = robot.world.serialLines[0]
    line.setPlugged(false, isClosed: true)
    robot.run(cycles: 5)
    line.setPlugged(true)
    robot.world.servos[3].load(register: 3, value: 0)
    var events: [DeviceCare.Event] = []
    for _ in 0..<600 {
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    #expect(events.map(\.isMended) == [false, false])
    #expect(events.last?.text.english.contains("servo 4") == true, "\(events)")
    #expect(robot.ask(.arm) == .encoderNotFresh)
    robot.world.servos[3].load(register: 3, value: 9)
    for _ in 0..<300 {
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    #expect(events.last?.isMended == true)
    #expect(robot.armAndSettle() == Refusal.none)
  }

  /// A servo before a bridge: each has its own place on its own bus. The small servo has its words the other way
  /// round, 300 degrees and no request to all.
  @Test(arguments: ["sts3215", "scs0009"])
  func servosAndBridgesMoveOneRobot(_ model: String) throws {
    let text = Fixture.hinge.replacing(
      "buses: { only:",
      with: "buses: { arm: { kind: serial, device: /dev/ttyS0, baud: 500000 }, only:"
    )
    .replacing("rate: 500 Hz", with: "rate: 100 Hz")
    .replacing(
      "devices:\n",
      with: "devices:\n  horn: { driver: feetech, bus: arm, id: 9, model: \(model), lead: 20 ms }\n"
    )
    .replacing(
      "joints:\n",
      with: """
        joints:
          finger:
            actuator: { servo: horn }
            encoder: { device: horn, direction: -1, zero: 150 deg }
            limits: { position: [-1 rad, 1 rad], velocity: 2 rad/s, acceleration: 20 rad/s^2,
                      effort: 0.1 N.m }
            control: { law: position }
            on_loss: coast

        """)
    var robot = try VirtualRobot(try Fixture.model(text))
    #expect(robot.armAndSettle() == Refusal.none)
    for goal in [0.7, -0.7] {
      #expect(robot.move(to: [goal, -goal], in: 2) == Refusal.none)
      #expect(abs(robot.positions[0] - goal) < 0.02, "\(robot.positions)")
      #expect(abs(robot.positions[1] + goal) < 0.02, "\(robot.positions)")
    }
    #expect(robot.faults.isEmpty)
    // Its shaft counts down while the joint moves up.
    let counts = robot.world.servos[0].shaft
    let (zero, unit) =
      model == "sts3215"
      ? (4096.0 * 150 / 360, 4096 / (2 * Double.pi))
      : (512.0, 1024 / (300.0 / 180 * Double.pi))
    #expect(abs(counts - (zero - robot.positions[0] * unit)) < 3)
    // The stream ends: it coasts, the hinge holds.
    let targets = robot.references.map {
      JointTarget(position: $0, velocity: 0, kp: .nan, kd: .nan, feedForward: .nan)
    }
    robot.send(targets, validFor: 0.1)
    robot.run(seconds: 0.05)
    #expect(robot.world.servos[0].peek(register: 40) == 1)
    robot.run(seconds: 0.3)
    #expect(robot.lifecycle == .holding)
    #expect(robot.world.servos[0].peek(register: 40) == 0)
    #expect(robot.ask(.arm) == Refusal.none)
    robot.run(cycles: 2)
    #expect(robot.world.servos[0].peek(register: 40) == 1)
  }

  @Test func aServoThatSwitchesItselfOffStopsTheRobot() throws {
    var robot = try VirtualRobot(try Self.so101())
    #expect(robot.stand(at: Self.center) == Refusal.none)
    robot.world.servos[1].expose(celsius: 80)
    robot.run(seconds: 0.1)
    #expect(robot.faults.map(\.code) == [.servoFault])
    #expect(robot.faults.first?.joint == 1)
    #expect(robot.ask(.clear) == .causePersists)
    robot.world.servos[1].expose(celsius: 40)
    robot.run(seconds: 0.1)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.armAndSettle() == Refusal.none)
  }

  /// 0.5 rad at 0.5 Hz about the centre; the amplitude grows over the first second.
  private static func sine(joint: Int, time: Double) -> MotionPoint {
    let t = min(time, 1)
    let ramp = t * t * t * (10 - 15 * t + 6 * t * t)
    let rampRate = time < 1 ? 30 * t * t * (1 - t) * (1 - t) : 0
    let rampCurve = time < 1 ? 60 * t * (1 - t) * (1 - 2 * t) : 0
    let w = Double.pi
    let (s, c) = (sin(w * time), cos(w * time))
    return MotionPoint(
      position: center[joint] + 0.5 * ramp * s,
      velocity: 0.5 * (rampRate * s + ramp * w * c),
      acceleration: 0.5 * (rampCurve * s + 2 * rampRate * w * c - ramp * w * w * s))
  }
}
