import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits
import Glibc
import Testing

@Suite struct SmokeTests {
  @Test func sine() throws {
    var robot = try VirtualRobot()
    print(robot.armAndSettle() as Any)
    let center = robot.center
    print(robot.move(to: center, in: 3) as Any)
    let w = 2 * Double.pi * 0.5
    func ramp(_ t: Double) -> (Double, Double, Double) { // smooth 0..1 over 1 s (quintic)
      if t >= 1 { return (1, 0, 0) }
      return (10*t*t*t - 15*t*t*t*t + 6*t*t*t*t*t, 30*t*t - 60*t*t*t + 30*t*t*t*t, 60*t - 180*t*t + 120*t*t*t)
    }
    var sums = [Double](repeating: 0, count: 6), maxs = sums, n = 0.0
    var cyc: [Double] = []
    let refusal = robot.play(duration: 9, point: { joint, t in
      let (r, dr, ddr) = ramp(t)
      let s = sin(w*t), c = cos(w*t)
      return MotionPoint(position: center[joint] + 0.5*r*s, velocity: 0.5*(dr*s + r*w*c), acceleration: 0.5*(ddr*s + 2*dr*w*c - r*w*w*s))
    }) { s in
      if s.motionTime > 1, s.motionTime < 9 {
        n += 1
        for j in 0..<6 { let e = s.joints[j].referencePosition - s.joints[j].measuredPosition; sums[j] += e*e; maxs[j] = max(maxs[j], abs(e)) }
      }
      if s.cycle.index % 50 == 0 { cyc.append(s.joints[1].referencePosition - s.joints[1].measuredPosition) }
    }
    print(refusal as Any, "RMS", sums.map { ($0/n).squareRoot() }, "max", maxs)
    print(robot.faults)
    // step
    for joint in 0..<6 {
      robot.run(seconds: 1)
      var targets = [JointTarget](repeating: .unspecified(), count: 6)
      for j in 0..<6 { targets[j].position = robot.references[j] }
      targets[joint].position += 0.2
      let goal = targets[joint].position
      robot.send(targets, validFor: 5)
      var settled = -1.0, t = 0.0, over = 0.0
      robot.run(seconds: 2) { s in
        t += 0.002
        let e = s.joints[joint].measuredPosition - goal
        over = max(over, e)
        if abs(e) > 0.004 { settled = t }
      }
      print("step", joint, "settled", settled, "overshoot", over/0.2)
    }
    print(robot.faults)
  }
}
