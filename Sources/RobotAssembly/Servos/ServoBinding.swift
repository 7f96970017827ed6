internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Where the servo of a joint lies in the requests of its line, and what its reference becomes there.
struct ServoBinding: BitwiseCopyable {
  var joint: Int
  /// The line's number among all buses.
  var bus: Int
  var entry: Int
  var requestOffset: Int
  var replyOffset: Int
  var series: Feetech.Series
  /// The servo's angle at joint position 0, of the turn in which the joint's range lies [rad].
  var zero: Double
  /// Servo radians per joint radian, with the direction.
  var ratio: Double
  /// Where the goal may be [rad].
  var lower: Double
  var upper: Double
  /// [s]
  var lead: Double
  /// The fastest that it may go, in its own unit.
  var speed: UInt16
  /// Cycles in a row in which it said that it switched itself off.
  var faultRun: UInt32 = 0
  /// Cycles in a row in which it took no current.
  var idleRun: UInt32 = 0
  /// Cycles in a row in which it was away from its reference.
  var awayRun: UInt32 = 0

  /// On which of its faults a servo's torque goes off as it leaves the factory: temperature, current,
  /// overload.
  private static var unloading: UInt8 { @_noAllocation @_noLocks get { 0x2C } }

  /// Writes where `reference` is into the request; without power or a hold the torque is off.
  @_noAllocation @_noLocks
  func encode(
    _ reference: ServoReference, isPowered: Bool, into bytes: borrowing FixedArray<UInt8>
  ) {
    let position = reference.position + lead * reference.velocity
    // Not a number stays none, and switches off.
    var goal = zero + ratio * position
    if goal < lower { goal = lower }
    if goal > upper { goal = upper }
    let start = bytes.base + requestOffset
    var request = MutableSpan(_unsafeStart: start, count: Feetech.commandCount)
    Feetech.encode(
      Feetech.Command(hasTorque: isPowered && reference.isHeld, radians: goal, speed: speed),
      series: series, into: &request)
  }

  /// Takes what the servo says of itself in the cycle of `stamp`; says for how many of its answers in a row it
  /// has been off by its own doing.
  @_noAllocation @_noLocks
  mutating func watch(
    bytes: borrowing FixedArray<UInt8>, statuses: borrowing FixedArray<ExchangeStatus>,
    stamp: UInt64
  ) -> UInt32 {
    guard statuses[entry].stamp == stamp else { return faultRun }
    let reply = Reply(bytes, from: replyOffset, count: series.sampleCount + 1)
    // The error bits of the answer, and STATUS.
    let faults = (reply[0] | reply[10]) & ServoBinding.unloading
    idleRun = isIdle(reply) ? (idleRun < .max ? idleRun + 1 : idleRun) : 0
    faultRun = faults != 0 ? (faultRun < .max ? faultRun + 1 : faultRun) : 0
    return faultRun
  }

  /// Whether its motor takes no current: less than 20 mA; or, where that is not measured, no drive.
  @_noAllocation @_noLocks
  private func isIdle(_ reply: Reply) -> Bool {
    switch series {
    case .sts: abs(Feetech.amperes(word: series.word(reply[14], reply[15]))) < 0.02
    case .scs: abs(Feetech.load(word: series.word(reply[5], reply[6]))) < 0.01
    }
  }
}

extension ServoBinding {
  /// The binding of `joint`, which the servo `index` moves.
  init(
    joint: Int, servo index: Int, _ model: RobotModel, _ traffic: SerialTraffic,
    _ decoder: Feetech.Decoder
  ) {
    let robot = model.robot
    let description = robot.joints[joint]
    let servo = model.servos.servos[index]
    let place = traffic.entry(of: index, robot)
    let bounds = model.joints[joint].bounds
    let range = ServoRange(description.encoder, bounds, travel: robot.servos[index].travel)
    let speed = bounds.velocity * description.encoder.ratio * 1.1 / decoder.speedUnit
    self.init(
      joint: joint, bus: robot.buses.count + robot.servos[index].bus, entry: place.index,
      requestOffset: place.entry.requestOffset, replyOffset: place.entry.replyOffset,
      series: servo.series, zero: range.zero, ratio: range.ratio, lower: max(range.lower, 0),
      upper: range.upper, lead: servo.lead,
      // 0 would be as fast as it can.
      speed: UInt16(min(max(speed.rounded(.up), 1), 32767)))
  }
}

/// Where the range of a joint lies on its servo.
struct ServoRange {
  /// The servo's angle at joint position 0, moved by whole turns so that the range's middle lies in the first.
  let zero: Double
  /// Servo radians per joint radian, with the direction.
  let ratio: Double
  /// The joint's bounds [rad].
  let lower: Double
  let upper: Double
  /// Goals are 0..<travel [rad].
  let travel: Double

  init(_ encoder: EncoderDescription, _ bounds: ReferenceLimiter.Bounds, travel: Double) {
    ratio = encoder.direction * encoder.ratio
    let middle = encoder.zero + ratio * (bounds.lower + bounds.upper) / 2
    let turns = (middle / (2 * Double.pi)).rounded(.down)
    zero = encoder.zero - turns * 2 * Double.pi
    let ends = [zero + ratio * bounds.lower, zero + ratio * bounds.upper]
    lower = min(ends[0], ends[1])
    upper = max(ends[0], ends[1])
    self.travel = travel
  }

  /// Whether the servo can go everywhere in it without coming round.
  var isReachable: Bool { lower >= 0 && upper < travel }
}

extension Bindings {
  /// The encoder and the goal of `joint`, both in the servo `index`.
  mutating func add(
    _ joint: Int, servo index: Int, _ model: RobotModel, _ traffic: SerialTraffic,
    _ decoder: Feetech.Decoder
  ) {
    let binding = ServoBinding(joint: joint, servo: index, model, traffic, decoder)
    servos.append(binding)
    bridges.append(.none)
    encoders.append(
      EncoderBinding(
        joint: joint, device: model.robot.number(ofServo: index), bus: binding.bus,
        entry: binding.entry, replyOffset: binding.replyOffset,
        replyCount: binding.series.sampleCount + 1, decoder: .feetech(decoder),
        place: EncoderPlace(joint, model)))
  }
}

extension Bindings {
  /// What the servos of `serial` measure beside their angles.
  mutating func addServos(
    _ model: RobotModel, _ serial: SerialTraffic, _ decoders: [Feetech.Decoder]
  ) {
    for (line, plan) in serial.plans.enumerated() {
      for (index, entry) in plan.entries.enumerated() {
        sensors.add(
          model.robot.number(ofServo: entry.device), bus: model.robot.buses.count + line,
          .feetech(decoders[entry.device]),
          Feetech.channels(of: model.servos.servos[entry.device].series), turn: 1,
          SensorBinding.Reading(
            entry: index, replyOffset: entry.replyOffset, replyCount: plan.replyCount, number: 0,
            beginsTurn: true))
      }
    }
  }
}

extension BridgeBinding {
  /// In the place of a joint that no bridge drives.
  static let none = BridgeBinding(
    device: -1, bus: 0, entry: 0, requestOffset: 0, requestCount: 0,
    form: .channels(forward: 0, reverse: 0))
}
