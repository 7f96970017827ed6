import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// Values of an encoder that are not to be believed, made below the real driver, and what each is called.
@Suite struct EncoderValueTests {
  private static let pan = FaultPlace.behind(mux: 0x71, channel: 0, 0x36)

  /// The arm swings its first joint while `fault` lasts.
  private func swing(_ fault: BusFault, count: Int? = nil) throws -> (
    faults: [FaultRecord], qualities: Set<EncoderSample.Quality.RawValue>, worstAge: UInt32
  ) {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    robot.world.buses[0].inject(
      FaultPlan(
        seed: 1,
        [
          PlannedFault(
            fault, at: Self.place(of: fault), from: robot.world.clock.now + .milliseconds(300),
            count: count)
        ]))
    var qualities: Set<EncoderSample.Quality.RawValue> = []
    var worstAge: UInt32 = 0
    let start = robot.references
    _ = robot.play(duration: 2) { joint, time in
      // 1.2 rad away in 2 s, from rest to rest.
      QuinticSegment.point(
        from: MotionPoint(position: start[joint], velocity: 0, acceleration: 0),
        to: MotionPoint(
          position: start[joint] + (joint == 0 ? 1.2 : 0), velocity: 0, acceleration: 0),
        duration: 2, at: time)
    } _: { snapshot in
      let sample = snapshot.encoders[0]
      qualities.insert(sample.quality.rawValue)
      if snapshot.fault == nil { worstAge = max(worstAge, sample.age) }
      if sample.quality == .fresh {
        #expect(sample.age == 0)
        #expect(sample.time == snapshot.cycle.time)
        #expect(sample.position == snapshot.joints[0].measuredPosition)
      } else {
        #expect(sample.age > 0)
        #expect(sample.time == snapshot.time(ofAge: sample.age))
      }
    }
    return (robot.faults, qualities, worstAge)
  }

  private static func place(of fault: BusFault) -> FaultPlace {
    if case .swappedChannels = fault { .device(0x71) } else { pan }
  }

  private static func raw(_ quality: EncoderSample.Quality) -> UInt8 { quality.rawValue }

  @Test(arguments: [0x00, 0xFF] as [UInt8])
  func allBitsAlikeAreInvalid(_ byte: UInt8) throws {
    let course = try swing(.constantReply(byte))
    #expect(course.faults.map(\.code) == [.encoderLost])
    #expect(course.qualities.contains(Self.raw(.invalid)))
    #expect(!course.qualities.contains(Self.raw(.implausible)))
  }

  /// The magnet is there (MD, 0x20), and the angle 0x2020 is beyond twelve bits: what is left of it is not
  /// where the joint can be.
  @Test func anAngleOutOfRangeIsAJump() throws {
    let course = try swing(.constantReply(0x20))
    #expect(course.faults.map(\.code) == [.encoderJump])
    #expect(course.qualities.contains(Self.raw(.implausible)))
  }

  /// The encoder's number stays while the reference goes away from it.
  @Test func aFrozenReadingIsNamed() throws {
    let course = try swing(.frozenReply)
    let fault = try #require(course.faults.first)
    #expect(fault.code == .encoderFrozen)
    #expect(fault.code.rawValue == 205)
    #expect(fault.joint == 0)
    #expect(fault.value > 0.5)
    let text = FaultCatalogue.shipped.text(
      fault.code.rawValue,
      FaultCatalogue.Values(
        joint: "pan", units: nil, device: "pan_angle", value: fault.value, limit: fault.limit))
    #expect(text.english.contains("its encoder pan_angle has not changed by a single count"))
    #expect(text.chinese.contains("编码器 pan_angle 的读数一个计数也没有变化"))
  }

  /// Where the high byte changes, a torn reading is off by 256 counts (0.39 rad): not believed, and the next
  /// one is right.
  @Test func aTornReadingIsNotBelieved() throws {
    let course = try swing(.tornReply(bytes: 2))
    #expect(course.faults.isEmpty)
    #expect(course.qualities.contains(Self.raw(.implausible)))
    #expect(course.worstAge == 1)
  }

  /// Another encoder's reading, far away.
  @Test func aReadingThatJumpsIsNamed() throws {
    let course = try swing(.swappedChannels(0, 1))
    #expect(course.faults.map(\.code) == [.encoderJump])
    #expect(course.qualities.contains(Self.raw(.implausible)))
  }

  @Test func aReadingThatIsNotThereIsMissing() throws {
    let course = try swing(.noAddressAcknowledge)
    #expect(course.faults.map(\.code) == [.encoderLost])
    #expect(course.qualities.contains(Self.raw(.missing)))
  }

  /// A joint that is held, and whose encoder gives the same count for seconds, is well.
  @Test func aJointThatRestsIsNotFrozen() throws {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    robot.run(seconds: 3)
    #expect(robot.faults.isEmpty)
  }
}
