internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotDynamics
public import RobotHAL
internal import RobotUnits
public import SimulatedHAL

/// Simulated hardware for a robot file: chips on buses, a plant behind them, lines to press.
///
/// The daemon cannot tell it from the kernel's: the same set-up, the same traffic, the same bytes.
public final class SimulatedWorld: Sendable {
  /// The clock that buses and plant share.
  public let clock: SimulationClock
  /// One bus per bus of the robot, in its order.
  public let buses: [SimulatedI2CBus]
  /// The gear motors and the tree.
  public let plant: SimulatedPlant
  /// One line per line of the robot, in its order.
  public let lines: [SimulatedLine]
  /// The chips by the robot file's device names.
  public let chips: [String: any SimulatedChip]
  /// What the thermometers among them are glued to, by the same names.
  public let bodies: [String: FixedTemperature]
  /// What the encoders among them look at, by the same names.
  public let magnets: [String: ShaftMagnet]
  /// The bodies that inertial sensors among them are fixed to, by the same names.
  public let motions: [String: FixedMotion]
  /// The lines of incremental encoders by the robot file's joint names.
  public let edges: [String: SimulatedEdgeInput]
  /// One line per serial line of the robot, in its order.
  public let serialLines: [SimulatedSerialLine]
  /// The servos on them, in the order of the robot's.
  public let servos: [FeetechServoModel]
  /// The boards with pads, by the robot file's names of their lines.
  public let pads: [String: SimulatedPads]
  /// Who moves the joints in the place of the plant.
  public let outside: (any OutsideBodies)?
  let robot: RobotDescription

  /// [degC]
  static let roomTemperature = 25.0

  /// A world for `model`, with every joint at 0 or as near to it as its range allows. A simulated
  /// adapter offers STOP between messages unless `capabilities` says otherwise. With `outside` the joints are
  /// where they say.
  public init(
    _ model: RobotModel, clock: SimulationClock,
    capabilities: I2CCapabilities = [.combinedMessages, .stopBetweenMessages],
    outside: (any OutsideBodies)? = nil
  ) {
    let robot = model.robot
    self.clock = clock
    self.outside = outside
    self.robot = robot
    // Inputs rest closed (low); outputs stand where their pull resistor holds them: safe.
    lines = robot.lines.map { line in
      switch line.role {
      case .input(let normallyClosed): SimulatedLine(level: !normallyClosed)
      case .output(_, let safeHigh): SimulatedLine(level: safeHigh)
      case .edges: SimulatedLine(level: false)
      }
    }
    buses = robot.buses.map {
      SimulatedI2CBus(
        speed: $0.speed, clock: clock, capabilities: capabilities, timeout: robot.adapterTimeout)
    }
    let enables = SimulatedWorld.enables(robot, lines)
    let gates = robot.joints.map { [lines] joint in
      joint.actuator.standby.map { robot.inactiveLevel(of: $0, lines) }
        ?? joint.actuator.device.flatMap { enables[$0] }
    }
    let base = model.plantBase
    plant = SimulatedPlant(
      joints: model.plantJoints, gates: gates,
      tree: model.makeTree(base: base == nil ? .fixed : .floating),
      supply: SimulatedPlant.Supply(
        volts: robot.plantVolts, resistance: 0.05),
      clock: clock, contacts: model.plantContacts, surfaces: model.plantSurfaces,
      couplings: model.couplings.map { CoupledMotors(joints: $0.joints, inverse: $0.inverse) },
      followers: model.followers, base: base, brakes: model.plantBrakes(lines),
      bodies: outside)
    var builder = ChipBuilder(model, plant: plant, enables: enables, lines: lines)
    for index in robot.devices.indices { builder.attach(index, to: buses) }
    chips = builder.chips
    bodies = builder.bodies
    magnets = builder.magnets
    motions = builder.motions
    edges = SimulatedWorld.edges(robot, plant, clock)
    (serialLines, servos) = model.makeServos(plant: plant, clock: clock)
    pads = SimulatedWorld.attachPads(robot, to: serialLines)
    for reset in robot.muxResets { wire(reset) }
  }

  /// The line to the mux's RESET pin, with an inverter before it where it is active high.
  private func wire(_ reset: MuxResetDescription) {
    guard let mux = chips[robot.devices[reset.device].name] as? TCA9548AModel else { return }
    if case .output(activeLow: false, _) = robot.lines[reset.line].role {
      lines[reset.line].attach(Inverter(before: mux))
    } else {
      lines[reset.line].attach(mux)
    }
  }

  /// The level at each device's active-low output-enable pin: the line itself, or an inverter behind it
  /// where the robot file says that the line is active high.
  private static func enables(
    _ robot: RobotDescription, _ lines: [SimulatedLine]
  ) -> [SimulatedLine?] {
    robot.devices.map { device in
      device.outputEnable.map { robot.inactiveLevel(of: $0, lines) }
    }
  }

  /// What the assembly runs on.
  public var hardware: Hardware {
    Hardware(
      adapters: buses,
      inputs: robot.lines.indices.map { isInput($0) ? lines[$0] : nil },
      outputs: robot.lines.indices.map { isOutput($0) ? lines[$0] : nil },
      recovery: buses.map { RecoveryWires($0.recoveryLines) },
      edges: robot.joints.compactMap { edges[$0.name] }, serialPorts: serialLines,
      simulator: outside?.health)
  }

  private func isOutput(_ line: Int) -> Bool {
    if case .output = robot.lines[line].role { return true }
    return false
  }

  private func isInput(_ line: Int) -> Bool {
    if case .input = robot.lines[line].role { return true }
    return false
  }

  /// Whether the circuit of an input opens, and its line goes high, when its button is pressed.
  func opensWhenPressed(_ line: Int) -> Bool {
    if case .input(let normallyClosed) = robot.lines[line].role { normallyClosed } else { false }
  }

  /// The servo with the robot file's name `name`.
  func servo(named name: String) -> FeetechServoModel? {
    robot.servos.firstIndex { $0.name == name }.map { servos[$0] }
  }

  /// The line with the robot file's name `name`.
  public func line(named name: String) -> SimulatedLine? {
    robot.lines.firstIndex { $0.name == name }.map { lines[$0] }
  }
}

/// Makes the chips of a robot and solders them to its buses.
private struct ChipBuilder {
  let model: RobotModel
  let plant: SimulatedPlant
  let enables: [SimulatedLine?]
  let lines: [SimulatedLine]
  private(set) var chips: [String: any SimulatedChip] = [:]
  private(set) var bodies: [String: FixedTemperature] = [:]
  private(set) var magnets: [String: ShaftMagnet] = [:]
  private(set) var motions: [String: FixedMotion] = [:]

  init(
    _ model: RobotModel, plant: SimulatedPlant, enables: [SimulatedLine?], lines: [SimulatedLine]
  ) {
    self.model = model
    self.lines = lines
    self.plant = plant
    self.enables = enables
  }

  mutating func attach(_ index: Int, to buses: [SimulatedI2CBus]) {
    let robot = model.robot
    let device = robot.devices[index]
    let body = FixedTemperature(celsius: SimulatedWorld.roomTemperature)
    bodies[device.name] = body
    let magnet = robot.magnet(before: index, plant)
    magnets[device.name] = magnet
    let driver = model.devices.drivers[index]
    let motion = FixedMotion()
    if type(of: driver).isInertial { motions[device.name] = motion }
    let chip = driver.makeChip(
      ChipScene(
        device: index, robot: robot, plant: plant, outputEnable: enables[index], lines: lines,
        body: body, shaft: magnet, motion: motion))
    chips[device.name] = chip
    if let via = device.via, let mux = chips[robot.devices[via.mux].name] as? TCA9548AModel {
      mux.attach(chip, channel: via.channel)
    } else {
      buses[device.bus].attach(chip)
    }
  }
}

extension RobotModel {
  /// The joints as the plant has them.
  fileprivate var plantJoints: [GearMotorJoint.Parameters] {
    robot.joints.indices.map { index in
      let actuator = robot.joints[index].actuator
      let bounds = joints[index].bounds
      // A servo's horn may turn further than its joint.
      let horn = actuator.servo == nil ? 1 : robot.joints[index].encoder.ratio
      return GearMotorJoint.Parameters(
        gear: actuator.gear * horn, torqueConstant: actuator.torqueConstant,
        resistance: actuator.resistance,
        efficiency: actuator.efficiency * transmissions[index].efficiency(),
        armature: max(actuator.armature * horn * horn, 1e-4), damping: mechanics[index].damping,
        friction: mechanics[index].friction, backlash: actuator.backlash,
        stops: mechanics[index].stops, coordinate: joints[index].coordinate,
        start: min(max(0, bounds.lower), bounds.upper),
        compliance: actuator.stiffness.map {
          GearMotorJoint.Compliance(stiffness: $0, damping: actuator.damping)
        }, transmission: transmissions[index])
    }
  }
}

/// An inverter on the way to a chip's pin.
private final class Inverter: LineObserver {
  private let pin: any LineObserver

  init(before pin: any LineObserver) { self.pin = pin }

  func levelChanged(to isHigh: Bool) { pin.levelChanged(to: !isHigh) }
}
