/// What goes wrong while a robot moves in simulation, and what must become of it: as the file says, in SI
/// units.
///
/// Made by `FaultScenarioFile.load`. Whether a robot has what it names is found out by `check`.
public struct FaultScenario: Sendable {
  /// The file it was read from, as the caller named it; for errors about it.
  public var file: String
  /// The scenario's name.
  public var name: String
  /// The robot's name.
  public var robot: String
  /// Where every random choice comes from.
  public var seed: UInt64
  /// The motion file that the robot plays, relative to the scenario's; `nil`: it swings about its centre.
  public var motion: String?
  /// How long it is watched, from the beginning of the motion [s].
  public var duration: Double
  /// What goes wrong.
  public var faults: [Fault]
  /// What must become of the robot.
  public var expectation: Expectation

  /// A scenario that was made elsewhere than in a file.
  public init(
    file: String, name: String, robot: String, seed: UInt64, motion: String?, duration: Double,
    faults: [Fault], expectation: Expectation
  ) {
    self.file = file
    self.name = name
    self.robot = robot
    self.seed = seed
    self.motion = motion
    self.duration = duration
    self.faults = faults
    self.expectation = expectation
  }

  /// One thing that goes wrong.
  public struct Fault: Sendable {
    /// What.
    public var kind: Kind
    /// Where.
    public var place: Place
    /// From when on, after the beginning of the motion [s].
    public var start: Double
    /// For how long [s]; `nil`: to the end.
    public var duration: Double?
    /// The most times; `nil`: as often as it can.
    public var count: Int?
    /// How probable it is each time, 0...1.
    public var probability: Double

    /// A fault.
    public init(
      kind: Kind, place: Place, start: Double, duration: Double?, count: Int?, probability: Double
    ) {
      self.kind = kind
      self.place = place
      self.start = start
      self.duration = duration
      self.count = count
      self.probability = probability
    }
  }

  /// What goes wrong. The words of the file stand in `FaultScenarioShape`.
  public enum Kind: Hashable, Sendable {
    /// An address is not acknowledged.
    case addressNotAcknowledged
    /// This byte of a write is not acknowledged.
    case dataNotAcknowledged(byte: Int)
    /// SDA stays low from this byte on.
    case stuckData(byte: Int)
    /// SCL stays low for so long in each byte [s].
    case stretch(perByte: Double)
    /// Another controller wins the bus.
    case arbitrationLost
    /// A transfer ends after so many messages.
    case shortTransfer(messages: Int)
    /// Bits flip, each with `perBit`, in what is read or in what is written.
    case flippedBits(perBit: Double, isRead: Bool)
    /// Every byte reads as this one.
    case constantReply(UInt8)
    /// Registers read as they did.
    case frozenReply
    /// The first bytes are those of the reply before.
    case tornReply(bytes: Int)
    /// A chip starts anew.
    case reset
    /// A chip, or all of a bus, has no supply.
    case unpowered
    /// Another chip is in its place.
    case wrongDevice
    /// The wires of two channels are swapped.
    case swappedChannels(Int, Int)
    /// Each transfer takes so much longer [s].
    case slowAdapter(overhead: Double)
    /// An emergency stop or another button is pressed.
    case pressed
    /// A serial line is pulled out.
    case unplugged
    /// Bytes on a serial line change, each with this probability.
    case noise(perByte: Double)
    /// Bytes on a serial line are lost, each with this probability.
    case lostBytes(perByte: Double)
    /// A servo's shaft bears all that it can.
    case overloaded
  }

  /// Where something goes wrong, by the name in the robot file.
  public struct Place: Hashable, Sendable {
    /// What the name is of.
    public var target: Target
    /// The name.
    public var name: String
    /// Where the scenario names it.
    public var position: SourcePosition
    /// The keys from the top of the file to the name (`faults[2].device`).
    public var keyPath: String

    /// A name.
    public init(target: Target, name: String, position: SourcePosition, keyPath: String) {
      self.target = target
      self.name = name
      self.position = position
      self.keyPath = keyPath
    }

    /// What can be named.
    public enum Target: String, Sendable {
      /// A bus.
      case bus
      /// A device.
      case device
      /// A digital line.
      case line
      /// A serial port.
      case serial
    }
  }

  /// What must become of the robot.
  public struct Expectation: Hashable, Sendable {
    /// The faults of which one must be the first to latch; none: no fault may latch.
    public var faults: [String]
    /// The lifecycle state at the end.
    public var state: String
    /// From the first fault's start until the outputs are off [s]; `nil` where they stay on.
    public var within: Double?
    /// Where the file gives the expectation.
    public var position: SourcePosition

    /// An expectation.
    public init(faults: [String], state: String, within: Double?, position: SourcePosition) {
      self.faults = faults
      self.state = state
      self.within = within
      self.position = position
    }
  }
}
