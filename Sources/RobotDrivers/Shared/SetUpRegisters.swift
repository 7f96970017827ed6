import RobotHAL

/// What can go wrong between a set-up and a register.
protocol SetUpFailure: Error {
  /// What the set-up was doing.
  associatedtype Step
  /// The chip's registers by their addresses, which go over the wire most significant byte first.
  associatedtype Register: RawRepresentable where Register.RawValue: FixedWidthInteger
  /// As wide as one of its registers.
  associatedtype Value: FixedWidthInteger & UnsignedInteger

  /// Which byte of a value goes over the wire first.
  static var byteOrder: ByteOrder { get }

  static func bus(_ error: BusError, step: Step) -> Self
  static func readBack(register: Register, wrote: Value, read: Value) -> Self
}

/// Which byte of a register goes over the wire first.
enum ByteOrder {
  case mostSignificantFirst, leastSignificantFirst
}

extension SetUpFailure {
  static var byteOrder: ByteOrder { .mostSignificantFirst }
}

/// The registers of a chip that is being set up. Real-time: no.
struct SetUpRegisters<Failure: SetUpFailure> {
  let address: I2CAddress

  func read(
    _ register: Failure.Register, on bus: inout some I2CBus, step: Failure.Step
  ) throws(Failure) -> Failure.Value {
    let bytes = try read(Failure.Value.bitWidth / 8, from: register, on: &bus, step: step)
    return ordered(bytes).reduce(0) { $0 << 8 | Failure.Value($1) }
  }

  /// `count` bytes as they come, beginning at `register`.
  func read(
    _ count: Int, from register: Failure.Register, on bus: inout some I2CBus, step: Failure.Step
  ) throws(Failure) -> [UInt8] {
    do {
      return try bus.transfer(to: address, write: Self.bytes(register.rawValue), read: count)
    } catch { throw .bus(error, step: step) }
  }

  func write(
    _ register: Failure.Register, _ value: Failure.Value, on bus: inout some I2CBus,
    step: Failure.Step
  ) throws(Failure) {
    do {
      try bus.write(Self.bytes(register.rawValue) + ordered(Self.bytes(value)), to: address)
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

  private func ordered(_ bytes: [UInt8]) -> [UInt8] {
    switch Failure.byteOrder {
    case .mostSignificantFirst: bytes
    case .leastSignificantFirst: bytes.reversed()
    }
  }

  /// Most significant first.
  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: value >> $0)
    }
  }
}
