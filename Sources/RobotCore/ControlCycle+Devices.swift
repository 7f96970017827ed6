internal import RobotUnits

/// A device of a joint that fails too often.
public struct UnreliableDevice: BitwiseCopyable, Sendable {
  /// The joint, or -1 for none.
  public var joint = -1
  /// Whether it is the encoder; else the output device.
  public var isEncoder = false
  /// The device, or -1: as the runtime numbers all that has a health of its own.
  public var device = -1
  /// Failed or invalid exchanges within its window ...
  public var errors: UInt32 = 0
  /// ... and how many it may have before it is what it is said to be.
  public var limit: UInt32 = 0

  /// None.
  @_noAllocation @_noLocks
  public init() {}
}

extension ControlCycle {
  /// Latches that a device of a joint fails too often.
  @_noAllocation @_noLocks
  mutating func report(_ device: UnreliableDevice, _ cycle: Cycle, _ verdict: inout Verdict) {
    latch(
      device.isEncoder ? .encoderUnreliable : .actuatorUnreliable, joint: device.joint,
      device: device.device, value: Double(device.errors), limit: Double(device.limit), cycle,
      &verdict)
  }

  /// What a joint that does not follow is told to suffer from.
  @_noAllocation @_noLocks
  func lagCode(_ joint: Int) -> FaultCode {
    measurements[joint].stillCycles >= safety.frozenCycles ? .encoderFrozen : .followingError
  }
}
