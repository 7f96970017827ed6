public import RobotHAL

extension ICM20948 {
  /// A set-up that did not succeed.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an ICM-20948.
    case identity(read: UInt8)
    /// The chip did not come out of its reset.
    case reset
    /// The auxiliary master did not finish, or nobody acknowledged it.
    case auxiliaryBus(isRefused: Bool)
    /// What is on the auxiliary bus is not an AK09916.
    case magnetometerIdentity(read: UInt8)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "ICM20948", step: step.rawValue)
      case .identity(let read):
        "ICM20948: WHO_AM_I reads \(FailureText.hexadecimal(Int(read))) instead of 0xEA; 0x68 and "
          + "0x69 are also the addresses of MPU6050: check the address and the part"
      case .reset:
        "ICM20948: DEVICE_RESET does not clear within 0.2 s; measure the supply and power-cycle "
          + "the chip"
      case .auxiliaryBus(let isRefused):
        "ICM20948: the magnetometer "
          + (isRefused ? "does not acknowledge its address" : "is not read within 0.1 s")
          + " on the auxiliary bus; power-cycle the chip, and leave AUX_DA and AUX_CL unconnected"
      case .magnetometerIdentity(let read):
        "ICM20948: WIA2 of the magnetometer reads \(FailureText.hexadecimal(Int(read))) instead of "
          + "0x09; leave AUX_DA and AUX_CL unconnected, power-cycle the chip"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "ICM20948", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// WHO_AM_I is read.
    case identify = "reading WHO_AM_I"
    /// The chip is reset.
    case reset = "resetting the chip"
    /// PWR_MGMT_1 is written.
    case wake = "writing PWR_MGMT_1"
    /// The magnetometer is found and started.
    case magnetometer = "starting the magnetometer"
    /// Rates, filters and ranges are written.
    case configure = "writing the settings"
    /// They are read back.
    case verify = "reading back the settings"
  }
}
