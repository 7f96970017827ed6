import Glibc
import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits
import Testing

/// The figures that issue 2 promises, with gravity, friction and backlash, on the virtual clock.
@Suite struct TrackingTests {
  @Test func followsASineWithinTenMilliradians() throws {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    var sums = [Double](repeating: 0, count: 6)
    var largest = sums
    var cycles = 0.0
    var travel = [ClosedRange<Double>](repeating: 0...0, count: 6)
    let refusal = robot.play(duration: 9, point: Self.sine) { snapshot in
      guard snapshot.motionTime > 1, snapshot.source == .motion else { return }
      cycles += 1
      for joint in 0..<6 {
        let now = snapshot.joints[joint]
        let error = now.referencePosition - now.measuredPosition
        sums[joint] += error * error
        largest[joint] = max(largest[joint], abs(error))
        let place = now.measuredPosition - VirtualRobot.center[joint]
        travel[joint] = min(place, travel[joint].lowerBound)...max(place, travel[joint].upperBound)
      }
    }
    #expect(refusal == Refusal.none)
    #expect(robot.faults.isEmpty)
    #expect(cycles >= 3900)
    for joint in 0..<6 {
      let rms = (sums[joint] / cycles).squareRoot()
      print(
        "sine 0.5 rad 0.5 Hz, \(robot.model.robot.joints[joint].name):",
        "RMS \(milli(rms)) mrad, maximum \(milli(largest[joint])) mrad")
      #expect(rms <= 0.01, "joint \(joint)")
      // It really moved.
      #expect(travel[joint].lowerBound < -0.49 && travel[joint].upperBound > 0.49, "joint \(joint)")
    }
  }

  @Test func settlesAStepWithinHalfASecond() throws {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    for joint in 0..<6 {
      var targets = robot.references.map { position in
        var target = JointTarget.unspecified()
        target.position = position
        return target
      }
      targets[joint].position += 0.2
      let goal = targets[joint].position
      robot.send(targets, validFor: 5)
      var (cycle, settled, overshoot) = (0, 0, 0.0)
      robot.run(seconds: 1) { snapshot in
        cycle += 1
        let error = snapshot.joints[joint].measuredPosition - goal
        overshoot = max(overshoot, error / 0.2)
        if abs(error) > 0.02 * 0.2 { settled = cycle }
      }
      print(
        "step 0.2 rad, \(robot.model.robot.joints[joint].name):",
        "settled after \(2 * settled) ms, overshoot \(milli(overshoot) / 10) %")
      #expect(settled <= 250, "joint \(joint)")
      #expect(settled > 20, "a step that takes no time was not made")
      #expect(overshoot <= 0.1, "joint \(joint)")
    }
    #expect(robot.faults.isEmpty)
  }

  private func milli(_ value: Double) -> Double { (value * 1e5).rounded() / 100 }

  /// 0.5 rad at 0.5 Hz about the centre; the amplitude grows over the first second.
  private static func sine(joint: Int, time: Double) -> MotionPoint {
    let t = min(time, 1)
    let ramp = t * t * t * (10 - 15 * t + 6 * t * t)
    let rampRate = time < 1 ? 30 * t * t * (1 - t) * (1 - t) : 0
    let rampCurve = time < 1 ? 60 * t * (1 - t) * (1 - 2 * t) : 0
    let w = Double.pi
    let (s, c) = (sin(w * time), cos(w * time))
    return MotionPoint(
      position: VirtualRobot.center[joint] + 0.5 * ramp * s,
      velocity: 0.5 * (rampRate * s + ramp * w * c),
      acceleration: 0.5 * (rampCurve * s + 2 * rampRate * w * c - ramp * w * w * s))
  }
}
