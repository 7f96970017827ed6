public import RobotHAL
import RobotUnits

extension ICM20948 {
  /// What a set-up made.
  public struct Report: Hashable, Sendable {
    /// Decodes the chip's replies.
    public let decoder: Decoder
  }

  /// Identifies the chip, resets and wakes it, finds the magnetometer on the auxiliary bus and lets the
  /// auxiliary master read it, writes rates, filters, ranges and the data-ready interrupt, reads them
  /// back and selects bank 0. Takes 0.2 s. May be repeated at any time. Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Report
  {
    let banks = ICM20948Banks(address: configuration.address)
    let identity = try banks.read(.identity, on: &bus, step: .identify)
    guard identity == 0xEA else { throw .identity(read: identity) }
    try reset(banks, on: &bus)
    try banks.write(.power1, Bits.awake, on: &bus, step: .wake)
    bus.pause(.milliseconds(35))  // DS-000189: the gyroscope starts within 35 ms
    if configuration.hasMagnetometer {
      try startMagnetometer(banks, on: &bus)
    }
    let settings = settings(of: configuration)
    for (register, value) in settings {
      try banks.write(register, value, on: &bus, step: .configure)
    }
    // Bank 0 last, where the cyclic exchanges read.
    for (register, wrote) in settings.reversed() + [(.power1, Bits.awake)] {
      let value = try banks.read(register, on: &bus, step: .verify)
      guard value == wrote else {
        throw .readBack(register: register, wrote: wrote, read: value)
      }
    }
    return Report(
      decoder: Decoder(
        acceleration: configuration.acceleration,
        angularVelocity: configuration.angularVelocity,
        hasMagnetometer: configuration.hasMagnetometer))
  }

  private static func settings(of configuration: Configuration) -> [(Register, UInt8)] {
    let sensors: [(Register, UInt8)] = [
      (.lowPower, Bits.lowPower), (.power2, 0x00), (.interruptPin, 0x00),
      (.interruptEnable1, Bits.dataReady), (.userControl, configuration.userControl),
      (.alignment, 0x01), (.gyroDivider, configuration.rateDivider),
      (.gyroConfiguration, configuration.gyroRegister),
      (.accelerometerDividerHigh, 0x00),
      (.accelerometerDividerLow, configuration.rateDivider),
      (.accelerometerConfiguration, configuration.accelerometerRegister),
    ]
    guard configuration.hasMagnetometer else { return sensors }
    return sensors + [
      (.masterControl, Bits.masterControl), (.delayControl, 0x01),
      (.slave4Control, configuration.magnetometerDelay),
      (.slave0Address, 0x80 | AK09916.address), (.slave0Register, AK09916.status1),
      // ST1 to ST2: a reading that stops before ST2 freezes the magnetometer.
      (.slave0Control, Bits.slaveEnable | 9),
    ]
  }

  private static func reset(_ banks: ICM20948Banks, on bus: inout some I2CBus) throws(Failure) {
    try banks.write(.power1, Bits.reset, on: &bus, step: .reset)
    var polls = 0
    repeat {
      guard polls < 2 else { throw .reset }
      polls += 1
      bus.pause(.milliseconds(100))  // DS-000189: start-up time from power-on
    } while try banks.read(.power1, on: &bus, step: .reset) & Bits.reset != 0
  }

  /// While the sensors still run at full rate: the auxiliary master moves with their samples.
  private static func startMagnetometer(
    _ banks: ICM20948Banks, on bus: inout some I2CBus
  ) throws(Failure) {
    try banks.write(.masterControl, Bits.masterControl, on: &bus, step: .magnetometer)
    try banks.write(.userControl, Bits.masterEnable, on: &bus, step: .magnetometer)
    let identity = try banks.readMagnetometer(AK09916.identity, on: &bus)
    guard identity == 0x09 else { throw .magnetometerIdentity(read: identity) }
    try banks.writeMagnetometer(AK09916.control3, 0x01, on: &bus)
    // Out of its reset it is in power-down, from which any mode may be set (AK09916, operation modes).
    try banks.writeMagnetometer(AK09916.control2, 0x08, on: &bus)
  }
}
