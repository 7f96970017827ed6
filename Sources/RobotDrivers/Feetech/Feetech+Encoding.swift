extension Feetech {
  /// What a servo is told in each cycle. Real-time: yes.
  public struct Command: BitwiseCopyable, Sendable, Hashable {
    /// Whether its motor holds the goal. Without it the others do not matter.
    public var hasTorque: Bool
    /// Where it shall go [rad], 0..<2 pi.
    public var radians: Double
    /// How fast, in its own unit; 0 is as fast as it can.
    public var speed: UInt16
    /// How soon, 100 counts/s^2 each; 0 is as soon as it can. STS only.
    public var acceleration: UInt8

    /// A command.
    @_noAllocation @_noLocks
    public init(hasTorque: Bool, radians: Double, speed: UInt16 = 0, acceleration: UInt8 = 0) {
      self.hasTorque = hasTorque
      self.radians = radians
      self.speed = speed
      self.acceleration = acceleration
    }
  }

  /// Writes `command` into the registers of a request. A goal that is no number switches the torque off.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func encode(
    _ command: Command, series: Series, into request: inout MutableSpan<UInt8>
  ) {
    let hasTorque = command.hasTorque && command.radians - command.radians == 0
    let goal = series.bytes(counts(radians: command.radians, series: series))
    let speed = series.bytes(command.speed)
    request[0] = hasTorque ? 1 : 0
    switch series {
    case .sts: request[1] = command.acceleration
    case .scs: request[1] = 0
    }
    request[2] = goal.0
    request[3] = goal.1
    request[4] = 0
    request[5] = 0
    request[6] = speed.0
    request[7] = speed.1
  }
}
