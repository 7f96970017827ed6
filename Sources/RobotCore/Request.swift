public import RobotUnits

/// What a person or a program asks of the loop. Carried through a ring, one per cycle.
public struct Request: BitwiseCopyable, Sendable {
  /// What is asked.
  public enum Kind: UInt8, BitwiseCopyable, Sendable {
    case arm, disarm, stop, clear
    /// Move `joint` by `displacement` at `speed`.
    case jog
    /// Play the motion that was uploaded.
    case startMotion
    /// Look for everything that forbids to arm, and do nothing.
    case examine
    /// As `arm`, where joints are outside their limits: they move inside first, slowly.
    case recover
  }
  /// What is asked.
  public var kind: Kind
  /// The asker's number, returned with the answer.
  public var sequence: UInt64
  /// For `jog`.
  public var joint: Int
  /// For `jog` [rad].
  public var displacement: Double
  /// For `jog` [rad/s].
  public var speed: Double
  /// For `startMotion`: how many knots were uploaded.
  public var knotCount: Int

  /// A request.
  @_noAllocation @_noLocks
  public init(
    _ kind: Kind, sequence: UInt64, joint: Int = -1, displacement: Double = 0, speed: Double = 0,
    knotCount: Int = 0
  ) {
    self.kind = kind
    self.sequence = sequence
    self.joint = joint
    self.displacement = displacement
    self.speed = speed
    self.knotCount = knotCount
  }
}

/// Why a request was refused. The values are part of the wire format and append-only.
public enum Refusal: UInt16, BitwiseCopyable, Sendable {
  /// Not refused.
  case none = 0
  /// Not in this state.
  case wrongState = 1
  /// The emergency stop is pressed.
  case emergencyStopPressed = 2
  /// An encoder has no fresh samples.
  case encoderNotFresh = 3
  /// A joint is outside its position limits.
  case outsideLimits = 4
  /// A fault is latched; clear it first.
  case faultLatched = 5
  /// The cause of the fault is still there.
  case causePersists = 6
  /// The motion does not begin where the robot is.
  case motionStartsElsewhere = 7
  /// No motion was uploaded.
  case noMotion = 8
  /// A number is not finite, or out of range.
  case invalidValue = 9
  /// The output device of a joint does not answer.
  case actuatorNotAnswering = 10
  /// A velocity or effort limit is given neither by the robot file nor by the URDF.
  case limitsUnspecified = 11
  /// An emergency-stop or output-enable line cannot be read or driven.
  case safetyLineLost = 12
  /// The output device of a joint lost its settings and is being set up again.
  case settingsLost = 13
  /// The bridge of a joint reports a fault of its own.
  case actuatorFault = 14
  /// The incremental encoder of a joint does not know where the joint stands.
  case positionUnknown = 15
  /// The servo of a joint switched itself off.
  case servoFault = 16
  /// A supply is out of its range.
  case supplyOutOfRange = 17
  /// A temperature is too high, or was, and has not come down far enough.
  case tooHot = 18
  /// A device whose number is watched gives none.
  case sensorNotFresh = 19
  /// The loop lost too much time lately.
  case loopUnsteady = 20
  /// The configuration is not the one that a person approved.
  case configurationNotApproved = 21
  /// What the outputs do after the runtime died is unknown, or known not to be safe.
  case outputReleaseUnsafe = 22
  /// There is no calibration of a joint, or none at all.
  case calibrationMissing = 23
  /// The calibration is damaged: its checksum is not that of its contents, or it cannot be understood.
  case calibrationDamaged = 24
  /// A joint was calibrated with another device.
  case calibrationOfOtherDevice = 25
  /// The calibration of a joint is too old, or of a day to come.
  case calibrationOutOfDate = 26
  /// The motor of a joint is still warm.
  case motorWarm = 27
  /// The two encoders of a joint see it in different places.
  case encodersDisagree = 28
  /// A joint moves so fast that it would be an over-speed: it falls, or somebody turns it.
  case jointMoves = 29
}

/// The answer to a request.
public struct RequestResult: BitwiseCopyable, Sendable {
  /// The asker's number.
  public var sequence: UInt64
  /// `none` when it was done.
  public var refusal: Refusal
  /// The joint that is the reason, or -1.
  public var joint: Int
  /// The device that is, or -1.
  public var device: Int

  /// An answer.
  @_noAllocation @_noLocks
  public init(sequence: UInt64, refusal: Refusal, joint: Int, device: Int = -1) {
    self.sequence = sequence
    self.refusal = refusal
    self.joint = joint
    self.device = device
  }
}

/// What one cycle is given, beside the measurements and the stream.
public struct CycleInput: BitwiseCopyable, Sendable {
  /// The emergency stop is pressed or its circuit is open.
  public var emergencyStop = false
  /// A safety line could not be read or driven.
  public var safetyLineLost = false
  /// How long the channels of the emergency stop disagreed when that became too long [s], and remains so
  /// until both were open; 0: they agree.
  public var channelDisagreement = 0.0
  /// The contacts of the limit switches, one bit each: 1 is open, or was since the last cycle.
  public var openSwitches: UInt64 = 0
  /// The joints whose output device has not answered for too long.
  public var actuatorLost = JointSet()
  /// The joints of which the output device lost its settings.
  public var settingsLost = JointSet()
  /// The joints of which the bridge reports a fault of its own.
  public var actuatorFault = JointSet()
  /// What the bridge of the first of them reports.
  public var actuatorCauses = ActuatorCauses()
  /// The joints whose incremental encoder has lost edges and not found its position again.
  public var edgesLost = JointSet()
  /// The joints whose incremental encoder does not know where the joint stands.
  public var positionUnknown = JointSet()
  /// The joints of which the servo switched itself off.
  public var servoFault = JointSet()
  /// The joints of which the servo is away from its reference and takes no current.
  public var servoSilent = JointSet()
  /// The first joint of which a device is beyond its error budget, or -1.
  public private(set) var unreliable = UnreliableDevice()
  /// All joints whose output device is beyond its error budget.
  public private(set) var actuatorUnreliable = JointSet()
  /// All joints whose encoder is beyond its error budget.
  public private(set) var encoderUnreliable = JointSet()
  /// The joint of which a device is degraded, though not beyond its budget, or -1.
  public var degrading = UnreliableDevice()
  /// What supplies and temperatures say.
  public var watches = WatchReport()
  /// Why the simulator that moves the robot's bodies is lost, as a number of `SimulatorCause`; 0: it is not, or there
  /// is none.
  public var simulatorTrouble: UInt8 = 0
  /// Grid points that were skipped just before this cycle.
  public var skippedCycles: UInt64 = 0
  /// What the schedule says of the time that was lost before this cycle.
  public var overrun = Overrun()
  /// Whether a request came.
  public var hasRequest = false
  /// The request.
  public var request = Request(.stop, sequence: 0)
  /// Whether a stream of commands is there at all.
  public var hasStream = false
  /// The stream's last frame counts until this instant.
  public var streamValidUntil = MonotonicInstant(nanoseconds: 0)

  /// Nothing asked, nothing wrong.
  @_noAllocation @_noLocks
  public init() {}

  /// A device of a joint is beyond its error budget.
  @_noAllocation @_noLocks
  public mutating func add(unreliable device: UnreliableDevice) {
    if device.isEncoder {
      encoderUnreliable.insert(device.joint)
    } else {
      actuatorUnreliable.insert(device.joint)
    }
    if unreliable.joint < 0 { unreliable = device }
  }
}

/// What one cycle decided.
public struct Verdict: BitwiseCopyable, Sendable {
  /// Whether the outputs may be on.
  public var outputsEnabled = false
  /// Whether the brakes get current; false as long as the outputs are off.
  public var brakesReleased = false
  /// The answer to the cycle's request.
  public var result: RequestResult?
  /// A fault that was latched in this cycle.
  public var latched: FaultRecord?
  /// A stop that began in this cycle without a fault and without being asked for.
  public var stopped: StopRecord?
  /// Why the robot became degraded in this cycle.
  public var degraded: StopRecord?

  /// Outputs off, nothing to say.
  @_noAllocation @_noLocks
  public init() {}
}
