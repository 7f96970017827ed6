public import RobotHAL

extension BNO055 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not a BNO055.
    case identity(read: UInt8)
    /// The self-test at power-on found a sensor or the processor broken.
    case selfTest(result: UInt8)
    /// The chip reports an error of its own.
    case system(error: UInt8)
    /// The fusion did not start.
    case notRunning(status: UInt8)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "BNO055", step: step.rawValue)
      case .identity(let read):
        "BNO055: CHIP_ID reads \(FailureText.hexadecimal(Int(read))) instead of 0xA0 for one "
          + "second; 0x29 is also the address of VL6180X: check the address and the part, and "
          + "whether the bus stands clock stretching"
      case .selfTest(let result):
        "BNO055: ST_RESULT is \(FailureText.hexadecimal(Int(result))) instead of 0x0F (bit 0 "
          + "accelerometer, 1 magnetometer, 2 gyroscope, 3 processor); power-cycle the chip, and "
          + "replace it if this stays"
      case .system(let error):
        "BNO055: SYS_ERR is \(FailureText.hexadecimal(Int(error))) (BST-BNO055-DS000 section "
          + "4.3.59) also after a reset; power-cycle the chip, measure its supply"
      case .notRunning(let status):
        "BNO055: SYS_STATUS is \(FailureText.hexadecimal(Int(status))) instead of 5 (fusion runs); "
          + "power-cycle the chip, measure its supply"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "BNO055", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// CHIP_ID is read until the chip has started.
    case identify = "reading CHIP_ID"
    /// The configuration mode is entered.
    case enterConfiguration = "entering the configuration mode"
    /// The status is read, and the chip is reset where it reports an error.
    case inspect = "reading the status"
    /// RST_SYS is written.
    case reset = "resetting the chip"
    /// The settings are written.
    case configure = "writing the settings"
    /// The fusion is started.
    case start = "starting the fusion"
    /// The settings are read back.
    case verify = "reading back the settings"
  }
}
