import RobotUnits

/// How a servo's shaft moves: by itself, or with the mechanism that it turns.
struct FeetechServoMotion {
  /// What an STS3215 does without load at 12 V: 45 rpm.
  private static let mostSpeed = 45.0 / 60 * 4096
  /// It is there after some 50 ms.
  private static let mostAcceleration = 60_000.0
  private static let step = 0.001

  private let range: Int
  private let mechanism: (any ServoMechanism)?
  private(set) var counts: Double
  /// [counts/s]
  private(set) var velocity = 0.0
  /// The share of the supply that the drive gives the motor.
  private(set) var duty = 0.0
  var hasTorque = false
  var goal = 0.0
  /// Where its loop holds a mechanism: on the way to the goal, at the speed that it was told.
  private var setpoint: Double?
  /// [counts/s], 0 for as fast as it can.
  var speedLimit = 0.0
  /// [counts/s^2], 0 for as fast as it can.
  var accelerationLimit = 0.0
  /// 0...1
  var torqueLimit = 1.0
  private var time: MonotonicInstant?

  init(counts: Double, range: Int, mechanism: (any ServoMechanism)?) {
    self.counts = counts
    self.range = range
    self.mechanism = mechanism
  }

  private var radiansPerCount: Double {
    range == 1024 ? 300.0 / 180 * Double.pi / 1024 : 2 * Double.pi / Double(range)
  }

  /// Moves on to `now`.
  mutating func advance(to now: MonotonicInstant) {
    let before = time ?? now
    guard now > before || time == nil else { return }
    time = now
    if let mechanism {
      let present = mechanism.angle(at: now) / radiansPerCount
      let span = (now - before).seconds
      approach(span, from: present)
      if span > 0 { velocity = (present - counts) / span }
      counts = present
      return
    }
    var left = (now - before).seconds
    while left > 0 {
      let span = min(left, Self.step)
      move(span)
      left -= span
    }
  }

  /// Moves the setpoint towards the goal. It begins where the shaft is when the torque comes.
  private mutating func approach(_ span: Double, from present: Double) {
    guard hasTorque else {
      setpoint = nil
      return
    }
    let speed = speedLimit == 0 ? Self.mostSpeed : min(speedLimit, Self.mostSpeed)
    let last = setpoint ?? present
    setpoint = last + min(max(goal - last, -speed * span), speed * span)
  }

  /// A trapezoid of speed: as fast as it may, and no faster than it can still stop.
  private mutating func move(_ span: Double) {
    guard hasTorque else {
      // Its gears hold it.
      (velocity, duty) = (0, 0)
      return
    }
    let speed = speedLimit == 0 ? Self.mostSpeed : min(speedLimit, Self.mostSpeed)
    let acceleration =
      accelerationLimit == 0
      ? Self.mostAcceleration : min(accelerationLimit, Self.mostAcceleration)
    let rest = goal - counts
    let braking = (2 * acceleration * abs(rest)).squareRoot()
    let wanted = min(speed, braking, abs(rest) / span) * (rest < 0 ? -1 : 1)
    let before = velocity
    velocity += min(max(wanted - velocity, -acceleration * span), acceleration * span)
    counts += (before + velocity) / 2 * span
    if abs(goal - counts) < 0.5, abs(velocity) < 2 * acceleration * span {
      (counts, velocity) = (goal, 0)
    }
    duty = min(max(velocity / Self.mostSpeed, -torqueLimit), torqueLimit)
  }

  /// Drives the mechanism from `now` on: the servo's own position loop, full drive at 8 degrees off.
  mutating func drive(at now: MonotonicInstant) {
    guard let mechanism else { return }
    guard hasTorque else {
      duty = 0
      return mechanism.drive(nil, at: now)
    }
    let proportional = ((setpoint ?? counts) - counts) / 90
    let damping = velocity / Self.mostSpeed
    duty = min(max(proportional - damping, -torqueLimit), torqueLimit)
    mechanism.drive(duty, at: now)
  }
}
