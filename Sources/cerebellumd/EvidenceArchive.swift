import RobotAssembly
import RobotCore
import RobotRuntime
import RobotUnits
import RobotWire

/// The last faults and stops with the cycles about them, the newest first.
struct EvidenceArchive: ~Copyable {
  /// How many events are kept: at 1 kHz and 40 joints one is half a megabyte.
  private static let capacity = 8

  private var windows: TripleBufferReader<EvidenceWindow>
  private(set) var events: [(event: FaultEvent, cycles: [CycleEvidence])] = []

  init(_ windows: consuming TripleBufferReader<EvidenceWindow>) { self.windows = windows }

  /// Takes what the loop has handed over, the newest first then; `robot` has the words for it. Whether there was something.
  mutating func update(_ robot: RunningSystem) -> Bool {
    guard windows.update() else { return false }
    let evidence = Self.evidence(windows.slot.pointee, robot)
    events.insert(evidence, at: 0)
    if events.count > Self.capacity { events.removeLast() }
    return true
  }

  private static func evidence(
    _ window: borrowing EvidenceWindow, _ robot: RunningSystem
  ) -> (event: FaultEvent, cycles: [CycleEvidence]) {
    var cycles: [CycleEvidence] = []
    var found = Cycle(index: window.cycle, time: MonotonicInstant(nanoseconds: 0), period: 0)
    for number in 0..<window.count {
      let cycle = window.cycle(number)
      if cycle.index == window.cycle { found.time = cycle.time }
      var flags = StateFlags()
      if cycle.emergencyStop { flags.insert(.eStopPressed) }
      if cycle.outputsEnabled { flags.insert(.outputsEnabled) }
      var joints: [RobotWire.JointSnapshot] = []
      for joint in 0..<window.jointCount {
        joints.append(RobotWire.JointSnapshot(window.joint(joint, in: number)))
      }
      cycles.append(
        CycleEvidence(
          cycle: cycle.index, time: cycle.time, lifecycle: Lifecycle(cycle.lifecycle), flags: flags,
          joints: joints))
    }
    let event = robot.event(
      window.code, joint: window.joint, device: window.device, value: window.value,
      limit: window.limit, found)
    return (event, cycles)
  }
}
