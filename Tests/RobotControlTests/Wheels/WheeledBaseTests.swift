import RobotControl
import RobotUnits
import TestSupport
import Testing

/// Wheel velocities of the usual bases against "Modern Robotics", chapter 13, and worked by hand.
@Suite struct WheeledBaseTests {
  @Test func differentialDriveTurnsAndDrives() throws {
    // Wheels of 5 cm, 40 cm apart: 0.5 m/s ahead and 1 rad/s are (0.5 -+ 0.2) / 0.05.
    let base = try WheeledBase.differential(track: 0.4, radius: 0.05, maximumSpeed: 100)
    #expect(distance(base.wheels(omega: 1, x: 0.5, y: 9), [6, 14]) < 1e-13)
    let twist = base.twist(wheels: FixedArray([6.0, 14]))
    #expect(abs(twist.omega - 1) + abs(twist.x - 0.5) < 1e-14)
    #expect(twist.y == 0)
  }

  @Test func mecanumIsEquation13_10() throws {
    // r = 0.1, l = 0.3, w = 0.2: u = 10 [-0.5 1 -1; 0.5 1 1; 0.5 1 -1; -0.5 1 1] (omega, v_x, v_y).
    let base = try WheeledBase.mecanum(
      wheelbase: 0.6, track: 0.4, radius: 0.1, maximumSpeed: 100)
    #expect(distance(base.wheels(omega: 1, x: 0, y: 0), [-5, 5, 5, -5]) < 1e-14)
    #expect(distance(base.wheels(omega: 0, x: 1, y: 0), [10, 10, 10, 10]) < 1e-14)
    #expect(distance(base.wheels(omega: 0, x: 0, y: 1), [-10, 10, -10, 10]) < 1e-14)
    // F = H+ = r/4 [-1/(l+w) 1/(l+w) 1/(l+w) -1/(l+w); 1 1 1 1; -1 1 -1 1] (13.34).
    let twist = base.twist(wheels: FixedArray([1.0, 2, 3, 5]))
    #expect(abs(twist.omega - -0.05) < 1e-15, "0.025 / 0.5 (-1 + 2 + 3 - 5)")
    #expect(abs(twist.x - 0.275) < 1e-15)
    #expect(abs(twist.y - 0.075) < 1e-15)
  }

  @Test func threeOmniwheelsAreEquation13_9() throws {
    // r = 0.1, d = 0.2: u = 10 [-0.2 1 0; -0.2 -1/2 -sin 60; -0.2 -1/2 sin 60] (omega, v_x, v_y). Wheels
    // there drive clockwise, so a quarter turn back from their places at 90, -30 and 210 deg.
    let quarter = Double.pi / 2
    let base = try WheeledBase(
      wheels: [90.0, -30, 210].map { degrees in
        let angle = degrees * Double.pi / 180
        let (sine, cosine) = RealtimeMath.sineCosine(angle)
        return BaseWheel(
          x: 0.2 * cosine, y: 0.2 * sine, direction: angle - quarter, radius: 0.1,
          maximumSpeed: 100)
      })
    #expect(distance(base.wheels(omega: 1, x: 0, y: 0), [-2, -2, -2]) < 1e-13)
    #expect(distance(base.wheels(omega: 0, x: 1, y: 0), [10, -5, -5]) < 1e-13)
    let sine = 8.660_254_037_844_386
    #expect(distance(base.wheels(omega: 0, x: 0, y: 1), [0, -sine, sine]) < 1e-13)
    // The omni base of the same places drives the other way.
    let omni = try WheeledBase.omni(
      angles: [quarter, -quarter / 3, 7 * quarter / 3], distance: 0.2, radius: 0.1,
      maximumSpeed: 100)
    #expect(distance(omni.wheels(omega: 1, x: 0, y: 0), [2, 2, 2]) < 1e-13)
  }

  @Test(arguments: [UInt64](1...40))
  func twistComesBack(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (radius, size) = (random.number(0.02...0.2), random.number(0.1...1))
    let count = Int.random(in: 3...8, using: &random)
    let turn = random.number(-3...3)
    let angles = (0..<count).map { turn + Double($0) * 2 * Double.pi / Double(count) }
    for kind in 0..<3 {
      let base =
        switch kind {
        case 0: try WheeledBase.differential(track: size, radius: radius, maximumSpeed: 50)
        case 1:
          try WheeledBase.mecanum(
            wheelbase: size, track: 0.7 * size, radius: radius, maximumSpeed: 50)
        default:
          try WheeledBase.omni(angles: angles, distance: size, radius: radius, maximumSpeed: 50)
        }
      let twist = PlanarTwist(
        omega: random.number(-3...3), x: random.number(-2...2),
        y: kind == 0 ? 0 : random.number(-2...2))
      let wheels = FixedArray(repeating: 0.0, count: base.wheelCount)
      base.wheelVelocities(twist, into: wheels)
      let back = base.twist(wheels: wheels)
      let error = abs(back.omega - twist.omega) + abs(back.x - twist.x) + abs(back.y - twist.y)
      #expect(error < 1e-12, "seed \(seed), kind \(kind)")
      let slip = base.slip(wheels: wheels)
      #expect(slip < 1e-11, "seed \(seed), kind \(kind)")
      // Saturated, the base goes the same way, and each wheel keeps its limit.
      let scale = base.saturate(wheels)
      let slowed = base.twist(wheels: wheels)
      let bend =
        abs(slowed.omega - scale * twist.omega) + abs(slowed.x - scale * twist.x)
        + abs(slowed.y - scale * twist.y)
      #expect(bend < 1e-12, "seed \(seed), kind \(kind)")
      for wheel in 0..<base.wheelCount { #expect(abs(wheels[wheel]) <= 50, "seed \(seed)") }
    }
  }

  @Test func saturatesAllWheelsAlike() throws {
    let base = try WheeledBase.differential(track: 0.4, radius: 0.05, maximumSpeed: 10)
    let wheels = FixedArray([6.0, -20])
    #expect(base.saturate(wheels) == 0.5)
    #expect(distance(wheels, [3, -10]) == 0)
    #expect(base.saturate(wheels) == 1)
    #expect(distance(wheels, [3, -10]) == 0)
    for bad in [Double.nan, .infinity] {
      let wheels = FixedArray([1.0, bad])
      #expect(base.saturate(wheels) == 0)
      #expect(distance(wheels, [0, 0]) == 0)
    }
  }

  /// One of four mecanum wheels slips: a quarter of each wheel's square is what no twist explains.
  @Test func tellsSlip() throws {
    let base = try WheeledBase.mecanum(
      wheelbase: 0.6, track: 0.4, radius: 0.1, maximumSpeed: 100)
    // What no twist does is (1, 1, -1, -1) / 2; one wheel alone holds half of it.
    #expect(abs(base.slip(wheels: FixedArray([4.0, 0, 0, 0])) - 2) < 1e-14)
    #expect(abs(base.slip(wheels: FixedArray([3.0, 3, -3, -3])) - 6) < 1e-14)
  }

  @Test func refusesWhatIsNoBase() {
    #expect(throws: WheeledBaseError.sizeOutOfRange(0)) {
      _ = try WheeledBase.differential(track: 0, radius: 0.05, maximumSpeed: 1)
    }
    #expect(throws: WheeledBaseError.sizeOutOfRange(-1)) {
      _ = try WheeledBase.omni(angles: [0, 2, 4], distance: 0.2, radius: 0.1, maximumSpeed: -1)
    }
    #expect(throws: WheeledBaseError.motionNotDetermined(wheelCount: 2)) {
      _ = try WheeledBase.omni(angles: [0, 2], distance: 0.2, radius: 0.1, maximumSpeed: 1)
    }
    // All four drive along y, none along x.
    #expect(throws: WheeledBaseError.motionNotDetermined(wheelCount: 4)) {
      _ = try WheeledBase.omni(
        angles: [0, 0, Double.pi, Double.pi], distance: 0.2, radius: 0.1, maximumSpeed: 1)
    }
    let flat = BaseWheel(
      x: 0, y: 0.2, direction: 0, rollerAngle: 1.55, radius: 0.1, maximumSpeed: 1)
    #expect(throws: WheeledBaseError.rollerAngleOutOfRange(1.55)) {
      _ = try WheeledBase(wheels: [flat, flat, flat])
    }
    let turned = BaseWheel(x: 0, y: 0.2, direction: 0.1, radius: 0.1, maximumSpeed: 1)
    #expect(throws: WheeledBaseError.fixedWheelTurned(0.1)) {
      _ = try WheeledBase(fixedWheels: [turned, turned])
    }
  }
}

/// The greatest difference.
func distance(_ found: borrowing FixedArray<Double>, _ expected: [Double]) -> Double {
  var most = found.count == expected.count ? 0 : Double.infinity
  for index in expected.indices { most = max(most, abs(found[index] - expected[index])) }
  return most
}

extension WheeledBase {
  /// The wheel velocities for a twist.
  borrowing func wheels(omega: Double, x: Double, y: Double) -> FixedArray<Double> {
    let wheels = FixedArray(repeating: 0.0, count: wheelCount)
    wheelVelocities(PlanarTwist(omega: omega, x: x, y: y), into: wheels)
    return wheels
  }
}
