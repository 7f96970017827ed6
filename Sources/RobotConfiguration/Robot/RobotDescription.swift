public import RobotUnits

/// A robot as its file describes it: complete, in SI units, every name resolved, every value in range.
///
/// Made by `RobotFile.load`; holding one means that the file had no error.
public struct RobotDescription: Sendable {
  /// The file it was read from, as the caller named it; for errors about it.
  public var file: String
  /// The robot's name.
  public var name: String
  /// The control rate.
  public var rate: Frequency
  /// Where the file gives the rate.
  public var ratePosition: SourcePosition
  /// The longest time without a fresh streamed command before the robot holds. Default 100 ms.
  public var commandTimeout: TimeSpan
  /// How the loop is scheduled.
  public var loop: LoopDescription
  /// When the runtime gives up.
  public var safety: SafetyDescription
  /// The buses, in the order of the file.
  public var buses: [BusDescription]
  /// The devices: first those behind no mux, muxes among them, then those behind one; each part in
  /// the order of the file.
  public var devices: [DeviceDescription]
  /// The digital lines, in the order of the file.
  public var lines: [LineDescription]
  /// The joints, in the order of the file. Their index is the joint's number everywhere.
  public var joints: [JointDescription]
  /// The joints that their actuators move together, in the order of the file.
  public var couplings: [CouplingDescription]
  /// The kinematic and inertial description, where the file names one.
  public var urdf: URDFReference?
  /// What only the simulation uses.
  public var simulation = SimulationDescription()
  /// The frames that some joints hold together, in the order of the file.
  public var impedances: [CartesianImpedanceDescription] = []
  /// The emergency stop with two contacts, where there is one.
  public var emergencyStop: EmergencyStopDescription?
  /// The limit switches, in the order of their lines; at most 64.
  public var limitSwitches: [LimitSwitchDescription] = []
  /// The holding brakes, in the order of their lines.
  public var brakes: [BrakeDescription] = []
  /// The RESET pins of muxes, in the order of the devices.
  public var muxResets: [MuxResetDescription] = []
  /// The serial lines, in the order of the file.
  public var serialBuses: [SerialBusDescription] = []
  /// The servos on them, in the order of the file; they are none of `devices`.
  public var servos: [ServoDescription] = []
  /// The tactile modules on them, in the order of the file; they are none of `devices`, but numbered behind
  /// them wherever a number stands for a device.
  public var pads: [PadDescription] = []
  /// What devices measure and what must stay in a range, in the order of the file.
  public var watches: [WatchDescription] = []
  /// The labels on the parts, by the names of the devices that have one.
  public var serials: [String: String] = [:]
  /// The file with the zeros of the encoders, where the file names one.
  public var calibration: CalibrationReference?
}

/// One I2C bus.
public struct BusDescription: Sendable {
  /// The robot file's name for the bus.
  public var name: String
  /// The board file's name for the bus (`i2c: header`).
  public var boardBus: String
  /// The SCL frequency that the bus is configured for.
  public var speed: Frequency
  /// Where the file gives the bus.
  public var position: SourcePosition
  /// Where the file gives `boardBus`.
  public var boardBusPosition: SourcePosition
  /// Where the file gives the speed.
  public var speedPosition: SourcePosition
}

/// One device on a bus.
public struct DeviceDescription: Sendable {
  /// The robot file's name for the device.
  public var name: String
  /// The driver's name in the catalogue (`pca9685`).
  public var driver: String
  /// The index of the bus in `RobotDescription.buses`.
  public var bus: Int
  /// The 7-bit address; the driver's default where the file gives none.
  public var address: UInt8
  /// The mux channel that the device sits behind (`via: mux.0`).
  public var via: MuxChannel?
  /// The device is exchanged in every `every`-th cycle. At least 1.
  public var every: Int
  /// The line that gates the device's outputs: an index into `RobotDescription.lines`.
  public var outputEnable: Int?
  /// The driver's own keys, checked against its `DriverSchema`, in SI units. A key that the file
  /// leaves out has its default; an optional key without default is absent.
  public var settings: [String: Double]
  /// How it is used as a skin; `nil` where it is none.
  public var tactile: TactileDescription?
  /// Where the file gives the device.
  public var position: SourcePosition
  /// How often it may fail.
  public var errors = ErrorBudgetDescription()

  /// A channel of a mux.
  public struct MuxChannel: Hashable, Sendable {
    /// The index of the mux in `RobotDescription.devices`.
    public var mux: Int
    /// The channel, 0...7.
    public var channel: Int
  }
}

/// One digital line.
public struct LineDescription: Sendable {
  /// The robot file's name for the line.
  public var name: String
  /// The board's name for the line (`GPIO17`).
  public var boardLine: String
  /// What the line is for.
  public var role: Role

  /// What a line is for.
  public enum Role: Hashable, Sendable {
    /// An input that is active (pressed, tripped) when its circuit is open: `normally_closed`; a cut
    /// wire reads as pressed. The line is high when the circuit is open (pull-up).
    case input(normallyClosed: Bool)
    /// An output; `activeLow` is the electrical sense, `safeHigh` the level that is safe.
    case output(activeLow: Bool, safeHigh: Bool)
    /// An input whose edges an encoder counts.
    case edges(Bias)
  }
  /// The resistor at a line whose edges are counted.
  public enum Bias: String, Sendable, CaseIterable {
    /// To the supply.
    case pullUp = "pull_up"
    /// To ground.
    case pullDown = "pull_down"
    /// None.
    case none
  }
  /// Whether the line stops the robot (`estop: true`; the default for an input named `estop`).
  public var isEmergencyStop: Bool
  /// Where the file gives the line.
  public var position: SourcePosition
  /// Where the file gives `boardLine`.
  public var boardLinePosition: SourcePosition
}

/// One joint.
public struct JointDescription: Sendable {
  /// The joint's name; with a URDF, the name of its joint there.
  public var name: String
  /// How it moves.
  public var kind: Kind
  /// What moves it.
  public var actuator: ActuatorDescription
  /// What lies between the two.
  public var transmission: TransmissionDescription
  /// Where the file gives the transmission, or else the joint.
  public var transmissionPosition: SourcePosition
  /// What measures it.
  public var encoder: EncoderDescription
  /// Bounds that no command passes.
  public var limits: JointLimitsDescription
  /// The law that closes its loop.
  public var control: ControlDescription
  /// What the joint does when its reference is lost or the robot stops.
  public var onLoss: LossReaction
  /// Where the angles of `safety` become lengths: 1 for a rotary joint, for a prismatic one the metres
  /// that stand for a radian, default 0.1.
  public var lever: Double
  /// Where the file gives the joint.
  public var position: SourcePosition
  /// What measures it a second time, and must agree; `nil`: nothing.
  public var redundantEncoder: RedundantEncoderDescription?

  /// How a joint moves, in URDF's words. Its values are in rad and N.m, or in m and N.
  public enum Kind: String, CaseIterable, Sendable {
    /// About an axis.
    case revolute
    /// Along one.
    case prismatic
  }
}

/// A brushed DC gear motor behind an H-bridge, or in a servo.
public struct ActuatorDescription: Sendable {
  /// What gives the motor its voltage.
  public var drive: DriveDescription
  /// 1, or -1 when a positive voltage moves the joint towards negative positions.
  public var direction: Double
  /// The motor's rated supply [V].
  public var supply: Double
  /// Motor revolutions per revolution of the gear's shaft. Greater than 0.
  public var gear: Double
  /// Torque constant, equal to the back-EMF constant [N.m/A = V.s/rad].
  public var torqueConstant: Double
  /// Winding resistance [Ohm].
  public var resistance: Double
  /// Share of the motor torque that reaches the shaft. 0...1, default 1.
  public var efficiency: Double
  /// Rotor inertia seen from the shaft [kg.m^2]. Default 0.
  public var armature: Double
  /// The gap between the teeth, seen from the shaft [rad]; only the simulation uses it. Default 0.
  public var backlash: Double
  /// Torsional stiffness between rotor and shaft [N.m/rad]; only the simulation uses it. `nil`: rigid.
  public var stiffness: Double?
  /// Damping beside it [N.m.s/rad]. Default 0.
  public var damping: Double
  /// Where the file gives the actuator.
  public var position: SourcePosition
  /// The current that the motor bears for ever [A]; `nil`: not known.
  public var continuousCurrent: Double?
  /// The current that it never exceeds [A], at least the continuous one; `nil`: what the effort limit takes.
  public var peakCurrent: Double?
  /// Thermal time constant of its winding [s]. Default 30.
  public var thermalTime = 30.0

  /// A channel of a PWM device.
  public struct Channel: Hashable, Sendable {
    /// The index of the device in `RobotDescription.devices`.
    public var device: Int
    /// The channel, 0...15.
    public var channel: Int
  }
}

/// An encoder: absolute, single-turn; or incremental.
public struct EncoderDescription: Sendable {
  /// What it is.
  public var source: EncoderSourceDescription
  /// 1, or -1 when the encoder counts down while the joint moves up.
  public var direction: Double
  /// The encoder's reading at joint position 0 [rad]; of an incremental one from its index, or from the start.
  public var zero: Double
  /// What it measures.
  public var side: Side
  /// Encoder radians per radian, or metre, of what it measures. Greater than 0, default 1.
  public var ratio: Double
  /// Where the file gives the encoder.
  public var position: SourcePosition

  /// What an encoder measures.
  public enum Side: String, CaseIterable, Sendable {
    /// The joint.
    case joint
    /// The gear's shaft, before the transmission.
    case actuator
  }
}

/// Bounds of one joint as the robot file gives them; all finite, and all but positions greater than 0.
///
/// A bound that the file leaves out is `nil` and comes from the URDF, where 0 means unspecified. A
/// robot without a URDF has none that is `nil`.
public struct JointLimitsDescription: Sendable {
  /// Positions [rad], lower bound < upper bound.
  public var positions: ClosedRange<Double>?
  /// Greatest speed [rad/s].
  public var velocity: Double?
  /// Greatest acceleration of the reference [rad/s^2]. A URDF has none, so the file always gives it.
  public var acceleration: Double
  /// Greatest jerk of the reference [rad/s^3]; `nil`: not limited.
  public var jerk: Double?
  /// Greatest effort [N.m].
  public var effort: Double?
  /// Where the file gives the limits.
  public var position: SourcePosition
}

/// The joint law: `effort = kp (q_ref - q) + kd (dq_ref - dq) + ki integral(q_ref - q) + tau_ff + gravity`.
public struct ControlDescription: Sendable {
  /// Which terms the file may set.
  public enum Law: String, Sendable, CaseIterable {
    /// With an integral term.
    case pid
    /// Without: a spring and a damper.
    case impedance
    /// A PID loop from position to effort with every feature.
    case fullPID = "pid_2dof"
    /// A PID loop from position to velocity, and one from velocity to effort.
    case cascade
    /// The reference goes to a servo, which closes its own loop.
    case position
  }
  /// The law.
  public var law: Law
  /// The loops of `pid_2dof` and `cascade`, which have the gains then; `nil` for the other laws.
  public var loops: LoopsDescription?
  /// Stiffness [N.m/rad]. At least 0; 0 where there are loops.
  public var kp: Double
  /// Damping [N.m.s/rad]. At least 0; 0 where there are loops.
  public var kd: Double
  /// Integral gain [N.m/(rad.s)]. 0 for the laws but `pid`.
  public var ki: Double
  /// Bound of the integral term [N.m]; `nil`: the joint's effort limit.
  public var integralLimit: Double?
  /// Corner frequency of the velocity estimate (derivative filter) [Hz]. Default 40 Hz, or a quarter
  /// of the rate where that is less.
  public var velocityFilter: Double
  /// Whether the gravity torque of the URDF tree is added.
  public var gravity: Bool
  /// Coulomb friction that is fed forward in the direction of the reference velocity [N.m]. Default 0.
  public var frictionCompensation: Double
  /// How the reference yields to what presses on the joint; `nil`: not at all.
  public var admittance: AdmittanceDescription?
  /// What watches that the feedback stays passive; `nil`: nothing.
  public var passivity: PassivityDescription?
}
