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
  var replyCount: Int
  var decoder: EncoderDecoding
  /// The device's index among the robot's.
  var device: Int
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
    let reading = decoder.decode(Reply(bytes, from: replyOffset, count: replyCount))
    guard !reading.flags.has(.invalid) else {
      return JointMeasurement(position: 0, quality: .invalid)
    }
    var position = scale.position(encoderRadians: reading.radians)
    if let linkage { position = linkage.jointPosition(actuator: position) }
    return JointMeasurement(position: position, quality: .fresh)
  }
}

/// Where a joint's two PWM channels lie in the requests of its bus.
struct BridgeBinding: BitwiseCopyable {
  /// The device's index among the robot's.
  var device: Int
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
  var sensors = SensorBindings()
  /// The power monitors among the sensors.
  var powers: [Int] = []
  /// The skins among the sensors.
  var skins: [SkinDescription] = []

  /// `decoders` are what the set-up of each device brought back.
  init(_ model: RobotModel, _ traffic: BusTraffic, _ decoders: [DeviceDecoder]) {
    let robot = model.robot
    for (joint, description) in robot.joints.enumerated() {
      encoders.append(
        Bindings.encoder(
          description.encoder, decoders[description.encoder.device], model.joints[joint].bounds,
          model.transmissions[joint], robot, traffic))
      if let range = model.shaftRange(joint) { encoders[joint].measureShaft(range) }
      bridges.append(Bindings.bridge(description.actuator, robot, traffic))
    }
    for (index, device) in robot.devices.enumerated() {
      guard case .sensor(let decoder) = decoders[index] else { continue }
      if DriverCatalog.kind(of: device) == .power { powers.append(sensors.sensors.count) }
      skins.add(device, model.devices.drivers[index], sensor: sensors.sensors.count)
      sensors.add(
        index, bus: device.bus, every: device.every, model.devices.drivers[index], decoder,
        robot.places(of: index, traffic))
    }
  }

  private static func encoder(
    _ encoder: EncoderDescription, _ decoder: DeviceDecoder,
    _ bounds: ReferenceLimiter.Bounds, _ transmission: Transmission, _ robot: RobotDescription,
    _ traffic: BusTraffic
  ) -> EncoderBinding {
    guard case .encoder(let decoder) = decoder else {
      preconditionFailure("the loader lets a joint name encoders only")
    }
    let place = robot.places(of: encoder.device, traffic)[0]
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
      replyOffset: place.entry.replyOffset, replyCount: place.entry.exchange.replyCount,
      decoder: decoder, device: encoder.device,
      scale: EncoderScale(
        ratio: encoder.direction / ratio, zero: encoder.zero, center: center,
        turn: 2 * Double.pi / ratio), linkage: linkage)
  }

  private static func bridge(
    _ actuator: ActuatorDescription, _ robot: RobotDescription, _ traffic: BusTraffic
  ) -> BridgeBinding {
    let place = robot.places(of: actuator.forward.device, traffic)[0]
    let first = traffic.bursts[actuator.forward.device]?.lowerBound ?? 0
    return BridgeBinding(
      device: actuator.forward.device,
      bus: robot.devices[actuator.forward.device].bus, entry: place.index,
      requestOffset: place.entry.requestOffset,
      requestCount: place.entry.exchange.request.count,
      forward: actuator.forward.channel - first, reverse: actuator.reverse.channel - first)
  }
}

extension RobotDescription {
  /// The exchanges of `device` in the plan of its bus, in their order.
  func places(
    of device: Int, _ traffic: BusTraffic
  ) -> [(index: Int, entry: BusPlan.Entry)] {
    traffic.plans[devices[device].bus].entries.enumerated()
      .filter { $0.element.device == device }
      .map { (index: $0.offset, entry: $0.element) }
  }
}
