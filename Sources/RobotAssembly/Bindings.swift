internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Where an encoder's reply lies, and how it becomes a joint position.
struct EncoderBinding: BitwiseCopyable {
  var bus: Int
  var entry: Int
  var replyOffset: Int
  /// To the joint's position; behind a linkage, to that of its crank.
  var scale: EncoderScale
  /// The linkage between what the encoder measures and the joint.
  var linkage: FourBarTransmission?
  /// The position is that of a coupling's shaft.
  var isOfShaft = false

  /// The measurement in the replies of the joint's bus, read in cycle `stamp - 1`.
  @_noAllocation @_noLocks
  func measurement(
    bytes: borrowing FixedArray<UInt8>, statuses: borrowing FixedArray<ExchangeStatus>,
    stamp: UInt64
  ) -> JointMeasurement {
    guard statuses[entry].stamp == stamp else {
      return JointMeasurement(position: 0, quality: .missing)
    }
    let sample = AS5600.decode(
      [bytes[replyOffset], bytes[replyOffset + 1], bytes[replyOffset + 2]])
    guard sample.isValid else { return JointMeasurement(position: 0, quality: .invalid) }
    let radians = AS5600.angle(counts: sample.counts).radians
    var position = scale.position(encoderRadians: radians)
    if let linkage { position = linkage.jointPosition(actuator: position) }
    return JointMeasurement(position: position, quality: .fresh)
  }
}

/// Where a joint's two PWM channels lie in the requests of its bus.
struct BridgeBinding: BitwiseCopyable {
  var bus: Int
  var entry: Int
  var requestOffset: Int
  var requestCount: Int
  /// Positions of the two channels in the burst.
  var forward: Int
  var reverse: Int

  /// Writes `duty` (-1...1) of the bridge into the requests that begin at `image`; without power both
  /// channels are off.
  @_noAllocation @_noLocks
  func encode(
    duty: Double, isPowered: Bool, into bytes: borrowing FixedArray<UInt8>, at image: Int = 0
  ) {
    let duties = isPowered ? HBridge.duties(duty) : HBridge.open()
    var request = MutableSpan(
      _unsafeStart: bytes.base + image + requestOffset, count: requestCount)
    PCA9685.encode(duty: duties.forward, offset: forward, into: &request)
    PCA9685.encode(duty: duties.reverse, offset: reverse, into: &request)
  }
}

/// Where a power monitor's replies lie.
struct PowerBinding: BitwiseCopyable {
  var bus: Int
  /// Where the replies to the shunt and bus readings lie, and which entries they belong to.
  var shunt: Place
  var voltage: Place
  var shuntOhms: Double

  struct Place: BitwiseCopyable {
    var entry: Int
    var replyOffset: Int
  }

  /// The latest reading; not valid before the first, and while the device does not answer.
  @_noAllocation @_noLocks
  func sample(
    bytes: borrowing FixedArray<UInt8>, statuses: borrowing FixedArray<ExchangeStatus>
  ) -> PowerSample {
    let current = INA226.decodeShunt(
      [bytes[shunt.replyOffset], bytes[shunt.replyOffset + 1]], shuntOhms: shuntOhms)
    let volts = INA226.decodeBus([bytes[voltage.replyOffset], bytes[voltage.replyOffset + 1]])
    let isAnswered = statuses[shunt.entry].isAnswered && statuses[voltage.entry].isAnswered
    return PowerSample(
      volts: volts.volts, amperes: current.amperes,
      isValid: isAnswered && current.isValid && volts.isValid)
  }
}

/// A reading of a power monitor.
public struct PowerSample: BitwiseCopyable, Sendable {
  /// The supply [V].
  public var volts: Double
  /// The current [A].
  public var amperes: Double
  /// Whether the device answers and calls it valid.
  public var isValid: Bool

  @_noAllocation @_noLocks
  init(volts: Double, amperes: Double, isValid: Bool) {
    self.volts = volts
    self.amperes = amperes
    self.isValid = isValid
  }
}

/// All bindings of a robot, made once.
struct Bindings {
  var encoders: [EncoderBinding] = []
  var bridges: [BridgeBinding] = []
  var powers: [PowerBinding] = []
  /// The names of the power monitors.
  var powerNames: [String] = []

  init(_ model: RobotModel, _ traffic: BusTraffic) {
    let robot = model.robot
    for (joint, description) in robot.joints.enumerated() {
      encoders.append(
        Bindings.encoder(
          description.encoder, model.joints[joint].bounds, model.transmissions[joint], robot,
          traffic))
      if let range = model.shaftRange(joint) { encoders[joint].measureShaft(range) }
      bridges.append(Bindings.bridge(description.actuator, robot, traffic))
    }
    for (index, device) in robot.devices.enumerated() where device.knownDriver == .ina226 {
      let places = Bindings.places(index, robot, traffic)
      powers.append(
        PowerBinding(
          bus: device.bus, shunt: PowerBinding.Place(places[0]),
          voltage: PowerBinding.Place(places[1]), shuntOhms: device.settings["shunt"] ?? 1))
      powerNames.append(device.name)
    }
  }

  private static func encoder(
    _ encoder: EncoderDescription, _ bounds: ReferenceLimiter.Bounds,
    _ transmission: Transmission, _ robot: RobotDescription, _ traffic: BusTraffic
  ) -> EncoderBinding {
    let place = places(encoder.device, robot, traffic)[0]
    var ratio = encoder.ratio
    var center = (bounds.lower + bounds.upper) / 2
    var linkage: FourBarTransmission?
    if encoder.side == .actuator {
      if case .fourBar(let fourBar) = transmission {
        linkage = fourBar
        center =
          (fourBar.actuatorPosition(joint: bounds.lower)
            + fourBar.actuatorPosition(joint: bounds.upper)) / 2
      } else {
        ratio *= transmission.rate(joint: 0)
      }
    }
    return EncoderBinding(
      bus: robot.devices[encoder.device].bus, entry: place.index,
      replyOffset: place.entry.replyOffset,
      scale: EncoderScale(
        ratio: encoder.direction / ratio, zero: encoder.zero, center: center,
        turn: 2 * Double.pi / ratio), linkage: linkage)
  }

  private static func bridge(
    _ actuator: ActuatorDescription, _ robot: RobotDescription, _ traffic: BusTraffic
  ) -> BridgeBinding {
    let place = places(actuator.forward.device, robot, traffic)[0]
    let first = traffic.bursts[actuator.forward.device]?.lowerBound ?? 0
    return BridgeBinding(
      bus: robot.devices[actuator.forward.device].bus, entry: place.index,
      requestOffset: place.entry.requestOffset,
      requestCount: place.entry.exchange.request.count,
      forward: actuator.forward.channel - first, reverse: actuator.reverse.channel - first)
  }

  private static func places(
    _ device: Int, _ robot: RobotDescription, _ traffic: BusTraffic
  ) -> [(index: Int, entry: BusPlan.Entry)] {
    traffic.plans[robot.devices[device].bus].entries.enumerated()
      .filter { $0.element.device == device }
      .map { (index: $0.offset, entry: $0.element) }
  }
}

extension PowerBinding.Place {
  fileprivate init(_ place: (index: Int, entry: BusPlan.Entry)) {
    self.init(entry: place.index, replyOffset: place.entry.replyOffset)
  }
}
