extension Feetech {
  /// The registers of an STS servo that the driver uses, by their addresses. Those of an SCS servo are
  /// the same but for what is said. Source: Feetech, "STS Servo - Memory Table Analysis", sections 2.1-2.4.
  public enum Register: UInt8, Sendable, CaseIterable {
    /// FIRMWARE_VERSION, 2 bytes.
    case firmware = 0
    /// MODEL_NUMBER, 2 bytes.
    case model = 3
    /// ID, 0...253. EPROM, as all up to `mode`.
    case id = 5
    /// BAUD_RATE, 0...7: 1 Mbit/s, 500, 250, 128, 115.2, 76.8, 57.6, 38.4 kbit/s.
    case baudRate = 6
    /// RETURN_DELAY_TIME, 2 us each.
    case returnDelay = 7
    /// RESPONSE_STATUS_LEVEL: 0 answers `ping` and `read` only, 1 everything.
    case responseLevel = 8
    /// MIN_ANGLE_LIMIT, 2 bytes, counts.
    case minimumAngle = 9
    /// MAX_ANGLE_LIMIT, 2 bytes, counts. Both 0: turns without end.
    case maximumAngle = 11
    /// MAX_TEMPERATURE_LIMIT, degC.
    case maximumTemperature = 13
    /// MAX_VOLTAGE_LIMIT, 0.1 V.
    case maximumVoltage = 14
    /// MIN_VOLTAGE_LIMIT, 0.1 V.
    case minimumVoltage = 15
    /// MAX_TORQUE, 2 bytes, 0.1 % of the stall torque: what `torqueLimit` is at power-on.
    case maximumTorque = 16
    /// PHASE: bit 2 is the unit of speeds, bit 4 whether angles count turns.
    case phase = 18
    /// UNLOADING_CONDITION: on which `Faults` the torque goes off.
    case unloading = 19
    /// HOMING_OFFSET, 2 bytes, counts with the sign in bit 11. STS only.
    case homingOffset = 31
    /// OPERATING_MODE: 0 position, 1 speed, 2 PWM, 3 steps. STS only.
    case mode = 33
    /// TORQUE_ENABLE. SRAM from here on.
    case torqueEnable = 40
    /// ACCELERATION, 100 counts/s^2; 0 is as fast as it can. STS only.
    case acceleration = 41
    /// GOAL_POSITION, 2 bytes, counts with the sign in bit 15.
    case goalPosition = 42
    /// GOAL_TIME, 2 bytes.
    case goalTime = 44
    /// GOAL_SPEED, 2 bytes, `speedUnit` each; 0 is as fast as it can.
    case goalSpeed = 46
    /// TORQUE_LIMIT, 2 bytes, 0.1 %. STS only: an SCS servo has its lock here.
    case torqueLimit = 48
    /// LOCK: 1 keeps what is written to EPROM from lasting. An SCS servo has it at 48.
    case lock = 55
    /// PRESENT_POSITION, 2 bytes, counts with the sign in bit 15.
    case presentPosition = 56
    /// PRESENT_SPEED, 2 bytes, `speedUnit` each with the sign in bit 15.
    case presentSpeed = 58
    /// PRESENT_LOAD, 2 bytes, 0.1 % of the drive's duty with the sign in bit 10.
    case presentLoad = 60
    /// PRESENT_VOLTAGE, 0.1 V.
    case presentVoltage = 62
    /// PRESENT_TEMPERATURE, degC.
    case presentTemperature = 63
    /// STATUS: `Faults`.
    case status = 65
    /// MOVING.
    case moving = 66
    /// PRESENT_CURRENT, 2 bytes, 6.5 mA each with the sign in bit 15. STS only.
    case presentCurrent = 69

    /// Bytes of it.
    var width: Int {
      switch self {
      case .firmware, .model, .minimumAngle, .maximumAngle, .maximumTorque, .homingOffset,
        .goalPosition, .goalTime, .goalSpeed, .torqueLimit, .presentPosition, .presentSpeed,
        .presentLoad, .presentCurrent:
        2
      case .id, .baudRate, .returnDelay, .responseLevel, .maximumTemperature, .maximumVoltage,
        .minimumVoltage, .phase, .unloading, .mode, .torqueEnable, .acceleration, .lock,
        .presentVoltage, .presentTemperature, .status, .moving:
        1
      }
    }
  }

  /// What a servo complains of: the error bits of its answers, and its STATUS register. Source: Feetech,
  /// "STS Servo - Memory Table Analysis", section 3.2.
  public struct Faults: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// The bits.
    public let rawValue: UInt8
    /// Faults with the bits of `rawValue`.
    @_noAllocation @_noLocks
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The supply is outside its limits.
    public static var voltage: Faults { @_noAllocation @_noLocks get { Faults(rawValue: 1) } }
    /// The encoder sees no magnet.
    public static var encoder: Faults { @_noAllocation @_noLocks get { Faults(rawValue: 2) } }
    /// Hotter than its limit.
    public static var temperature: Faults { @_noAllocation @_noLocks get { Faults(rawValue: 4) } }
    /// More current than its limit for too long.
    public static var current: Faults { @_noAllocation @_noLocks get { Faults(rawValue: 8) } }
    /// More torque than its limit for too long.
    public static var overload: Faults { @_noAllocation @_noLocks get { Faults(rawValue: 32) } }

    /// Whether all of `faults` are there; spelt out, because the generic one is refused by the real-time
    /// checks.
    @_noAllocation @_noLocks
    public func has(_ faults: Faults) -> Bool { rawValue & faults.rawValue == faults.rawValue }
  }
}
