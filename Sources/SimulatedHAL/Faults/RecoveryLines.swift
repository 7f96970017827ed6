public import RobotHAL
import RobotUnits

/// SCL and SDA of a simulated bus as GPIO lines, for a routine that frees a stuck bus. Drive them only while
/// no transfer runs, and leave both high: with a line low every transfer fails.
public struct RecoveryLines: Sendable {
  /// Each falling and rising edge is one clock.
  public let clock: BusLine
  /// Low while a chip or the line itself holds it low; rising while SCL is high it is a STOP.
  public let data: BusLine
}

/// One of the two wires of a simulated bus, an open drain with a pull-up. Real-time: yes.
public final class BusLine: DigitalInput, DigitalOutput {
  private let bus: SimulatedI2CBus
  private let isClock: Bool

  init(_ bus: SimulatedI2CBus, isClock: Bool) {
    self.bus = bus
    self.isClock = isClock
  }

  /// The wire's level.
  public func level() -> Bool { bus.level(isClock: isClock) }

  /// Pulls the wire low, or lets it go.
  public func drive(_ level: Bool) { bus.drive(isClock: isClock, level) }
}

/// How GPIO lines stand at the wires; both are let go while the adapter has the bus.
struct LineLevels {
  var isClockHigh = true
  var isDataHigh = true

  var areIdle: Bool { isClockHigh && isDataHigh }

  /// Drives one of the two; what that means to the chips of `segment`.
  mutating func drive(
    isClock: Bool, _ level: Bool, _ segment: inout BusSegment, _ faults: inout FaultInjector,
    at now: MonotonicInstant
  ) {
    if isClock {
      if level, !isClockHigh { faults.clock() }
      isClockHigh = level
    } else {
      let rises = level && !isDataHigh
      isDataHigh = level
      // What a chip still holds low does not rise.
      if rises, isClockHigh, !faults.isHeldLow { segment.stop(at: now) }
    }
  }
}
