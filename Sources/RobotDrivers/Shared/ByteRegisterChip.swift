public import RobotHAL
public import RobotUnits

/// A chip of byte registers whose set-up is data: what it must read before anything is written, and what it is set to.
///
/// Enough for a chip without reset, banks or calibration; `Documentation/writing-a-driver.md` has one. Real-time: no.
public protocol ByteRegisterChip {
  /// The registers by their addresses.
  associatedtype Register: RawRepresentable, Hashable, Sendable where Register.RawValue == UInt8

  /// What the chip is called.
  static var name: String { get }
  /// The registers that tell it, and what they hold.
  static var identityRegisters: [(Register, UInt8)] { get }
  /// What else may be at its address.
  static var identityAdvice: String { get }
  /// What it is set to: registers in a row, in the order in which they are written and read back.
  static var settings: [(Register, UInt8)] { get }
  /// How long the first measurement takes.
  static var startTime: TimeSpan { get }
}

extension ByteRegisterChip {
  /// How a scan recognises it.
  public static var identity: ChipIdentity {
    ChipIdentity(
      "registers " + identityRegisters.map { text($0.0) }.joined(separator: ", "),
      .proof,
      identityRegisters.map { register, value in .byte(register.rawValue) { $0 == value } })
  }

  /// Identifies the chip at `address`, writes its settings, reads them back and waits for the first measurement. May be
  /// repeated at any time. Real-time: no.
  public static func setUp(
    at address: I2CAddress, on bus: inout some I2CBus
  ) throws(ByteRegisterFailure<Self>) {
    let registers = SetUpRegisters<ByteRegisterFailure<Self>>(address: address)
    for (register, value) in identityRegisters {
      let read = try registers.read(register, on: &bus, step: .identify)
      guard read == value else {
        throw .identity(register: register, expected: value, read: read)
      }
    }
    for (register, value) in settings {
      try registers.write(register, value, on: &bus, step: .configure)
    }
    try registers.verify(settings, on: &bus, step: .verify)
    bus.pause(startTime)
  }

  /// `0x0E`
  static func text(_ register: Register) -> String {
    let digits = String(register.rawValue, radix: 16, uppercase: true)
    return digits.count == 1 ? "0x0\(digits)" : "0x\(digits)"
  }

  /// Looks at all settings in one reading.
  public static func watch(at address: I2CAddress) -> SettingsWatch {
    let first = settings[0].0.rawValue
    precondition(settings.enumerated().allSatisfy { Int($1.0.rawValue) == Int(first) + $0 })
    return SettingsWatch(
      Exchange(address: address, request: [first], replyCount: settings.count),
      expected: settings.map(\.1))
  }
}

/// A step of the set-up of a `ByteRegisterChip`.
public enum ByteRegisterStep: String, Sendable {
  /// The registers that tell the chip are read.
  case identify = "reading the identity"
  /// The settings are written.
  case configure = "writing the settings"
  /// The settings are read back.
  case verify = "reading back the settings"
}

/// A set-up of a `ByteRegisterChip` that did not succeed.
public enum ByteRegisterFailure<Chip: ByteRegisterChip>: SetUpFailure, Hashable, Sendable,
  CustomStringConvertible
{
  public typealias Register = Chip.Register

  /// A transfer failed.
  case bus(BusError, step: ByteRegisterStep)
  /// What answers is another chip.
  case identity(register: Chip.Register, expected: UInt8, read: UInt8)
  /// A register did not take its value.
  case readBack(register: Chip.Register, wrote: UInt8, read: UInt8)

  /// What happened and what to do.
  public var description: String {
    switch self {
    case .bus(let error, let step):
      FailureText.bus(error, device: Chip.name, step: step.rawValue)
    case .identity(let register, let expected, let read):
      "\(Chip.name): register \(Chip.text(register)) reads "
        + "\(FailureText.hexadecimal(Int(read))) instead of "
        + "\(FailureText.hexadecimal(Int(expected))); \(Chip.identityAdvice)"
    case .readBack(let register, let wrote, let read):
      FailureText.readBack(
        device: Chip.name, register: "register \(Chip.text(register))",
        wrote: Int(wrote), read: Int(read))
    }
  }
}
