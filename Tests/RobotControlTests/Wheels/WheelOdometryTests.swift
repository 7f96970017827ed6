import Glibc
import RobotControl
import RobotUnits
import TestSupport
import Testing

/// Where the wheels say that the base is.
@Suite struct WheelOdometryTests {
  /// A quarter of a circle of 2 m in one step: (2, 2), looking to the left.
  @Test func followsAnArcExactly() {
    let quarter = 1.570_796_326_794_896_6
    let pose = PlanarPose(x: 0, y: 0, heading: 0)
      .moved(by: PlanarTwist(omega: quarter, x: 2 * quarter, y: 0), for: 1)
    #expect(abs(pose.x - 2) + abs(pose.y - 2) < 1e-15)
    #expect(abs(pose.heading - quarter) < 1e-15)
    // Sideways the same arc lies to the left: (-2, 2) from heading 0.
    let side = PlanarPose(x: 0, y: 0, heading: 0)
      .moved(by: PlanarTwist(omega: quarter, x: 0, y: 2 * quarter), for: 1)
    #expect(abs(side.x + 2) + abs(side.y - 2) < 1e-15)
    // Turned by 90 deg before, everything is.
    let turned = PlanarPose(x: 1, y: 1, heading: quarter)
      .moved(by: PlanarTwist(omega: quarter, x: 2 * quarter, y: 0), for: 1)
    #expect(abs(turned.x + 1) + abs(turned.y - 3) < 1e-15)
    #expect(abs(abs(turned.heading) - 3.141_592_653_589_793) < 1e-15)
  }

  /// In a wide arc nothing cancels: against the series x - w^2 x / 6, w x / 2.
  @Test func followsAWideArc() {
    for turn in [1e-3, 1e-6, 1e-9, 1e-12, 1e-300, 0] {
      let pose = PlanarPose(x: 0, y: 0, heading: 0)
        .moved(by: PlanarTwist(omega: turn, x: 1, y: 0), for: 1)
      #expect(abs(pose.x - (1 - turn * turn / 6)) < 1e-14)
      #expect(abs(pose.y - turn / 2) <= 1e-13 * turn / 2 + turn * turn * turn)
    }
  }

  /// Four sides and four quarter turns of any square end where they began.
  @Test(arguments: [UInt64](1...20))
  func closedSquareReturns(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let base = try WheeledBase.differential(
      track: random.number(0.1...1), radius: random.number(0.02...0.2), maximumSpeed: 100)
    let start = PlanarPose(
      x: random.number(-5...5), y: random.number(-5...5), heading: random.number(-3...3))
    var odometry = WheelOdometry(wheelCount: 2, pose: start)
    let angles = FixedArray([7.0, -3])
    let velocities = FixedArray([0.0, 0])
    let (side, period) = (random.number(0.5...3), 0.002)
    var isTaken = odometry.update(wheels: angles, base: base, period: period)
    for leg in 0..<8 {
      // 250 cycles ahead, 250 cycles of turning by a quarter.
      let twist =
        leg % 2 == 0
        ? PlanarTwist(omega: 0, x: side / 0.5, y: 0)
        : PlanarTwist(omega: Double.pi, x: 0, y: 0)
      base.wheelVelocities(twist, into: velocities)
      for _ in 0..<250 {
        for wheel in 0..<2 { angles[wheel] += velocities[wheel] * period }
        isTaken = odometry.update(wheels: angles, base: base, period: period) && isTaken
      }
    }
    #expect(isTaken)
    let pose = odometry.pose
    let error = abs(pose.x - start.x) + abs(pose.y - start.y) + abs(pose.heading - start.heading)
    #expect(error < 1e-9, "seed \(seed): \(pose) from \(start)")
  }

  /// The pose does not depend on how often the wheels are read, as Euler's step would.
  @Test(arguments: [UInt64](1...20))
  func doesNotDependOnTheRate(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let base = try WheeledBase.mecanum(
      wheelbase: 0.6, track: 0.4, radius: 0.1, maximumSpeed: 100)
    let twist = PlanarTwist(
      omega: random.number(-2...2), x: random.number(-1...1), y: random.number(-1...1))
    var ends: [PlanarPose] = []
    for count in [1, 10, 1000] {
      var odometry = WheelOdometry(wheelCount: 4, pose: PlanarPose(x: 0, y: 0, heading: 0))
      let velocities = base.wheels(omega: twist.omega, x: twist.x, y: twist.y)
      for step in 0...count {
        let angles = FixedArray(count: 4) { velocities[$0] * Double(step) / Double(count) }
        let isTaken = odometry.update(wheels: angles, base: base, period: 1 / Double(count))
        #expect(isTaken)
      }
      ends.append(odometry.pose)
    }
    for end in ends {
      let error = abs(end.x - ends[0].x) + abs(end.y - ends[0].y)
      #expect(error + abs(end.heading - ends[0].heading) < 1e-11, "seed \(seed)")
    }
  }

  @Test func keepsItsPoseWhenAnAngleIsNone() throws {
    let base = try WheeledBase.differential(track: 0.4, radius: 0.05, maximumSpeed: 10)
    var odometry = WheelOdometry(wheelCount: 2, pose: PlanarPose(x: 1, y: 2, heading: 3))
    var isTaken = odometry.update(wheels: FixedArray([0.0, 0]), base: base, period: 0.01)
    #expect(isTaken)
    isTaken = odometry.update(wheels: FixedArray([.nan, 1]), base: base, period: 0.01)
    #expect(!isTaken)
    #expect(odometry.pose == PlanarPose(x: 1, y: 2, heading: 3))
    // A turn of both wheels in the next cycle is 2 pi 0.05 m ahead.
    let turn = 6.283_185_307_179_586
    isTaken = odometry.update(wheels: FixedArray([turn, turn]), base: base, period: 0.01)
    #expect(isTaken)
    #expect(abs(odometry.pose.x - (1 + 0.05 * turn * cos(3))) < 1e-14)
    #expect(abs(odometry.pose.y - (2 + 0.05 * turn * sin(3))) < 1e-14)
    #expect(abs(odometry.twist.x - 31.415_926_535_897_93) < 1e-12)
  }
}
