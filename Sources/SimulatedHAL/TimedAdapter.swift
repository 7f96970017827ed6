public import RobotHAL
public import RobotUnits

/// An adapter that keeps a time of its own within a cycle: a simulated bus, or what a test puts before one.
public protocol TimedAdapter: I2CAdapter {
  /// The end of the last transfer or pause.
  var busTime: MonotonicInstant { get }
}

extension SimulatedI2CBus: TimedAdapter {}
