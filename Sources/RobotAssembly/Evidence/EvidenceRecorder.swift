internal import RobotCore
internal import RobotRuntime
internal import RobotUnits

/// Keeps the last cycles, and hands them over when a fault latched or a stop began and the cycles after it
/// have passed. Real-time: yes.
struct EvidenceRecorder: ~Copyable {
  private var windows: TripleBufferWriter<EvidenceWindow>
  private let before: Int
  private let after: Int
  /// How many cycles are still to come; -1: nothing happened.
  private var remaining = -1

  init(_ windows: consuming TripleBufferWriter<EvidenceWindow>, period: Double) {
    self.windows = windows
    before = EvidenceWindow.cycles(in: EvidenceWindow.before, period)
    after = EvidenceWindow.cycles(in: EvidenceWindow.after, period)
  }

  /// Takes a cycle that `snapshot` tells of.
  @_noAllocation @_noLocks
  mutating func take(_ snapshot: borrowing RobotSnapshot, _ verdict: Verdict) {
    let window = windows.slot
    append(snapshot, to: &window.pointee)
    if let record = verdict.latched {
      note(
        record.code.rawValue, record.joint, record.device, record.value, record.limit,
        snapshot.cycle.index)
    } else if let record = verdict.stopped, remaining < 0 {
      note(
        record.code.rawValue, record.joint, record.device, record.value, record.limit,
        snapshot.cycle.index)
    }
    guard remaining >= 0 else { return }
    if remaining == 0 {
      windows.publish()
      windows.slot.pointee.count = 0
      windows.slot.pointee.first = 0
    }
    remaining -= 1
  }

  @_noAllocation @_noLocks
  private func append(_ snapshot: borrowing RobotSnapshot, to window: inout EvidenceWindow) {
    let capacity = window.cycles.count
    if remaining < 0, window.count > before {
      window.first = (window.first + 1) % capacity
      window.count -= 1
    }
    let place = (window.first + window.count) % capacity
    window.count += 1
    var cycle = EvidenceCycle()
    cycle.index = snapshot.cycle.index
    cycle.time = snapshot.cycle.time
    cycle.lifecycle = snapshot.lifecycle
    cycle.emergencyStop = snapshot.emergencyStop
    cycle.outputsEnabled = snapshot.outputsEnabled
    window.cycles.base[place] = cycle
    let joints = window.joints.base + place * window.jointCount
    for joint in 0..<window.jointCount { joints[joint] = snapshot.joints.base[joint] }
  }

  /// What happened; the cycles after it begin with the first that happened.
  @_noAllocation @_noLocks
  private mutating func note(
    _ code: UInt16, _ joint: Int, _ device: Int, _ value: Double, _ limit: Double, _ cycle: UInt64
  ) {
    let window = windows.slot
    window.pointee.code = code
    window.pointee.joint = joint
    window.pointee.device = device
    window.pointee.value = value
    window.pointee.limit = limit
    window.pointee.cycle = cycle
    if remaining < 0 { remaining = after }
  }
}
