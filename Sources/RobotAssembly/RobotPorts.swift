public import RobotControl
public import RobotCore
public import RobotRuntime
public import RobotUnits

/// What the control thread publishes once per cycle.
public struct RobotSnapshot: ~Copyable, Sendable {
  /// The cycle.
  public var cycle = Cycle(index: 0, time: MonotonicInstant(nanoseconds: 0), period: 0)
  /// Where the robot stands.
  public var lifecycle = LifecycleState.unconfigured
  /// Where the reference comes from.
  public var source = ReferenceSource.rest
  /// Whether the last motion came to its end.
  public var hasFinishedMotion = false
  /// Time since the motion began [s].
  public var motionTime = 0.0
  /// Cycles of the motion so far.
  public var trackedCycles: UInt64 = 0
  /// The latched fault.
  public var fault: FaultRecord?
  /// Why the robot is degraded; kept as long as it is.
  public var degradation: StopRecord?
  /// The emergency stop is pressed.
  public var emergencyStop = false
  /// Whether the output-enable lines are at their active level.
  public var outputsEnabled = false
  /// Bus replies that were not there when their control cycle ran.
  public var lateReplies: UInt64 = 0
  /// The joints, in the order of the robot file.
  public let joints: FixedArray<JointSnapshot>
  /// Their encoders, in the same order: value, time, age and quality.
  public let encoders: FixedArray<EncoderSample>
  /// The power monitors, in the order of `RobotSystem.powerNames`.
  public let powers: FixedArray<PowerSample>
  /// The sensors, power monitors among them, in the order of `RobotSystem.sensors`.
  public let sensors: FixedArray<SensorSample>
  /// The numbers of all sensors, one behind the other.
  public let sensorValues: FixedArray<Double>
  /// By device, in the order of `RobotDescription.deviceNames`: it has lost its settings.
  public let lostSettings: FixedArray<Bool>
  /// By serial line, in the order of the robot file: it is unplugged.
  public let lostLines: FixedArray<Bool>
  /// By device, in the same order: how often it failed lately.
  public let devices: FixedArray<DeviceHealth>
  /// The skins, in the order of `RobotSystem.skins`.
  public let tactile: FixedArray<TactileSample>
  /// Readings less baselines of all components of all taxels of all skins [unit of the skin].
  public let taxelValues: FixedArray<Double>
  /// Their baselines [unit of the skin].
  public let taxelBaselines: FixedArray<Double>
  /// How fast those move [unit of the skin / s].
  public let taxelDrifts: FixedArray<Double>

  init(_ sizes: RobotPorts.Sizes) {
    self.joints = FixedArray(repeating: JointSnapshot(), count: sizes.joints)
    encoders = FixedArray(repeating: EncoderSample(), count: sizes.joints)
    self.powers = FixedArray(
      repeating: PowerSample(volts: 0, amperes: 0, isValid: false), count: sizes.powers)
    sensors = FixedArray(repeating: SensorSample(), count: sizes.sensors)
    sensorValues = FixedArray(repeating: 0, count: sizes.channels)
    lostSettings = FixedArray(repeating: false, count: sizes.devices)
    lostLines = FixedArray(repeating: false, count: sizes.lines)
    devices = FixedArray(repeating: DeviceHealth(), count: sizes.devices)
    tactile = FixedArray(repeating: TactileSample(), count: sizes.skins)
    taxelValues = FixedArray(repeating: 0, count: sizes.taxelNumbers)
    taxelBaselines = FixedArray(repeating: 0, count: sizes.taxelNumbers)
    taxelDrifts = FixedArray(repeating: 0, count: sizes.taxelNumbers)
  }

  /// When a sample of `age` cycles was read: the grid point of the cycle whose transfers read it; `nil` for
  /// one that never was. For `SensorSample.age`; it does not know of cycles that were left out in between.
  public func time(ofAge age: UInt32) -> MonotonicInstant? {
    guard age < .max else { return nil }
    let period = TimeSpan(nanoseconds: Int64(cycle.period * 1e9 + 0.5))
    return MonotonicInstant(nanoseconds: cycle.time.nanoseconds - period.nanoseconds * Int64(age))
  }
}

/// One frame of a stream of commands.
public struct StreamFrame: ~Copyable, Sendable {
  /// The frame counts until here.
  public var validUntil = MonotonicInstant(nanoseconds: 0)
  /// The targets, in the order of the robot file.
  public let targets: FixedArray<JointTarget>

  init(joints: Int) { targets = FixedArray(repeating: .unspecified(), count: joints) }
}

/// What the control thread reports once: answers, faults, and stops and slower speeds that nobody asked for.
public enum LoopEvent: BitwiseCopyable, Sendable {
  /// Something forbids to arm; the answer to who asked comes behind the last of them.
  case blocked(ArmingBlock)
  /// A request was answered.
  case answered(RequestResult)
  /// A fault was latched.
  case latched(FaultRecord)
  /// The robot comes to hold by itself.
  case stopped(StopRecord)
  /// The robot goes on at reduced speed.
  case degraded(StopRecord)
}

/// The memory that a motion is uploaded into. Written by one thread while no motion runs, read by the
/// control thread while one does; the request that starts it hands it over.
public final class MotionStore: @unchecked Sendable {
  // The request ring orders the upload before the start; the owner does not write while it runs.

  /// The most knots of a motion.
  public static let capacity = 4096
  private let times: FixedArray<Double>
  private let points: FixedArray<MotionPoint>
  private let jointCount: Int

  init(jointCount: Int) {
    self.jointCount = jointCount
    times = FixedArray(repeating: 0, count: MotionStore.capacity)
    points = FixedArray(
      repeating: MotionPoint(position: 0, velocity: 0, acceleration: 0),
      count: MotionStore.capacity * jointCount)
  }

  /// Writes knot `index` at `time` s.
  public func setTime(_ time: Double, knot index: Int) { times[index] = time }

  /// Writes the point of one joint at knot `index`.
  public func setPoint(_ point: MotionPoint, knot index: Int, joint: Int) {
    points[index * jointCount + joint] = point
  }

  /// The time of knot `index` [s].
  public func time(knot index: Int) -> Double { times[index] }

  /// All knots that there is room for.
  var view: MotionView {
    MotionView(
      times: UnsafePointer(times.base), points: UnsafePointer(points.base),
      knotCount: MotionStore.capacity)
  }
}

/// The ways in and out of the control thread, for the one thread beside it that talks to people and
/// programs.
public final class RobotPorts: Sendable {
  /// The motion to play.
  public let motion: MotionStore
  let requests = Ring<Request>(capacity: 64)
  let events = Ring<LoopEvent>(capacity: 256)
  let tares = Ring<Int32>(capacity: 256)
  let snapshots: TripleBuffer<RobotSnapshot>
  let stream: TripleBuffer<StreamFrame>
  let evidence: TripleBuffer<EvidenceWindow>

  /// How many of everything there are.
  struct Sizes {
    var joints: Int
    var powers: Int
    var sensors: Int
    var channels: Int
    var devices: Int
    var lines: Int
    var skins: Int
    var taxelNumbers: Int
  }

  init(_ sizes: Sizes, period: Double) {
    motion = MotionStore(jointCount: sizes.joints)
    snapshots = TripleBuffer { RobotSnapshot(sizes) }
    stream = TripleBuffer { StreamFrame(joints: sizes.joints) }
    evidence = TripleBuffer {
      EvidenceWindow(
        jointCount: sizes.joints, capacity: EvidenceWindow.capacity(period: period))
    }
  }

  /// The way for requests to the loop, which takes one per cycle. Ask for it once.
  public func requestWriter() -> RingWriter<Request> { requests.writer }

  /// The way for skins whose baselines are to be taken anew, by their number. Ask for it once.
  public func tareWriter() -> RingWriter<Int32> { tares.writer }

  /// The way of answers and faults from the loop. Ask for it once.
  public func eventReader() -> RingReader<LoopEvent> { events.reader }

  /// How many answers and faults the loop could not hand over, because they were not taken in time.
  public var lostEvents: UInt64 { events.refusedCount }

  /// The reading side of the snapshots. Ask for it once.
  public func snapshotReader() -> TripleBufferReader<RobotSnapshot> { snapshots.reader }

  /// The reading side of the cycles about the latest fault. Ask for it once.
  public func evidenceReader() -> TripleBufferReader<EvidenceWindow> { evidence.reader }

  /// The writing side of the stream of commands. Ask for it once.
  public func streamWriter() -> TripleBufferWriter<StreamFrame> { stream.writer }
}
