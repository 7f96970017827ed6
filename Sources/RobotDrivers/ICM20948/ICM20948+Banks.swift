import RobotHAL
import RobotUnits

/// The registers of an ICM-20948 that is being set up: the bank is selected before each access, because
/// another program may have selected another since. Real-time: no.
struct ICM20948Banks {
  let address: I2CAddress

  func read(
    _ register: ICM20948.Register, on bus: inout some I2CBus, step: ICM20948.Step
  ) throws(ICM20948.Failure) -> UInt8 {
    do {
      try bus.write([ICM20948.bankSelect, register.bank << 4], to: address)
      return try bus.read(1, from: address, register: register.address)[0]
    } catch { throw .bus(error, step: step) }
  }

  func write(
    _ register: ICM20948.Register, _ value: UInt8, on bus: inout some I2CBus,
    step: ICM20948.Step
  ) throws(ICM20948.Failure) {
    do {
      try bus.write([ICM20948.bankSelect, register.bank << 4], to: address)
      try bus.write([register.address, value], to: address)
    } catch { throw .bus(error, step: step) }
  }

  // MARK: The auxiliary bus

  /// A register of the magnetometer.
  func readMagnetometer(_ register: UInt8, on bus: inout some I2CBus)
    throws(ICM20948.Failure) -> UInt8
  {
    try write(
      .slave4Address, 0x80 | ICM20948.AK09916.address, on: &bus, step: .magnetometer)
    try write(.slave4Register, register, on: &bus, step: .magnetometer)
    try finishTransfer(on: &bus)
    return try read(.slave4Input, on: &bus, step: .magnetometer)
  }

  /// Writes a register of the magnetometer.
  func writeMagnetometer(_ register: UInt8, _ value: UInt8, on bus: inout some I2CBus)
    throws(ICM20948.Failure)
  {
    try write(.slave4Address, ICM20948.AK09916.address, on: &bus, step: .magnetometer)
    try write(.slave4Register, register, on: &bus, step: .magnetometer)
    try write(.slave4Output, value, on: &bus, step: .magnetometer)
    try finishTransfer(on: &bus)
  }

  /// Starts the transfer of slave 4, which waits for the next sample, and waits for its end.
  private func finishTransfer(on bus: inout some I2CBus) throws(ICM20948.Failure) {
    try write(
      .slave4Control, ICM20948.Bits.slaveEnable, on: &bus, step: .magnetometer)
    for _ in 0..<20 {
      bus.pause(.milliseconds(5))
      let status = try read(.masterStatus, on: &bus, step: .magnetometer)
      guard status & ICM20948.Bits.slave4Refused == 0 else {
        throw .auxiliaryBus(isRefused: true)
      }
      if status & ICM20948.Bits.slave4Done != 0 { return }
    }
    throw .auxiliaryBus(isRefused: false)
  }
}
