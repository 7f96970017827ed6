public import RobotUnits

/// A board as its file describes it: what the names `header` and `GPIO17` mean on it, and what
/// software can and cannot promise there. Source of the keys: Boards/README.md.
public struct BoardDescription: Sendable {
  /// The board's name (`raspberrypi-5`).
  public var name: String
  /// Device-tree `compatible` strings that identify it; empty for `sim`.
  public var compatible: [String]
  /// How far the file was tried.
  public var status: Status
  /// The I2C buses by name.
  public var i2c: [I2CBus]
  /// What is known of its GPIO.
  public var gpio: GPIO
  /// How to make its processors quiet.
  public var realtime: Realtime?
  /// Known traps, by name.
  public var quirks: [String]

  /// How far a board file was tried.
  public enum Status: String, Sendable, CaseIterable {
    case tested, community, unverified, simulated
  }

  /// One I2C bus of the board.
  public struct I2CBus: Sendable {
    /// The name that robot files use (`header`).
    public var name: String
    /// The header pins SDA and SCL, where it has a header.
    public var pins: [Int]
    /// The device node, when it can be relied on.
    public var device: String?
    /// The adapter's name in sysfs.
    public var adapterName: String?
    /// The adapter's device-tree path.
    public var deviceTreePath: String?
    /// The highest SCL frequency of the adapter.
    public var maximumSpeed: Frequency
    /// Time that one transfer costs beyond the wire [s]: driver, interrupt, system call.
    public var overhead: TimeSpan
    /// The line to add to `enableFile` to enable it.
    public var enable: String?
    /// The boot file that `enable` goes into.
    public var enableFile: String?
    /// SCL and SDA as GPIO lines, where they are wired.
    public var recovery: Recovery?
  }

  /// What is known of the board's GPIO.
  public struct GPIO: Sendable {
    /// What a line does after the process that held it died.
    public enum OnRelease: String, Sendable, CaseIterable { case keeps, reverts, unknown }
    /// What a line does after the process that held it died.
    public var onRelease: OnRelease
    /// How to make released lines revert.
    public var strictFix: String?
    /// The label of the chip that carries the header's lines.
    public var chipLabel: String?
    /// Line name by header pin.
    public var lines: [Int: String]
  }

  /// How to make the board's processors quiet.
  public struct Realtime: Sendable {
    /// The processors to keep for the control threads.
    public var isolate: [Int]
    /// Kernel command line additions.
    public var commandLine: String?
    /// Processor frequency governor.
    public var governor: String?
    /// The package with the PREEMPT_RT kernel.
    public var kernelPackage: String?
  }
}
