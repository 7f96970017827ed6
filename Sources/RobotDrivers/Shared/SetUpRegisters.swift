import RobotHAL

/// What can go wrong between a set-up and a register.
protocol SetUpFailure: Error {
  /// What the set-up was doing.
  associatedtype Step
  /// The chip's registers by their addresses.
  associatedtype Register: RawRepresentable<UInt8>
  /// As wide as one of its registers.
  associatedtype Value: FixedWidthInteger & UnsignedInteger

  static func bus(_ error: BusError, step: Step) -> Self
  static func readBack(register: Register, wrote: Value, read: Value) -> Self
}

/// The registers of a chip that is being set up, most significant byte first. Real-time: no.
struct SetUpRegisters<Failure: SetUpFailure> {
  let address: I2CAddress

  func read(
    _ register: Failure.Register, on bus: inout some I2CBus, step: Failure.Step
  ) throws(Failure) -> Failure.Value {
    do {
      let bytes = try bus.read(
        Failure.Value.bitWidth / 8, from: address, register: register.rawValue)
      return bytes.reduce(0) { $0 << 8 | Failure.Value($1) }
    } catch { throw .bus(error, step: step) }
  }

  func write(
    _ register: Failure.Register, _ value: Failure.Value, on bus: inout some I2CBus,
    step: Failure.Step
  ) throws(Failure) {
    let shifts = stride(from: Failure.Value.bitWidth - 8, through: 0, by: -8)
    let bytes = shifts.map { UInt8(truncatingIfNeeded: value >> $0) }
    do {
      try bus.write([register.rawValue] + bytes, to: address)
    } catch { throw .bus(error, step: step) }
  }

  /// Reads back what was written.
  func verify(
    _ settings: [(Failure.Register, Failure.Value)], on bus: inout some I2CBus, step: Failure.Step
  ) throws(Failure) {
    for (register, wrote) in settings {
      let value = try read(register, on: &bus, step: step)
      guard value == wrote else {
        throw .readBack(register: register, wrote: wrote, read: value)
      }
    }
  }
}
