/// A digital input. Conformers are non-generic final classes.
public protocol DigitalInput: AnyObject, Sendable {
  /// The electrical level: `true` is high. Real-time: yes, one system call on Linux.
  func level() throws(BusError) -> Bool
}

/// A digital output. Conformers are non-generic final classes.
public protocol DigitalOutput: AnyObject, Sendable {
  /// Drives the electrical level: `true` is high. Real-time: yes, one system call on Linux.
  func drive(_ level: Bool) throws(BusError)
}
