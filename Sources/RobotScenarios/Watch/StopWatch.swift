import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL

/// Looks that every stop comes, and within its bound.
struct StopWatch {
  /// While no command can reach a joint: from when on it must be off, and until when.
  private struct Deadline {
    var start: MonotonicInstant
    var end: MonotonicInstant?
  }

  /// A bridge whose chip has an output-enable pin.
  private struct Bridge {
    let chip: PCA9685Model
    let forward: Int
    let reverse: Int

    /// Both pins high are a brake. A chip whose MODE2 was overwritten (OUTNE 01) drives all its pins high
    /// with its outputs off.
    var isDriven: Bool { chip.duty(forward) != chip.duty(reverse) }
  }

  private let model: RobotModel
  private let deadlines: [Deadline]
  private let gated: [Bridge]
  private var servos: ServoWatch
  private let presses: [FaultSchedule.Press]
  /// Emergency stops come from these lines.
  private let stops: Set<Int>
  private let bounds: StopBounds
  private var stoppingTime = 0.0
  private var pressedCycles = 0

  init(
    _ model: RobotModel, _ world: SimulatedWorld, _ scenario: FaultScenario,
    _ schedule: FaultSchedule, from start: MonotonicInstant
  ) {
    self.model = model
    let bounds = StopBounds(model)
    self.bounds = bounds
    deadlines = scenario.faults.filter { model.robot.cutsCommands($0) }.map { fault in
      let begin = start + TimeSpan(nanoseconds: Int64(fault.start * 1e9))
      return Deadline(
        start: begin + bounds.unheard,
        end: fault.duration.map { begin + TimeSpan(nanoseconds: Int64($0 * 1e9)) })
    }
    servos = ServoWatch(model, world, schedule)
    gated = model.robot.joints.compactMap { joint in
      guard let device = joint.actuator.device.map({ model.robot.devices[$0] }) else { return nil }
      guard device.outputEnable != nil, let chip = world.chips[device.name] as? PCA9685Model else {
        return nil
      }
      guard case .bridge(let forward, let reverse) = joint.actuator.drive else { return nil }
      return Bridge(chip: chip, forward: forward.channel, reverse: reverse.channel)
    }
    presses = schedule.presses
    stops = Set(model.robot.lines.indices.filter { model.robot.lines[$0].isEmergencyStop })
  }

  mutating func look(at snapshot: borrowing RobotSnapshot, _ now: MonotonicInstant) -> [String] {
    var found: [String] = []
    let index = snapshot.cycle.index
    let isPowered = snapshot.lifecycle.isPowered()
    if !snapshot.outputsEnabled, gated.contains(where: \.isDriven) {
      found.append("cycle \(index): outputs are off, and a bridge is driven")
    }
    for servo in servos.look(isPowered: isPowered, now) {
      found.append("cycle \(index): servo \(servo) holds, and outputs are off")
    }
    if snapshot.fault?.code.reaction() == .safeTorqueOff, isPowered {
      found.append("cycle \(index): powered behind a fault that switches off")
    }
    stoppingTime = snapshot.lifecycle == .stopping ? stoppingTime + snapshot.cycle.period : 0
    if stoppingTime > bounds.brakingTime {
      found.append("cycle \(index): stopping for \(stoppingTime) s")
    }
    let isPressed = presses.contains { press in
      stops.contains(press.line) && press.start <= now && press.end.map { now < $0 } ?? true
    }
    pressedCycles = isPressed ? pressedCycles + 1 : 0
    if pressedCycles > 1, isPowered {
      found.append("cycle \(index): powered with the stop pressed")
    }
    if isPowered, deadlines.contains(where: { $0.start < now && $0.end.map { now < $0 } ?? true }) {
      found.append("cycle \(index): powered, and no command arrives")
    }
    for joint in model.joints.indices where isPowered {
      // The cycle in which it grows too old is that of the fault.
      let age = snapshot.joints[joint].age
      if age > model.safety.staleCycles {
        found.append("cycle \(index), joint \(joint): powered with a sample \(age) cycles old")
      }
    }
    return found
  }
}
