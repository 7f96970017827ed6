import RobotUnits

/// What the bridge of one joint does from when on: the present drive, and those to come.
///
/// Of fixed size, for it is filled on real-time threads. A bridge that changes more often than `capacity`
/// times ahead of the plant keeps the time of its last change but one, and its last value.
struct DriveQueue: Sendable {
  private typealias Change = (time: MonotonicInstant, drive: GearMotorJoint.Drive)
  private static let capacity = 16

  private var present = GearMotorJoint.Drive(forward: 0, reverse: 0)
  private var changes: [Change]
  private var count = 0

  init() {
    changes = [Change](
      repeating: (MonotonicInstant(nanoseconds: 0), present), count: DriveQueue.capacity)
  }

  /// From `instant` on `drive`; instants do not run backwards.
  mutating func add(_ drive: GearMotorJoint.Drive, at instant: MonotonicInstant) {
    if drive == (count > 0 ? changes[count - 1].drive : present) { return }
    if count == DriveQueue.capacity {
      changes[count - 1].drive = drive
    } else {
      changes[count] = (instant, drive)
      count += 1
    }
  }

  /// The mean drive from `start` to `end`, and on to `end`.
  mutating func mean(from start: MonotonicInstant, to end: MonotonicInstant) -> GearMotorJoint.Drive
  {
    guard count > 0, changes[0].time < end else { return present }
    let whole = (end - start).seconds
    var sum = GearMotorJoint.Drive(forward: 0, reverse: 0)
    var (time, next) = (start, 0)
    while next < count, changes[next].time < end {
      let until = max(changes[next].time, time)
      sum.add(present, for: (until - time).seconds / whole)
      (time, present) = (until, changes[next].drive)
      next += 1
    }
    sum.add(present, for: (end - time).seconds / whole)
    for index in next..<count { changes[index - next] = changes[index] }
    count -= next
    return sum
  }
}

extension GearMotorJoint.Drive {
  /// Adds `share` of `other`.
  fileprivate mutating func add(_ other: Self, for share: Double) {
    signed += share * other.signed
    conducting += share * other.conducting
  }
}
