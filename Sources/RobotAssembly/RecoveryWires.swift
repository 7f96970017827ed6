public import LinuxHAL
internal import RobotConfiguration
public import RobotHAL
public import SimulatedHAL

/// SCL and SDA of a bus as GPIO lines, held: open drains, so that high means let go.
public struct HeldWires: Sendable {
  /// SCL.
  public let clock: any DigitalInput & DigitalOutput
  /// SDA.
  public let data: any DigitalInput & DigitalOutput

  /// Lines that somebody holds.
  public init(
    clock: any DigitalInput & DigitalOutput, data: any DigitalInput & DigitalOutput
  ) {
    self.clock = clock
    self.data = data
  }
}

/// How to get at the wires of a bus when it hangs. They are held for that time only: while the adapter
/// works, nobody else may have them.
public struct RecoveryWires: Sendable {
  private let claim: @Sendable () throws(LinuxDeviceError) -> HeldWires

  /// Wires that `claim` gives; they are let go when its value is.
  public init(_ claim: @escaping @Sendable () throws(LinuxDeviceError) -> HeldWires) {
    self.claim = claim
  }

  /// Takes hold of them. Real-time: no.
  func hold() throws(LinuxDeviceError) -> HeldWires { try claim() }

  /// Those of a simulated bus.
  public init(_ lines: RecoveryLines) {
    self.init { () throws(LinuxDeviceError) in
      HeldWires(clock: lines.clock, data: lines.data)
    }
  }

  /// The kernel's lines.
  init(clock: LinuxGPIOLine, data: LinuxGPIOLine) {
    self.init { () throws(LinuxDeviceError) in
      HeldWires(
        clock: try LinuxOpenDrainLine(chipPath: clock.chipPath, offset: clock.offset),
        data: try LinuxOpenDrainLine(chipPath: data.chipPath, offset: data.offset))
    }
  }

  /// By bus of `robot`: the lines that `board` gives; `nil` where it gives none. Only looked at here, so
  /// that a name that is wrong is found at the start.
  static func linux(
    _ robot: RobotDescription, on board: BoardDescription
  ) throws(LinuxDeviceError) -> [RecoveryWires?] {
    var all: [RecoveryWires?] = []
    var gpio: LinuxGPIO?
    for bus in robot.buses {
      guard let lines = board.i2c.first(where: { $0.name == bus.boardBus })?.recovery else {
        all.append(nil)
        continue
      }
      let chips: LinuxGPIO
      if let gpio { chips = gpio } else { chips = try LinuxGPIO.look() }
      gpio = chips
      all.append(
        RecoveryWires(
          clock: try chips.line(.name(lines.clock, chip: board.gpio.chipLabel)),
          data: try chips.line(.name(lines.data, chip: board.gpio.chipLabel))))
    }
    return all
  }
}
