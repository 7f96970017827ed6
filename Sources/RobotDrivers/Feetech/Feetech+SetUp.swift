public import RobotHAL
import RobotUnits

extension Feetech {
  /// What a set-up found and did.
  public struct Report: Hashable, Sendable {
    /// Reads the servo's answers.
    public let decoder: Decoder
    /// FIRMWARE_VERSION.
    public let firmware: [UInt8]
    /// The EPROM registers that had another value and were written. In all but the first set-up of a servo
    /// none: EPROM wears out.
    public let written: [Register]
  }

  /// Identifies the servo, switches its torque off, brings its EPROM to what `configuration` says, reads it
  /// back, and locks it. May be repeated at any time. Real-time: no.
  ///
  /// The torque stays off. The servo must be at the line's speed and have its id already.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some ServoBus)
    throws(Failure) -> Report
  {
    let servo = Servo(configuration: configuration)
    let identity = try servo.read(5, at: Register.firmware.rawValue, on: &bus, step: .identify)
    let series = configuration.model.series
    let number = series.word(identity[3], identity[4])
    guard number == configuration.model.number else {
      throw .identity(id: configuration.id, wanted: configuration.model, read: number)
    }
    try servo.write(.torqueEnable, 0, on: &bus, step: .switchOff)
    try servo.verify([(.torqueEnable, 0)], on: &bus, step: .switchOff)
    let before = try servo.memory(on: &bus, step: .readSettings)
    let wrong = configuration.settings.filter { servo.value($0.register, in: before) != $0.value }
    if !wrong.isEmpty {
      try servo.setLock(false, on: &bus)
      for (register, value) in wrong {
        try servo.write(register, value, on: &bus, step: .configure)
        // The cell is being written; the servo does not listen meanwhile.
        bus.pause(.milliseconds(10))
      }
    }
    // Locked again also when a set-up before this one did not come so far.
    try servo.setLock(true, on: &bus)
    try servo.verify(configuration.settings, on: &bus, step: .verify)
    if series == .sts {
      // It has the value of its power-on until it is written.
      let torque = servo.value(.maximumTorque, in: try servo.memory(on: &bus, step: .verify))
      try servo.write(.torqueLimit, torque, on: &bus, step: .configure)
      try servo.verify([(.torqueLimit, torque)], on: &bus, step: .verify)
    }
    let phase = UInt8(truncatingIfNeeded: servo.value(.phase, in: before))
    return Report(
      decoder: Decoder(series: series, phase: phase), firmware: Array(identity[..<2]),
      written: wrong.map(\.register))
  }

  /// The registers of a servo that is being set up.
  private struct Servo {
    let configuration: Configuration

    func read(_ count: Int, at address: UInt8, on bus: inout some ServoBus, step: Step)
      throws(Failure) -> [UInt8]
    {
      do { return try bus.read(count, from: configuration.id, address: address).bytes } catch {
        throw .bus(error, id: configuration.id, step: step)
      }
    }

    /// Registers 0...39 as they are.
    func memory(on bus: inout some ServoBus, step: Step) throws(Failure) -> [UInt8] {
      try read(40, at: 0, on: &bus, step: step)
    }

    func value(_ register: Register, in memory: [UInt8]) -> UInt16 {
      let place = Int(register.rawValue)
      return register.width == 1
        ? UInt16(memory[place]) : configuration.model.series.word(memory[place], memory[place + 1])
    }

    func write(_ register: Register, _ value: UInt16, on bus: inout some ServoBus, step: Step)
      throws(Failure)
    {
      let (first, second) = configuration.model.series.bytes(value)
      let bytes = register.width == 1 ? [UInt8(truncatingIfNeeded: value)] : [first, second]
      try write(bytes, at: register.rawValue, on: &bus, step: step)
    }

    func setLock(_ isLocked: Bool, on bus: inout some ServoBus) throws(Failure) {
      let address = configuration.model.series.lockAddress
      let wanted: UInt8 = isLocked ? 1 : 0
      try write([wanted], at: address, on: &bus, step: isLocked ? .lock : .unlock)
      let read = try read(1, at: address, on: &bus, step: isLocked ? .lock : .unlock)
      guard read == [wanted] else {
        throw .readBack(
          id: configuration.id, register: .lock, wrote: UInt16(wanted), read: UInt16(read[0]))
      }
    }

    func verify(
      _ settings: [(register: Register, value: UInt16)], on bus: inout some ServoBus, step: Step
    ) throws(Failure) {
      guard let last = settings.map({ Int($0.register.rawValue) + $0.register.width }).max(),
        let first = settings.map({ $0.register.rawValue }).min()
      else { return }
      let bytes = try read(last - Int(first), at: first, on: &bus, step: step)
      let memory = [UInt8](repeating: 0, count: Int(first)) + bytes
      for (register, wrote) in settings {
        let read = value(register, in: memory)
        guard read == wrote else {
          throw .readBack(id: configuration.id, register: register, wrote: wrote, read: read)
        }
      }
    }

    private func write(_ bytes: [UInt8], at address: UInt8, on bus: inout some ServoBus, step: Step)
      throws(Failure)
    {
      do { try bus.write(bytes, to: configuration.id, address: address) } catch {
        throw .bus(error, id: configuration.id, step: step)
      }
    }
  }
}
