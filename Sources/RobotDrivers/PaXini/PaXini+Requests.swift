extension PaXini {
  /// The two's complement of the sum of `bytes`.
  public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt8 {
    0 &- bytes.reduce(0, &+)
  }

  /// Asks the high-speed board for `count` registers from `register` on.
  public static func readRequest(_ count: Int, from register: UInt16) -> [UInt8] {
    request(.read, register, count: count, bytes: [])
  }

  /// Gives the high-speed board `bytes` for the registers from `register` on.
  public static func writeRequest(_ bytes: [UInt8], to register: UInt16) -> [UInt8] {
    request(.write, register, count: bytes.count, bytes: bytes)
  }

  /// Has the high-speed board send `types` on its own, whatever it was told before.
  public static func startRequest(_ types: DataTypes) -> [UInt8] {
    writeRequest([types.rawValue], to: Register.dataTypes)
      + writeRequest([1], to: Register.autoPush)
  }

  /// Makes what all modules of the high-speed board feel now their zero: with nothing on them.
  public static func calibrationRequest() -> [UInt8] {
    request(.calibrate, Register.calibration, count: 1, bytes: [1])
  }

  /// Asks the serial-converter board for `count` bytes from `register` on.
  public static func converterReadRequest(
    _ count: Int, from register: UInt32, function: ConverterFunction = .force, device: UInt8 = 1
  ) -> [UInt8] {
    converterRequest(function.rawValue | 0x80, register, count: count, bytes: [], device: device)
  }

  /// Gives the serial-converter board `bytes` for the registers from `register` on.
  public static func converterWriteRequest(
    _ bytes: [UInt8], to register: UInt32, function: ConverterFunction, device: UInt8 = 1
  ) -> [UInt8] {
    converterRequest(function.rawValue, register, count: bytes.count, bytes: bytes, device: device)
  }

  private static func request(
    _ function: Function, _ register: UInt16, count: Int, bytes: [UInt8]
  ) -> [UInt8] {
    sealed(
      [0x55, 0xAA, 0x00, function.rawValue] + littleEndian(Int(register), 2)
        + littleEndian(count, 2) + bytes)
  }

  private static func converterRequest(
    _ function: UInt8, _ register: UInt32, count: Int, bytes: [UInt8], device: UInt8
  ) -> [UInt8] {
    // The length counts what follows it, but for the reserved byte and the checksum.
    sealed(
      [0x55, 0xAA] + littleEndian(9 + bytes.count, 2) + [device, 0x00, function]
        + littleEndian(Int(register), 4) + littleEndian(count, 2) + bytes)
  }

  private static func sealed(_ bytes: [UInt8]) -> [UInt8] { bytes + [checksum(bytes)] }

  private static func littleEndian(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
