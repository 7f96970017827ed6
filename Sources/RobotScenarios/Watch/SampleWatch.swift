import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits

/// Compares every sample that the loop takes for fresh with where the joint really is.
///
/// Where a fault changes bytes in a way that no check of a reply can see, the sample must at least be one
/// that the joint could have reached since the sample before.
struct SampleWatch {
  /// The time in which the samples of a joint may be wrong unseen.
  private struct Taint {
    var joint: Int
    var start: MonotonicInstant
    var end: MonotonicInstant?
  }

  private let model: RobotModel
  private let taints: [Taint]
  /// Joints whose encoder sits on the joint itself.
  private let isOnJoint: [Bool]
  private var truth: [Double]
  private var measured: [Double]
  private var ages: [UInt32]
  private var wasPowered = false

  /// Quantisation of twelve bits, and what a joint moves within a transfer [rad].
  private static let tolerance = 0.004

  init(_ model: RobotModel, _ scenario: FaultScenario, from start: MonotonicInstant) {
    self.model = model
    isOnJoint = model.robot.joints.map { $0.encoder.side == .joint }
    taints = scenario.faults.flatMap { fault -> [Taint] in
      guard fault.kind.isUnseen else { return [] }
      let begin = start + TimeSpan(nanoseconds: Int64(fault.start * 1e9) - 1)
      // Whoever wrote wrong bytes into a chip has changed it for good.
      let isLasting = fault.kind.isWrite
      return model.robot.joints(of: fault.place).map { joint in
        Taint(
          joint: joint, start: begin,
          end: isLasting
            ? nil
            : fault.duration.map { begin + TimeSpan(nanoseconds: Int64($0 * 1e9) + 10_000_000) })
      }
    }
    truth = [Double](repeating: 0, count: model.joints.count)
    measured = truth
    ages = [UInt32](repeating: .max, count: model.joints.count)
  }

  /// What is wrong in the cycle of `snapshot`, with the joints really at `positions`.
  mutating func look(
    at snapshot: borrowing RobotSnapshot, positions: [Double], _ now: MonotonicInstant
  ) -> [String] {
    var found: [String] = []
    let isPowered = snapshot.lifecycle.isPowered()
    for joint in positions.indices {
      let sample = snapshot.joints[joint]
      if sample.age == 0, ages[joint] < .max {
        let problem =
          isTainted(joint, now)
          ? (isPowered && wasPowered ? leap(joint, sample, snapshot.cycle.period) : nil)
          : error(joint, sample, positions[joint])
        if let problem {
          found.append("cycle \(snapshot.cycle.index), joint \(joint): \(problem)")
        }
      }
      if sample.age == 0 { measured[joint] = sample.measuredPosition }
      ages[joint] = sample.age
      truth[joint] = positions[joint]
    }
    wasPowered = isPowered
    return found
  }

  private func isTainted(_ joint: Int, _ now: MonotonicInstant) -> Bool {
    taints.contains { taint in
      taint.joint == joint && taint.start <= now && taint.end.map { now < $0 } ?? true
    }
  }

  private func error(_ joint: Int, _ sample: JointSnapshot, _ position: Double) -> String? {
    guard isOnJoint[joint] else { return nil }
    let room = Self.tolerance * model.joints[joint].lever
    let low = min(position, truth[joint]) - room
    let high = max(position, truth[joint]) + room
    if sample.measuredPosition >= low, sample.measuredPosition <= high { return nil }
    return "takes \(sample.measuredPosition) for fresh at \(position)"
  }

  private func leap(_ joint: Int, _ sample: JointSnapshot, _ period: Double) -> String? {
    let safety = model.safety
    let elapsed = Double(ages[joint] + 1) * period
    let reach =
      model.joints[joint].bounds.velocity * elapsed * safety.jumpFactor + safety.jumpMargin
      * model.joints[joint].lever
    let step = abs(sample.measuredPosition - measured[joint])
    return step <= reach + 1e-9 ? nil : "takes a leap of \(step) for fresh"
  }
}

extension FaultScenario.Kind {
  /// Whether it can change a reply so that nothing in the reply shows it.
  var isUnseen: Bool {
    switch self {
    case .flippedBits, .frozenReply, .tornReply, .wrongDevice, .swappedChannels, .noise, .lostBytes,
      .slippedMagnet:
      true
    // An AS5600 that reads so has no magnet, or too much of one.
    case .constantReply(let byte): byte != 0x00 && byte != 0xFF
    default: false
    }
  }

  /// Whether it changes what is written.
  fileprivate var isWrite: Bool {
    if case .flippedBits(_, isRead: false) = self { true } else { false }
  }
}

extension RobotDescription {
  /// The joints whose encoder is at `place`, or behind it.
  func joints(of place: FaultScenario.Place) -> [Int] {
    joints.indices.filter { joint in
      if let servo = joints[joint].actuator.servo {
        return place.name == servos[servo].name
          || place.name == serialBuses[servos[servo].bus].name
      }
      return joints[joint].encoder.device.map { isAffected($0, by: place) } ?? false
    }
  }
}
