internal import RobotUnits
public import CycleTwin

/// A situation that lasts: what is asked and measured in each turn of it.
public enum Scene: String, CaseIterable {
  case disarmed, holding, rest, stream, motion

  /// One whole swing, after everything has come up.
  static let recorded = 1_200..<2_200

  /// Samples and targets of small joints that swing by 0.3 rad at 0.5 Hz, with a little noise.
  /// `scale` shrinks all positions, down to denormals.
  public func fill(_ turn: inout Turn, _ index: Int, scale: Double = 1) {
    turn.index = UInt64(index)
    turn.input.time = Int64(index) * 2_000_000
    turn.input.has_request = false
    if self != .disarmed, index == 20 { ask(0, &turn) }
    if self == .holding, index == 200 { ask(2, &turn) }
    if self == .motion, index == 200 { ask(5, &turn) }
    turn.input.has_stream = self == .stream && index >= 200
    turn.input.stream_valid_until = turn.input.time + 100_000_000
    let swings = (self == .stream || self == .motion || self == .disarmed) && index >= 200
    let time = swings ? Double(index - 199) * 0.002 : 0
    for joint in 0..<turn.samples.count {
      let point = Scene.point(joint, time)
      let noise = Double((index * 31 + joint * 17) % 13 - 6) * 1e-5
      turn.samples[joint] = twin_measurement(position: (point.position + noise) * scale, quality: 0)
      turn.targets[joint].position = point.position * scale
      turn.targets[joint].velocity = point.velocity * scale
    }
  }

  private func ask(_ request: UInt8, _ turn: inout Turn) {
    turn.input.has_request = true
    turn.input.request = request
  }

  /// Where joint `joint` swings through `time` s after the start.
  static func point(_ joint: Int, _ time: Double) -> twin_point {
    let centre = 0.5 * sine(Double(joint))
    let angle = Double.pi * time
    return twin_point(
      position: centre + 0.3 * (1 - sine(angle + Double.pi / 2)),
      velocity: 0.3 * Double.pi * sine(angle),
      acceleration: 0.3 * Double.pi * Double.pi * sine(angle + Double.pi / 2))
  }

  /// The same swing as a motion of `seconds` s with a knot every 50 ms.
  public static func motion(jointCount: Int, seconds: Double, scale: Double = 1) -> MotionTable {
    let times = (0...Int(seconds / 0.05)).map { Double($0) * 0.05 }
    let points = times.flatMap { time in
      (0..<jointCount).map { joint in
        let point = point(joint, time)
        return twin_point(
          position: point.position * scale, velocity: point.velocity * scale,
          acceleration: point.acceleration * scale)
      }
    }
    return MotionTable(times: times, points: points)
  }
}

/// Joints as of a hand: 3 rad/s, 20 rad/s^2, 2.5 N.m, within 1.5 rad.
public func contestJoints(_ count: Int) -> [twin_configuration] {
  (0..<count).map { joint in
    twin_configuration(
      lower: -1.5, upper: 1.5, velocity: 3, acceleration: 20, effort_limit: 2.5, kp: 20, kd: 0.8,
      ki: 10, integral_limit: 0.5, velocity_filter: 50, supply: 12, gear: 345,
      torque_constant: 0.0087, resistance: 2.3, efficiency: 0.8, actuator_direction: 1,
      armature: 0.05, friction_compensation: 0.05, on_loss: UInt8(joint % 3), has_limits: true)
  }
}

private func sine(_ angle: Double) -> Double { RealtimeMath.sineCosine(angle).sine }
