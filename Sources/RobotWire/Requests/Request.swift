public import RobotUnits

/// What a client asks of the daemon. Joints come in the order of `RobotInfo.joints`.
///
/// The codec checks form (counts, finiteness, UTF-8); whether the robot can do it is answered with a
/// `RequestResult`.
public enum Request: Hashable, Sendable {
  /// Introduces the client; answered with `Reply.welcome`. `protocolVersion` is the newest it speaks.
  case hello(clientName: String, protocolVersion: UInt8)
  /// Asks for the description of the robot; answered with `Reply.welcome`.
  case describe
  /// Asks for a `Reply.state` on every `stateEvery`-th control cycle; 0 ends the subscription.
  case subscribe(stateEvery: UInt32)
  /// Commands all joints until `validFor` after the frame's `sentAt`; then each joint does what its
  /// robot file says for a lost command. Range of `validFor`: 1 ns to `longestValidity`.
  case command(validFor: TimeSpan, joints: [JointTarget])
  /// Announces a trajectory, discarding one that was announced before and not started.
  case trajectoryBegin(knotCount: UInt32, jointCount: UInt16)
  /// A part of the announced trajectory.
  case trajectoryKnots(TrajectoryKnots)
  /// Starts the announced trajectory. Refused unless all its knots have arrived.
  case trajectoryStart
  /// Asks for torque: the second, deliberate act after `clear`. Starts from the measured state.
  case arm
  /// Takes torque away.
  case disarm
  /// Stops in a controlled way.
  case stop
  /// Clears a latched fault. Never moves anything.
  case clear
  /// Moves one joint by `displacement` [rad or m] at `speed` [rad/s or m/s]. Both finite.
  case jog(joint: UInt16, displacement: Double, speed: Double)
  /// Asks for `Reply.statistics`.
  case statistics
  /// Sets an input line of the simulated board, for instance its emergency stop. Refused on hardware.
  case setLine(name: String, isHigh: Bool)
  /// From now on a simulated hand pushes the joint with `effort` [N.m or N], finite, until it is asked
  /// otherwise or the client is gone; 0 lets go. Refused on hardware.
  case push(joint: UInt16, effort: Double)
  /// Asks for `Reply.histogram`: all durations of `stage` of thread `thread`, 0 for control, the buses
  /// from 1 on.
  case histogram(thread: UInt16, stage: LoopStage)
  /// Asks for `Reply.lateCycles`.
  case lateCycles
  /// Asks for `Reply.jointKinds`.
  case jointKinds
  /// Asks for `Reply.sensors`, from sensor number `first` on.
  case sensors(first: UInt16)
  /// Asks for `Reply.sensorSamples`, from sensor number `first` on.
  case sensorSamples(first: UInt16)
  /// Asks for `Reply.tactileFrames`, from skin number `first` on.
  case tactileFrames(first: UInt16)
  /// Takes the baseline of skin number `skin` anew; nothing must touch it meanwhile. Its end is seen in
  /// `Reply.tactileFrames`.
  case tare(skin: UInt16)
  /// Asks for `Reply.devices`, from device number `first` on.
  case devices(first: UInt16)
  /// Asks for `Reply.evidence`: the cycles about the `event`-th last fault or stop, 0 the newest, from cycle
  /// number `first` on.
  case evidence(event: UInt8, first: UInt16)
  /// Asks what forbids to arm; answered as `arm` would be, and nothing is armed.
  case examine
  /// As `arm`, where joints are outside their limits: they move inside first, slowly, and no command is taken
  /// meanwhile.
  case recover
  /// Asks which files the daemon read at its start; answered by `Reply.files`.
  case files
  /// Asks what this client may do, who controls the robot, and what was refused; answered by `Reply.access`.
  case access
  /// Asks what is known of the daemon before this one; answered by `Reply.deathBefore`.
  case deathBefore

  /// The longest time for which one command may hold.
  public static let longestValidity = TimeSpan.milliseconds(10_000)
}
