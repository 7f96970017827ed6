import Glibc
import RobotAssembly
import RobotControl
import RobotCore
import RobotHAL
import RobotUnits
import SimulatedHAL
import TestSupport
import Testing

/// A differential wrist: the daemon's loop, chips, and a plant that turns both motors into both joints.
@Suite struct CouplingTests {
  /// 0.5 rad of pitch at 0.5 Hz and 0.4 rad of roll at 0.7 Hz at once, encoders on either side.
  @Test(arguments: ["joint", "actuator"])
  func wristTracks(_ side: String) throws {
    var robot = try VirtualRobot(try Fixture.model(Wrist.text(side: side)))
    #expect(robot.armAndSettle() == Refusal.none)
    var (sums, count) = ([0.0, 0.0], 0.0)
    let (sizes, rates) = ([0.5, 0.4], [Double.pi, 1.4 * Double.pi])
    let refusal = robot.play(duration: 6) { joint, time in
      let (a, w) = (sizes[joint], rates[joint])
      // 1 - cos begins at rest.
      return MotionPoint(
        position: a / 2 * (1 - cos(w * time)), velocity: a / 2 * w * sin(w * time),
        acceleration: a / 2 * w * w * cos(w * time))
    } _: { snapshot in
      guard snapshot.motionTime > 0.5, snapshot.source == .motion else { return }
      for joint in 0..<2 {
        let now = snapshot.joints[joint]
        let error = now.referencePosition - now.measuredPosition
        sums[joint] += error * error
      }
      count += 1
    }
    #expect(refusal == Refusal.none)
    let rms = sums.map { ($0 / count).squareRoot() }
    print("wrist, encoders on the \(side): RMS \(rms.map { $0 * 1e3 }) mrad")
    #expect(rms.allSatisfy { $0 < 0.01 })
    #expect(robot.faults.isEmpty)
    #expect(robot.violations == 0)
    // What the loop measures is where the plant is, within two counts of the encoders.
    for joint in 0..<2 {
      #expect(abs(robot.joints[joint].measuredPosition - robot.positions[joint]) < 0.004)
    }
  }

  /// Streams that ask for anything: no shaft gives more than 0.7 N.m, and no pin more than all.
  @Test func shaftsKeepTheirLimits() throws {
    for seed: UInt64 in 1...4 {
      var random = SeededRandom(seed: seed)
      var robot = try VirtualRobot(
        try Fixture.model(Wrist.text(efforts: ", efforts: [0.7 N.m, 0.7 N.m]")))
      #expect(robot.armAndSettle() == Refusal.none)
      var (most, cut) = (0.0, 0)
      for _ in 0..<200 {
        robot.send(
          (0..<2).map { _ in
            JointTarget(
              position: random.number(-0.9...0.9), velocity: random.number(-2...2),
              kp: random.number(0...80), kd: random.number(0...2),
              feedForward: random.number(-3...3))
          }, validFor: 0.1)
        robot.run(cycles: 5) { snapshot in
          guard snapshot.lifecycle.isPowered() else { return }
          let efforts = (0..<2).map { snapshot.joints[$0].appliedEffort }
          most = max(
            most, abs(efforts[0] + efforts[1]) / 2, abs(efforts[0] - efforts[1]) / 2)
          if snapshot.joints[0].limits.contains(.effort) { cut += 1 }
        }
      }
      #expect(most <= 0.7 * (1 + 1e-9), "seed \(seed)")
      #expect(most > 0.69 && cut > 50, "seed \(seed): \(most) N.m, \(cut) cycles")
      #expect(robot.violations == 0, "seed \(seed)")
    }
  }

  /// The wire of one motor is cut: the other moves both joints, which part from their references. The robot
  /// brakes with what is left, and is off.
  @Test(arguments: ["enable_a", "enable_b"])
  func cutMotorEndsInAFault(_ line: String) throws {
    var robot = try VirtualRobot(try Fixture.model(Wrist.text()))
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.move(to: [-0.9, 0], in: 2) == Refusal.none)
    let enable = try #require(robot.world.line(named: line))
    let knots = robot.upload(duration: 2) { joint, time in
      QuinticSegment.point(
        from: MotionPoint(position: joint == 0 ? -0.9 : 0, velocity: 0, acceleration: 0),
        to: MotionPoint(position: joint == 0 ? 0.9 : 0, velocity: 0, acceleration: 0),
        duration: 2, at: time)
    }
    #expect(robot.ask(.startMotion, knotCount: knots) == Refusal.none)
    enable.set(true)
    robot.run(seconds: 3)
    #expect(robot.faults.first?.code == .followingError)
    #expect(robot.lifecycle == .faulted)
    #expect(robot.outputsEnabled == false)
    #expect(robot.pins.allSatisfy { $0 == 0 })
    #expect(robot.violations == 0)
  }

  /// A bridge that takes no commands switches all off: the other motor alone would move both joints.
  @Test(arguments: [(UInt8(0x41), 0), (0x42, 1)])
  func lostBridgeSwitchesBothOff(address: UInt8, joint: Int) throws {
    var robot = try VirtualRobot(try Fixture.model(Wrist.text()))
    #expect(robot.stand(at: [0.3, -0.2]) == Refusal.none)
    robot.wires[0].cut(try #require(I2CAddress(address)))
    robot.run(cycles: 4)
    #expect(robot.faults.map(\.code) == [.actuatorLost])
    #expect(robot.faults.first?.joint == joint)
    #expect(robot.outputsEnabled == false)
    #expect(robot.pins.allSatisfy { $0 == 0 })
  }

  /// A shaft's encoder that stays away leaves no joint measured, and the fault names it; that of a joint
  /// leaves the other measured. Either way the robot is off.
  @Test(arguments: ["joint", "actuator"])
  func lostEncoderSwitchesBothOff(_ side: String) throws {
    var robot = try VirtualRobot(try Fixture.model(Wrist.text(side: side)))
    #expect(robot.stand(at: [0.3, -0.2]) == Refusal.none)
    robot.wires[0].cut(0x36, channel: 1)
    robot.run(cycles: 3)
    #expect(robot.joints.map(\.age) == (side == "joint" ? [0, 3] : [3, 3]))
    #expect(robot.faults.isEmpty)
    robot.run(cycles: 1)
    #expect(robot.faults.map(\.code) == [.encoderLost])
    #expect(robot.faults.first?.joint == 1)
    #expect(robot.outputsEnabled == false)
  }
}
