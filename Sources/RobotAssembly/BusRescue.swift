internal import RobotHAL
internal import RobotUnits

/// Frees a bus whose SDA a chip holds low, because it waits for the rest of a byte: clocks until it lets go,
/// at most nine, and a STOP. Then the muxes are reset: a reset alone only takes the chip off the bus, where
/// it waits for the next time its channel opens. Source: NXP UM10204 section 3.1.16; TI SCPS207 section
/// 8.3.1. Real-time: no.
struct BusRescue {
  /// How it went.
  enum Outcome: Hashable {
    /// Both wires are high, after so many clocks.
    case free(clocks: Int)
    /// Somebody holds SCL low: no clock gets through.
    case clockHeld
    /// Nine clocks did not make the chip let go.
    case dataHeld
    /// A line could not be read or driven.
    case failed(BusError)
  }

  /// A RESET pin.
  struct Reset {
    let line: any DigitalOutput
    /// Its level while it does not reset.
    let rests: Bool
  }

  /// Half a period at 100 kHz, the rate that every chip follows.
  static let halfPeriod = TimeSpan.microseconds(5)

  let wires: HeldWires
  let resets: [Reset]
  /// Lets time pass.
  let pause: (TimeSpan) -> Void

  /// Tries once.
  func run() -> Outcome {
    do throws(BusError) {
      return try free()
    } catch {
      return .failed(error)
    }
  }

  private func free() throws(BusError) -> Outcome {
    try letGo()
    if try !wires.clock.level() { try reset() }
    guard try wires.clock.level() else { return .clockHeld }
    var clocks = 0
    while clocks < 9, try !wires.data.level() {
      try drive(wires.clock, false)
      try drive(wires.clock, true)
      clocks += 1
      guard try wires.clock.level() else { return .clockHeld }
    }
    try stop()
    let isFree = try wires.data.level()
    try reset()
    return isFree ? .free(clocks: clocks) : .dataHeld
  }

  private func letGo() throws(BusError) {
    try wires.data.drive(true)
    try drive(wires.clock, true)
  }

  /// SDA rises while SCL is high: whoever was addressed is not any more.
  private func stop() throws(BusError) {
    try drive(wires.clock, false)
    try drive(wires.data, false)
    try drive(wires.clock, true)
    try drive(wires.data, true)
  }

  private func reset() throws(BusError) {
    // Six nanoseconds would do (SCPS207, t_W(L)).
    for reset in resets { try drive(reset.line, !reset.rests) }
    for reset in resets { try drive(reset.line, reset.rests) }
  }

  private func drive(_ line: any DigitalOutput, _ level: Bool) throws(BusError) {
    try line.drive(level)
    pause(BusRescue.halfPeriod)
  }
}
