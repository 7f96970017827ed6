/// Some of the robot's devices, by their numbers.
public typealias DeviceSet = JointSet

/// Some of the robot's joints. Of those from 128 on only the first that is put in is known.
public struct JointSet: BitwiseCopyable, Sendable {
  /// The joint that was put in first, or -1: there is none.
  public private(set) var first = -1
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// None.
  @_noAllocation @_noLocks
  public init() {}

  /// One joint.
  @_noAllocation @_noLocks
  public init(_ joint: Int) { insert(joint) }

  /// Whether there is none.
  public var isEmpty: Bool { @_noAllocation @_noLocks get { first < 0 } }

  /// Puts `joint`, at least 0, in.
  @_noAllocation @_noLocks
  public mutating func insert(_ joint: Int) {
    if first < 0 { first = joint }
    if joint < 64 {
      low |= 1 << UInt64(truncatingIfNeeded: joint)
    } else if joint < 128 {
      high |= 1 << UInt64(truncatingIfNeeded: joint - 64)
    }
  }

  /// Whether `joint` is in.
  @_noAllocation @_noLocks
  public func contains(_ joint: Int) -> Bool {
    if joint < 64 { return (low >> UInt64(truncatingIfNeeded: joint)) & 1 != 0 }
    if joint < 128 { return (high >> UInt64(truncatingIfNeeded: joint - 64)) & 1 != 0 }
    return joint == first
  }
}
