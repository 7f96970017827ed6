internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Where an encoder's reply lies, and how it becomes a joint position.
struct EncoderBinding: BitwiseCopyable {
  let joint: Int
  let device: Int
  var bus: Int
  var entry: Int
  var replyOffset: Int
  var replyCount: Int
  var decoder: EncoderDecoding
  var place: EncoderPlace

  /// The measurement in the replies of the encoder's bus, read in cycle `stamp - 1`.
  @_noAllocation @_noLocks
  func measurement(_ links: borrowing BusLinks, stamp: UInt64) -> JointMeasurement {
    let replies = links.replies(bus)
    guard replies.pointee.statuses[entry].stamp == stamp else {
      return JointMeasurement(position: 0, quality: .missing)
    }
    let reading = decoder.decode(
      Reply(replies.pointee.bytes, from: replyOffset, count: replyCount))
    guard !reading.flags.has(.invalid) else {
      return JointMeasurement(position: 0, quality: .invalid)
    }
    return JointMeasurement(
      position: place.position(encoderRadians: reading.radians), quality: .fresh)
  }
}

extension EncoderBinding {
  /// That of `encoder` of `joint`, which is `device`; `decoder` is what its set-up brought back.
  init(
    joint: Int, _ encoder: EncoderDescription, _ device: Int, _ decoder: DeviceDecoder,
    _ model: RobotModel, _ traffic: BusTraffic
  ) {
    guard case .encoder(let decoder) = decoder else {
      preconditionFailure("the loader lets a joint name encoders only")
    }
    let found = model.robot.places(of: device, traffic)[0]
    self.joint = joint
    self.device = device
    bus = model.robot.devices[device].bus
    entry = found.index
    replyOffset = found.entry.replyOffset
    replyCount = found.entry.exchange.replyCount
    self.decoder = decoder
    place = EncoderPlace(joint, encoder, model)
  }
}

/// What measures a joint.
struct EncoderSource: BitwiseCopyable {
  /// It measures the shaft of a coupling.
  let isOfShaft: Bool
  /// The device's index among the robot's, or -1 for one that is none.
  let device: Int
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
  /// The second encoders of joints.
  var redundant: [EncoderBinding] = []
  /// By joint.
  var sources: [EncoderSource] = []
  /// The incremental encoders, in the order of their joints.
  var pulses: [PulseEncoder] = []
  var bridges: [BridgeBinding] = []
  /// The bridges that report faults of their own.
  var reports: [ActuatorReport] = []
  var sensors = SensorBindings()
  /// The power monitors among the sensors.
  var powers: [Int] = []
  /// The servos that move joints.
  var servos: [ServoBinding] = []
  /// The skins among the sensors.
  var skins: [SkinDescription] = []

  /// `decoders` are what the set-up of each device brought back, `pulses` that of the lines,
  /// `servoDecoders` those of the servos, and `streams` the plans of the lines with pads.
  init(
    _ model: RobotModel, _ traffic: BusTraffic, _ decoders: [DeviceDecoder],
    _ pulses: [PulseEncoder], _ serial: SerialTraffic, _ servoDecoders: [Feetech.Decoder],
    _ streams: [StreamPlan?]
  ) {
    self.pulses = pulses
    let robot = model.robot
    for (joint, description) in robot.joints.enumerated() {
      sources.append(
        EncoderSource(
          isOfShaft: model.shaftRange(joint) != nil,
          device: description.encoder.device
            ?? description.actuator.servo.map { robot.number(ofServo: $0) } ?? -1))
      if let second = description.redundantEncoder?.encoder, let device = second.device {
        redundant.append(
          EncoderBinding(joint: joint, second, device, decoders[device], model, traffic))
      }
      if let servo = description.actuator.servo {
        add(joint, servo: servo, model, serial, servoDecoders[servo])
        continue
      }
      if let device = description.encoder.device {
        encoders.append(
          EncoderBinding(
            joint: joint, description.encoder, device, decoders[device], model, traffic))
      }
      if let device = description.actuator.device {
        bridges.append(BridgeBinding(description.actuator, device, robot, traffic))
      }
    }
    for (index, device) in robot.devices.enumerated() {
      guard case .sensor(let decoder) = decoders[index] else { continue }
      if DriverCatalog.kind(of: device) == .power { powers.append(sensors.sensors.count) }
      skins.add(device, model.devices.drivers[index], sensor: sensors.sensors.count)
      sensors.add(
        index, bus: device.bus, every: device.every, model.devices.drivers[index], decoder,
        robot.places(of: index, traffic).filter { $0.entry.safeRequest == nil })
    }
    addPads(robot, streams)
    addServos(model, serial, servoDecoders)
    reports = ActuatorReport.all(robot, sensors)
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
