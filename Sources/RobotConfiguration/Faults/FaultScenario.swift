/// What goes wrong while a robot moves in simulation, and what must become of it: as the file says, in SI
/// units.
///
/// Made by `FaultScenarioFile.load`. Whether a robot has what it names is found out by `check`.
public struct FaultScenario: Sendable {
  /// The file it was read from, as the caller named it; for errors about it.
  public var file: String
  /// The scenario's name.
  public var name: String
  /// The robot's name, or `anyRobot`.
  public var robot: String
  /// Where every random choice comes from.
  public var seed: UInt64
  /// The motion file that the robot plays, relative to the scenario's; `nil`: it swings about its centre.
  public var motion: String?
  /// The robot follows a stream of commands along the same swing, each of which counts for so long [s]; `nil`: it
  /// plays the motion.
  public var stream: Double?
  /// When time 0 is.
  public var beginning: Beginning
  /// How long it is watched, from its beginning [s].
  public var duration: Double
  /// What goes wrong.
  public var faults: [Fault]
  /// What must become of the robot.
  public var expectation: Expectation

  /// A scenario that was made elsewhere than in a file.
  public init(
    file: String, name: String, robot: String, seed: UInt64, motion: String?, stream: Double? = nil,
    beginning: Beginning = .motion, duration: Double, faults: [Fault], expectation: Expectation
  ) {
    self.file = file
    self.name = name
    self.robot = robot
    self.seed = seed
    self.motion = motion
    self.stream = stream
    self.beginning = beginning
    self.duration = duration
    self.faults = faults
    self.expectation = expectation
  }

  /// The name that stands for every robot that has what the scenario names.
  public static let anyRobot = "any"

  /// What happens at time 0.
  public enum Beginning: String, CaseIterable, Sendable {
    /// The devices are set up.
    case setUp = "set_up"
    /// Somebody asks the robot to arm.
    case arming
    /// The armed robot begins its motion, or to follow a stream.
    case motion
  }

  /// Whether it is about the daemon as a process, its files and its clients, and is played on the wall clock.
  public var isOfDaemon: Bool { faults.contains { $0.kind.isOfDaemon } }

  /// One thing that goes wrong.
  public struct Fault: Sendable {
    /// What.
    public var kind: Kind
    /// Where.
    public var place: Place
    /// From when on, after the beginning of the scenario [s].
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
    /// The client that streams falls silent.
    case silentClient
    /// A number of the client's commands is none.
    case notANumber(CommandNumber, BadNumber)
    /// The client asks for a position so far away [rad or m].
    case commandStep(by: Double)
    /// The client asks for a position so far beyond the upper limit, or below the lower one where it is negative
    /// [rad or m].
    case beyondLimits(by: Double)
    /// The client sends a stiffness and a damping of its own, where it gives them.
    case gains(stiffness: Double?, damping: Double?)
    /// A person asks; the robot refuses it or does not.
    case asked(Ask, isRefused: Bool)
    /// A joint is blocked.
    case jammed
    /// Something pushes at a joint [N.m or N].
    case load(effort: Double)
    /// A motor has no connection to its bridge.
    case deadMotor
    /// The two wires of a motor are swapped.
    case inverted
    /// A bridge gives its motor so many times what it is told, as far as the supply goes.
    case strongMotor(factor: Double)
    /// The control thread misses so many cycles, once or again and again with this time in between [s].
    case overrun(cycles: Int, every: Double?)
    /// The supply falls to so much [V], within a time [s].
    case supplySag(volts: Double, over: Double)
    /// What a thermometer or a servo measures rises to so much [degC], within a time [s].
    case overheated(celsius: Double, over: Double)
    /// The magnet that an encoder looks at slips so far on its shaft [rad], within a time [s].
    case slippedMagnet(by: Double, over: Double)
    /// The daemon is killed, and started again.
    case daemonKilled
    /// The daemon stands still until systemd ends it, and is started again.
    case daemonHung
    /// The first such text of the robot file was replaced by another one before the daemon starts.
    case configurationEdited(String, with: String)
    /// Of the robot file only so many bytes are left when the daemon starts.
    case configurationCut(bytes: Int)
    /// A second client orders what the first one controls, and then stops the robot.
    case secondClient
    /// The client that moves the robot ends.
    case clientGone
    /// There is no room on the disk for what the daemon keeps of a fault or stop.
    case fullDisk
  }

  /// The numbers of a command.
  public enum CommandNumber: String, CaseIterable, Sendable {
    case position, velocity, kp, kd, effort
  }

  /// What is no number that a joint could follow.
  public enum BadNumber: String, CaseIterable, Sendable {
    case nan, infinity
    case minusInfinity = "minus_infinity"
  }

  /// What a person asks.
  public enum Ask: String, CaseIterable, Sendable {
    case arm, disarm, stop, clear
  }

  /// Where something goes wrong, by the name in the robot file.
  public struct Place: Hashable, Sendable {
    /// What the name is of.
    public var target: Target
    /// The name; empty for what happens to the robot as a whole.
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
      /// A joint.
      case joint
      /// The robot as a whole, its brain or the people around it.
      case robot
    }
  }

  /// What must become of the robot.
  public struct Expectation: Hashable, Sendable {
    /// The faults of which one must be the first to latch; none: no fault may latch.
    public var faults: [String]
    /// What must be the first to stop or slow the robot without a fault; `nil`: not looked at.
    public var stop: String?
    /// The lifecycle state at the end.
    public var state: String
    /// From the first fault's start until the outputs are off [s], or until the references are at rest where the robot
    /// ends `holding`; `nil`: not looked at.
    public var within: Double?
    /// How far a joint may move from then on [rad; a prismatic joint at its lever]; `nil`: not looked at.
    public var stays: Double?
    /// How far the worst joint may be from its reference, as root mean square while the robot follows commands [rad; a
    /// prismatic joint at its lever]; `nil`: not looked at.
    public var tracking: Double?
    /// Where the file gives the expectation.
    public var position: SourcePosition

    /// An expectation.
    public init(
      faults: [String], stop: String? = nil, state: String, within: Double?, stays: Double? = nil,
      tracking: Double? = nil, position: SourcePosition
    ) {
      self.faults = faults
      self.stop = stop
      self.state = state
      self.within = within
      self.stays = stays
      self.tracking = tracking
      self.position = position
    }
  }
}
