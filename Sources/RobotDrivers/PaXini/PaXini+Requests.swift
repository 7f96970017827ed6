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

  private static func request(
    _ function: Function, _ register: UInt16, count: Int, bytes: [UInt8]
  ) -> [UInt8] {
    sealed(
      [0x55, 0xAA, 0x00, function.rawValue] + littleEndian(Int(register), 2)
        + littleEndian(count, 2) + bytes)
  }

  private static func sealed(_ bytes: [UInt8]) -> [UInt8] { bytes + [checksum(bytes)] }

  private static func littleEndian(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
