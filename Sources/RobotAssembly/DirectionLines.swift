internal import RobotConfiguration
internal import RobotCore
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Bridges whose direction inputs are lines of the board, while their PWM is a channel of a device.
///
/// A line changes with a system call, the PWM with the bus transfer of the next cycle: a direction that turned
/// under the old duty would drive the motor the wrong way for a period. So a line goes active only after a
/// transfer that carried no PWM has succeeded; meanwhile the motor is shorted, for one cycle of a good bus. To
/// open a bridge, both lines go low at once. Real-time: `init` no, the rest yes; two system calls for each
/// bridge that turns.
struct DirectionLines: ~Copyable {
  let count: Int
  private let bridges: FixedArray<LinedBridge>
  /// Two for each.
  private let lines: LineStorage<any DigitalOutput>

  init(_ robot: RobotDescription, _ hardware: Hardware) {
    var bridges: [LinedBridge] = []
    var lines: [any DigitalOutput] = []
    for (joint, description) in robot.joints.enumerated() {
      guard case .directedBridge(let bridge) = description.actuator.drive,
        case .lines(let in1, let in2) = bridge.inputs,
        // What has a role has an output: the robot file was checked.
        let first = hardware.outputs[in1], let second = hardware.outputs[in2]
      else { continue }
      bridges.append(
        LinedBridge(
          joint: joint, active1: robot.isActiveHigh(in1), active2: robot.isActiveHigh(in2)))
      lines += [first, second]
    }
    count = bridges.count
    self.bridges = FixedArray(bridges)
    self.lines = LineStorage(lines)
  }

  /// Turns the lines to where the duties of `cycle` want them, as far as the replies of the cycle with `stamp`
  /// allow; the bindings know what may be driven. Says whether every line took its level.
  @_noAllocation @_noLocks
  func turn(
    _ cycle: borrowing ControlCycle, _ bindings: borrowing FixedArray<BridgeBinding>,
    _ links: borrowing BusLinks, stamp: UInt64, isPowered: Bool
  ) -> Bool {
    var isDriven = true
    for index in 0..<count {
      let joint = bridges[index].joint
      let wanted = wanted(index, cycle.duties[joint], isPowered)
      if wanted == bridges[index].direction {
        bridges[index].silentSince = 0
      } else if wanted == 0 || isSilent(index, bindings[joint], links, stamp) {
        bridges[index].silentSince = 0
        if !set(index, wanted) { isDriven = false }
      } else if bridges[index].silentSince == 0 {
        bridges[index].silentSince = stamp
      }
      let isThere = wanted == bridges[index].direction
      guard case .lined(let pwm, _) = bindings[joint].form else { continue }
      bindings.base[joint].form = .lined(pwm: pwm, direction: isThere ? wanted : 0)
    }
    return isDriven
  }

  /// Opens every bridge; says whether every line took its level.
  @_noAllocation @_noLocks
  func open() -> Bool {
    var isDriven = true
    for index in 0..<count where !set(index, 0) { isDriven = false }
    return isDriven
  }

  /// A duty of 0, or one that is no number, needs no other direction.
  @_noAllocation @_noLocks
  private func wanted(_ index: Int, _ duty: Double, _ isPowered: Bool) -> Double {
    if !isPowered { return 0 }
    if duty > 0 { return 1 }
    if duty < 0 { return -1 }
    let direction = bridges[index].direction
    return direction == direction ? direction : 0
  }

  /// Whether the device has been told to give no PWM, and has taken it.
  @_noAllocation @_noLocks
  private func isSilent(
    _ index: Int, _ binding: BridgeBinding, _ links: borrowing BusLinks, _ stamp: UInt64
  ) -> Bool {
    let since = bridges[index].silentSince
    guard since > 0 else { return false }
    let replies = links.replies(binding.bus)
    return replies.pointee.commandStamp >= since
      && replies.pointee.statuses[binding.entry].stamp == stamp
  }

  /// Low before high, so that never both are.
  @_noAllocation @_noLocks
  private func set(_ index: Int, _ direction: Double) -> Bool {
    let bridge = bridges[index]
    let (first, second) = (lines.base + 2 * index, lines.base + 2 * index + 1)
    do throws(BusError) {
      if !(direction > 0) { try escapeDrive(first, !bridge.active1) }
      if !(direction < 0) { try escapeDrive(second, !bridge.active2) }
      if direction > 0 { try escapeDrive(first, bridge.active1) }
      if direction < 0 { try escapeDrive(second, bridge.active2) }
      bridges[index].direction = direction
      return true
    } catch {
      // Unknown: opened again in every cycle until it works.
      bridges[index].direction = .nan
      return false
    }
  }
}

/// One of them.
struct LinedBridge: BitwiseCopyable {
  let joint: Int
  /// The level at which IN1, IN2 is high.
  let active1: Bool
  let active2: Bool
  /// What the lines say: 1 forward, -1 back, 0 open; not a number when a line did not take its level.
  var direction = 0.0
  /// The stamp of the first requests without PWM since it shall turn; 0 while it need not.
  var silentSince: UInt64 = 0
}

extension RobotDescription {
  /// Whether the output `line` is active while it is high.
  fileprivate func isActiveHigh(_ line: Int) -> Bool {
    if case .output(activeLow: true, _) = lines[line].role { false } else { true }
  }
}
