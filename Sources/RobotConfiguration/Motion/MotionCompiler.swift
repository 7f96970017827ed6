import Glibc

extension MotionDescription {
  /// The most knots that the daemon takes.
  public static let maximumKnotCount = 4096

  /// The trajectory of this motion for a robot with these joints that rests at `start` [rad].
  ///
  /// The first knot is `start` at time 0. Throws every error together: joints that the robot does not
  /// have, positions, velocities and accelerations beyond its limits, a motion with too many knots.
  public func compile(
    from start: [Double], joints: [MotionJoint]
  ) throws(ConfigurationErrors) -> [TrajectoryKnot] {
    precondition(start.count == joints.count, "one start position for each joint")
    var compiler = MotionCompiler(file: file, start: start, joints: joints)
    for step in steps { compiler.add(step) }
    compiler.checkLength()
    try compiler.complaints.throwIfAny()
    return compiler.knots
  }
}

/// Appends knots step by step. Every step begins and ends at rest.
struct MotionCompiler {
  private let joints: [MotionJoint]
  private(set) var knots: [TrajectoryKnot]
  var complaints: Complaints
  private var positions: [Double]
  private var time = 0.0

  /// Moves whose time is not given use this share of the limits, so that the guard never bites.
  private static let comfort = 0.8
  /// A jump of the reference: shorter than a control cycle of 1 kHz, longer than a rounding error.
  private static let jumpDuration = 0.001
  /// The longest time between the knots of a sine [s].
  private static let longestSpacing = 0.02
  /// The least number of knots in a period of a sine. The quintic between them errs by less than 1e-7
  /// of the amplitude then.
  private static let knotsPerPeriod = 16.0
  /// Peaks of a quintic from rest to rest over distance d in time T: velocity `15/8 d/T`,
  /// acceleration `10/sqrt(3) d/T^2`. Source: Biagiotti and Melchiorri, "Trajectory Planning for
  /// Automatic Machines and Robots", section 2.1.7.
  private static let peakVelocity = 1.875
  private static let peakAcceleration = 10 / 3.0.squareRoot()

  init(file: String, start: [Double], joints: [MotionJoint]) {
    self.joints = joints
    complaints = Complaints(file: file)
    positions = start
    knots = [TrajectoryKnot(time: 0, joints: start.map { .init(position: $0) })]
  }

  mutating func add(_ step: MotionDescription.Step) {
    switch step.action {
    case .move(let targets, let duration): move(known(targets), in: duration)
    case .sine(let amplitudes, let frequency, let duration):
      sine(known(amplitudes), RampedSine(frequency: frequency, duration: duration))
    case .step(let displacements, let duration):
      jump(known(displacements), for: duration)
    case .hold(let duration): rest(for: duration)
    }
  }

  mutating func checkLength() {
    let most = MotionDescription.maximumKnotCount
    guard knots.count > most else { return }
    complaints.add(
      nil, "steps", "the motion needs more than \(most) knots",
      hint: "shorten its sines, or split it into several files")
  }

  private mutating func move(_ targets: [Target], in duration: Double?) {
    var time = duration ?? Self.longestSpacing
    for target in targets where checkRange(target, at: target.value) {
      let distance = abs(target.value - positions[target.index])
      let joint = joints[target.index]
      if duration == nil {
        time = max(
          time, Self.peakVelocity * distance / (Self.comfort * joint.velocity),
          (Self.peakAcceleration * distance / (Self.comfort * joint.acceleration)).squareRoot())
      } else {
        checkPeaks(
          target, velocity: Self.peakVelocity * distance / time,
          acceleration: Self.peakAcceleration * distance / (time * time),
          hint: "leave `in` out to get the shortest comfortable time")
      }
    }
    for target in targets { positions[target.index] = target.value }
    rest(for: time)
  }

  private mutating func sine(_ amplitudes: [Target], _ sine: RampedSine) {
    let spacing = min(Self.longestSpacing, 1 / (sine.frequency * Self.knotsPerPeriod))
    let count = Int((sine.duration / spacing).rounded(.up))
    // Beyond the most knots the motion is refused; there is no need to make them all.
    let made = min(count, MotionDescription.maximumKnotCount)
    checkSine(amplitudes, sine)
    for index in 1...max(made, 1) {
      let point = sine.joint(at: sine.duration * Double(index) / Double(count))
      var joints = positions.map { TrajectoryKnot.Joint(position: $0) }
      for target in amplitudes where index < count {
        joints[target.index].position += target.value * point.position
        joints[target.index].velocity = target.value * point.velocity
        joints[target.index].acceleration = target.value * point.acceleration
      }
      knots.append(
        TrajectoryKnot(
          time: time + sine.duration * Double(index) / Double(count), joints: joints))
    }
    time += sine.duration
  }

  private mutating func checkSine(_ amplitudes: [Target], _ sine: RampedSine) {
    var peak = TrajectoryKnot.Joint(position: 0)
    // The middle repeats itself: the first and the last one and a half periods hold every peak. 600
    // samples meet the crests of the sine exactly.
    let end = min(sine.duration, 1.5 / sine.frequency)
    for sample in 0...600 {
      let offset = end * Double(sample) / 600
      for point in [sine.joint(at: offset), sine.joint(at: sine.duration - offset)] {
        peak.position = max(peak.position, abs(point.position))
        peak.velocity = max(peak.velocity, abs(point.velocity))
        peak.acceleration = max(peak.acceleration, abs(point.acceleration))
      }
    }
    for target in amplitudes {
      let reach = abs(target.value) * peak.position
      guard checkRange(target, at: positions[target.index] - reach),
        checkRange(target, at: positions[target.index] + reach)
      else { continue }
      checkPeaks(
        target, velocity: abs(target.value) * peak.velocity,
        acceleration: abs(target.value) * peak.acceleration,
        hint: "lower the amplitude or the frequency")
    }
  }

  private mutating func jump(_ displacements: [Target], for duration: Double) {
    for target in displacements {
      let goal = positions[target.index] + target.value
      _ = checkRange(target, at: goal)
      positions[target.index] = goal
    }
    rest(for: Self.jumpDuration)
    rest(for: duration)
  }

  /// A knot at rest at `positions`, `duration` s after the last one.
  private mutating func rest(for duration: Double) {
    time += duration
    knots.append(TrajectoryKnot(time: time, joints: positions.map { .init(position: $0) }))
  }
}

extension MotionCompiler {
  /// A joint of the robot and its value in the file.
  struct Target {
    let index: Int
    let value: Double
    let source: MotionDescription.JointValue
  }

  /// The joints that the robot has and whose limits are known; complains about the others.
  private mutating func known(_ values: [MotionDescription.JointValue]) -> [Target] {
    let names = joints.map(\.name)
    return values.compactMap { value in
      guard let index = names.firstIndex(of: value.joint) else {
        complaints.add(
          value.position, value.keyPath, "the robot has no joint \"\(value.joint)\"",
          allowed: names.joined(separator: ", "),
          hint: Suggestion.text(for: value.joint, among: names))
        return nil
      }
      guard joints[index].velocity > 0, joints[index].acceleration > 0 else {
        complaints.add(
          value.position, value.keyPath, "the joint has no velocity or acceleration limit",
          hint: "give both in the robot file; without them it cannot be armed either")
        return nil
      }
      return Target(index: index, value: value.value, source: value)
    }
  }

  private mutating func checkRange(_ target: Target, at position: Double) -> Bool {
    let joint = joints[target.index]
    if position >= joint.lower, position <= joint.upper { return true }
    let lower = DecimalNumber.text(DecimalNumber.rounded(joint.lower))
    complaints.add(
      target.source.position, target.source.keyPath,
      "leads joint \"\(joint.name)\" to \(Self.text(position, .angle)), beyond its limit",
      allowed: "\(lower) to \(Dimension.angle.text(joint.upper))")
    return false
  }

  private mutating func checkPeaks(
    _ target: Target, velocity: Double, acceleration: Double, hint: String
  ) {
    let joint = joints[target.index]
    let peaks = [
      ("velocity", velocity, joint.velocity, Dimension.angularVelocity),
      ("acceleration", acceleration, joint.acceleration, Dimension.angularAcceleration),
    ]
    for (name, value, limit, dimension) in peaks where value > limit {
      complaints.add(
        target.source.position, target.source.keyPath,
        "needs a peak \(name) of \(Self.text(value, dimension)) of joint \"\(joint.name)\"",
        allowed: "at most \(dimension.text(limit))", hint: hint)
    }
  }

  /// `value` with four significant decimals at most.
  private static func text(_ value: Double, _ dimension: Dimension) -> String {
    dimension.text((value * 1e4).rounded() / 1e4)
  }
}
