public import RobotHAL
import RobotUnits

extension MLX90393 {
  /// A set-up that did not succeed.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an MLX90393: it has no identity register, but every one has a temperature
    /// reference near 46 244.
    case identity(temperatureReference: UInt16)
    /// A command was answered with ERROR.
    case refused(status: UInt8, step: Step)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt16, read: UInt16)
    /// The chip does not measure.
    case notStarted(status: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "MLX90393", step: step.rawValue)
      case .identity(let value):
        "MLX90393: the temperature reference reads \(FailureText.hexadecimal(Int(value))), outside "
          + "0x8000...0xEFFF; check that the device at this address is an MLX90393"
      case .refused(let status, let step):
        "MLX90393: \(step.rawValue) was answered with status "
          + "\(FailureText.hexadecimal(Int(status))), ERROR; power-cycle the chip"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "MLX90393", register: register.name, wrote: Int(wrote), read: Int(read))
      case .notStarted(let status):
        "MLX90393: the status after the start is \(FailureText.hexadecimal(Int(status))), without "
          + "its mode; another program drives the chip, or the supply dips: stop it, measure the "
          + "supply"
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// EX.
    case exit = "ending the measurement"
    /// RT.
    case reset = "resetting the chip"
    /// TREF is read.
    case identify = "reading the temperature reference"
    /// Registers are read and written.
    case configure = "writing the settings"
    /// They are read back.
    case verify = "reading back the settings"
    /// SM or SB.
    case start = "starting a measurement"
  }

  /// Ends what the chip does, resets it, writes the settings, reads them back and starts the first
  /// measurement. Bits that are not the driver's keep the factory's value. May be repeated at any time.
  /// Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Decoder
  {
    let address = configuration.address
    // Whatever the chip was doing: this status says nothing about us.
    _ = try command([Command.exit.rawValue], reading: 1, at: address, on: &bus, step: .exit)
    bus.pause(.milliseconds(1))
    _ = try command([Command.reset.rawValue], reading: 1, at: address, on: &bus, step: .reset)
    // Start-up time 1.5 ms.
    bus.pause(.milliseconds(2))
    // The status of the first answer after a reset says so; the next must not.
    let reference = try read(.temperatureReference, at: address, on: &bus, step: .identify)
    guard (0x8000...0xEFFF).contains(reference) else {
      throw .identity(temperatureReference: reference)
    }
    var wanted: [(Register, UInt16)] = []
    for (register, bits) in configuration.settings {
      let before = try read(register, at: address, on: &bus, step: .configure)
      let value = before & ~register.owned | bits
      wanted.append((register, value))
      let request = [
        Command.writeRegister.rawValue, UInt8(value >> 8), UInt8(value & 0xFF),
        register.rawValue << 2,
      ]
      try accept(
        try command(request, reading: 1, at: address, on: &bus, step: .configure), .configure)
    }
    for (register, wrote) in wanted {
      let value = try read(register, at: address, on: &bus, step: .verify)
      guard value == wrote else { throw .readBack(register: register, wrote: wrote, read: value) }
    }
    let started = Status(
      byte: try command(
        start(configuration).request, reading: 1, at: address, on: &bus, step: .start)[0])
    let isRunning = configuration.mode == .burst ? started.isBurst : started.isSingle
    guard isRunning, !started.isError, started.byte != 0xFF else {
      throw .notStarted(status: started.byte)
    }
    bus.pause(configuration.patience)
    return Decoder(configuration, temperatureReference: reference)
  }

  private static func command(
    _ request: [UInt8], reading count: Int, at address: I2CAddress, on bus: inout some I2CBus,
    step: Step
  ) throws(Failure) -> [UInt8] {
    do { return try bus.transfer(to: address, write: request, read: count) } catch {
      throw .bus(error, step: step)
    }
  }

  private static func read(
    _ register: Register, at address: I2CAddress, on bus: inout some I2CBus, step: Step
  ) throws(Failure) -> UInt16 {
    let reply = try command(
      [Command.readRegister.rawValue, register.rawValue << 2], reading: 3, at: address, on: &bus,
      step: step)
    try accept(reply, step)
    return UInt16(reply[1]) << 8 | UInt16(reply[2])
  }

  /// A status of 0 is fine: nothing to wait for.
  private static func accept(_ reply: [UInt8], _ step: Step) throws(Failure) {
    guard !Status(byte: reply[0]).isError else { throw .refused(status: reply[0], step: step) }
  }
}

extension MLX90393.Decoder {
  /// A decoder for a chip with this configuration, whose TREF reads `temperatureReference`.
  /// Real-time: no.
  public init(_ configuration: MLX90393.Configuration, temperatureReference: UInt16) {
    self.init(
      readsTemperature: configuration.readsTemperature, isBurst: configuration.mode == .burst,
      teslaXY: MLX90393.teslaPerCountXY(
        gain: configuration.gain, resolution: configuration.resolutionXY),
      teslaZ: MLX90393.teslaPerCountZ(
        gain: configuration.gain, resolution: configuration.resolutionZ),
      codingXY: configuration.coding(configuration.resolutionXY),
      codingZ: configuration.coding(configuration.resolutionZ), reference: temperatureReference)
  }
}
