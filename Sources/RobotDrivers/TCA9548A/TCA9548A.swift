public import RobotHAL

/// TCA9548A eight-channel I2C switch. Source: TI SCPS207.
///
/// The chip switches at STOP: a select and the access behind it never share a transfer, unless the
/// adapter puts a STOP between its messages.
public enum TCA9548A {
  /// A set-up that did not succeed.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// The control register did not take a value.
    case readBack(wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "TCA9548A", step: step.rawValue)
      case .readBack(let wrote, let read):
        FailureText.readBack(
          device: "TCA9548A", register: "the control register", wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// All channels are opened.
    case deselect = "opening all channels"
    /// The control register is read.
    case verify = "reading back the control register"
  }

  /// Opens all channels and reads the control register back. May be repeated at any time.
  /// Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let address = configuration.address
    do {
      try bus.write([deselectMask], to: address)
    } catch { throw .bus(error, step: .deselect) }
    let control: [UInt8]
    do {
      control = try bus.transfer(to: address, write: [], read: 1)
    } catch { throw .bus(error, step: .verify) }
    guard control == [deselectMask] else {
      throw .readBack(wrote: deselectMask, read: control.first ?? 0xFF)
    }
  }
}
