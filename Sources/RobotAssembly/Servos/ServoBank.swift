internal import RobotConfiguration
internal import RobotCore
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// The servos of a robot as the control thread has them. Real-time: all but `init`.
struct ServoBank: ~Copyable {
  let count: Int
  /// By serial line: it is unplugged.
  let isLost: FixedArray<Bool>
  private let servos: FixedArray<ServoBinding>
  /// The number of the first serial line among all buses.
  private let firstLine: Int
  /// So many answers in a row make a fault.
  private let staleCycles: UInt32
  /// A servo this far from its reference [rad] takes a current before so many cycles are over.
  private let silentError: Double
  private let silentCycles: UInt32

  init(_ bindings: [ServoBinding], _ model: RobotModel, staleCycles: UInt32) {
    count = bindings.count
    servos = FixedArray(bindings)
    isLost = FixedArray(repeating: false, count: model.robot.serialBuses.count)
    firstLine = model.robot.buses.count
    self.staleCycles = staleCycles
    silentError = model.safety.silentError
    silentCycles = UInt32(0.25 * model.robot.rate.hertz + 1)
  }

  /// Takes what the lines brought in the cycle of `stamp`.
  @_noAllocation @_noLocks
  func update(
    _ links: borrowing BusLinks, stamp: UInt64, _ cycle: borrowing ControlCycle,
    _ input: inout CycleInput
  ) {
    for index in 0..<count {
      let replies = links.replies(servos[index].bus)
      let run = servos.base[index].watch(
        bytes: replies.pointee.bytes, statuses: replies.pointee.statuses, stamp: stamp)
      if run > staleCycles { input.servoFault.insert(servos[index].joint) }
      if isSilent(index, cycle) { input.servoSilent.insert(servos[index].joint) }
    }
    for line in 0..<isLost.count {
      let replies = links.replies(firstLine + line)
      guard replies.pointee.statuses.count > 0 else { continue }
      let status = replies.pointee.statuses[0]
      var isUnavailable = false
      if case .unavailable = status.error.kind { isUnavailable = status.failures > 0 }
      isLost[line] = isUnavailable
    }
  }

  /// Whether servo `index` is held, has been away from its reference, and does nothing about it.
  @_noAllocation @_noLocks
  private func isSilent(_ index: Int, _ cycle: borrowing ControlCycle) -> Bool {
    let servo = servos.base + index
    let reference = cycle.servoReference(of: servo.pointee.joint)
    let measurement = cycle.measurements[servo.pointee.joint]
    let isAway =
      cycle.lifecycle.state.isPowered() && reference.isHeld && measurement.quality == .fresh
      && abs(reference.position - measurement.position) > silentError
    servo.pointee.awayRun = isAway ? servo.pointee.awayRun &+ 1 : 0
    return min(servo.pointee.awayRun, servo.pointee.idleRun) > silentCycles
  }

  /// A servo has the stiffness that it has: what a stream says of it does not count.
  @_noAllocation @_noLocks
  func takeTargets(_ cycle: borrowing ControlCycle) {
    for index in 0..<count {
      let joint = servos[index].joint
      cycle.targets[joint].kp = .nan
      cycle.targets[joint].kd = .nan
      cycle.targets[joint].feedForward = .nan
    }
  }

  /// Writes where the servos shall be into the requests.
  @_noAllocation @_noLocks
  func encode(_ cycle: borrowing ControlCycle, isPowered: Bool, _ links: borrowing BusLinks) {
    for index in 0..<count {
      let servo = servos[index]
      servo.encode(
        cycle.servoReference(of: servo.joint), isPowered: isPowered,
        into: links.requests(servo.bus).pointee.bytes)
    }
  }
}
