public import RobotDynamics
public import RobotUnits
import Synchronization

/// The built-in plant: gear motors on a kinematic tree, on one supply.
///
/// Each joint feels the tree's gravity and its own inertia; Coriolis forces and the coupling of
/// accelerations between joints are not modelled. Every joint has a time of its own: it is advanced
/// when its bridge changes and when somebody looks at it. What joints share (posture, supply) is taken at
/// instants that the clock has passed, so that the order in which buses are served within a virtual
/// cycle, each ahead of the clock, does not matter.
public final class SimulatedPlant: Sendable {
  /// The supply behind all motors.
  public struct Supply: Sendable, Hashable {
    /// Open-circuit voltage [V].
    public var volts: Double
    /// Internal resistance [Ohm].
    public var resistance: Double

    /// A supply.
    public init(volts: Double, resistance: Double) {
      self.volts = volts
      self.resistance = resistance
    }
  }

  private struct State: ~Copyable {
    var joints: [GearMotorJoint]
    var times: [MonotonicInstant]
    var drives: [GearMotorJoint.Drive]
    let tree: KinematicTree
    let work: TreeWork
    let positions: FixedArray<Double>
    /// What the tree says for each coordinate at `positions`.
    let efforts: FixedArray<Double>
    let inertias: FixedArray<Double>
    /// Gravity at each joint [N.m], and how fast it changes [N.m/s].
    var gravity: [(effort: Double, slope: Double)]
    /// When the posture and the supply below were taken.
    var sharedTime: MonotonicInstant
    var pushes: [Double]
    var amperes = 0.0
    var volts: Double
  }

  private let state: Mutex<State>
  private let supply: Supply
  private let clock: SimulationClock
  /// The active-low output enable of each joint's bridge; high switches it off at once.
  private let gates: [SimulatedLine?]
  /// How often gravity, inertias and supply voltage follow the joints.
  private static let sharedPeriod = TimeSpan.milliseconds(1)

  /// A plant at rest, on the clock of its buses. `gates` holds the active-low output-enable line of each
  /// joint's bridge, where it has one.
  public init(
    joints: [GearMotorJoint.Parameters], gates: [SimulatedLine?], tree: consuming KinematicTree,
    supply: Supply, clock: SimulationClock
  ) {
    precondition(gates.count == joints.count)
    self.supply = supply
    self.clock = clock
    let start = clock.now
    self.gates = gates
    let positions = FixedArray(repeating: 0.0, count: tree.coordinateCount)
    for joint in joints where joint.coordinate >= 0 { positions[joint.coordinate] = joint.start }
    let efforts = FixedArray(repeating: 0.0, count: tree.velocityCount)
    let inertias = FixedArray(repeating: 0.0, count: tree.velocityCount)
    let work = TreeWork(for: tree)
    tree.gravityAndInertia(positions: positions, gravity: efforts, inertia: inertias, work)
    var gravity: [(effort: Double, slope: Double)] = []
    for joint in joints {
      gravity.append((joint.coordinate >= 0 ? efforts[joint.coordinate] : 0, 0))
    }
    state = Mutex(
      State(
        joints: joints.map(GearMotorJoint.init),
        times: [MonotonicInstant](repeating: start, count: joints.count),
        drives: [GearMotorJoint.Drive](
          repeating: GearMotorJoint.Drive(forward: 0, reverse: 0), count: joints.count),
        tree: tree, work: work, positions: positions, efforts: efforts, inertias: inertias,
        gravity: gravity, sharedTime: start, pushes: joints.map { _ in 0 }, volts: supply.volts))
  }

  /// From `instant` on, the bridge of `joint` is driven with these duties of its two channels, 0...1.
  public func drive(joint: Int, forward: Double, reverse: Double, at instant: MonotonicInstant) {
    state.withLock { state in
      settle(&state)
      advance(&state, joint, to: instant)
      state.drives[joint] = GearMotorJoint.Drive(forward: forward, reverse: reverse)
    }
  }

  /// From now on the surroundings push at `joint` with `effort` [N.m or N], beside all else; 0 ends it.
  public func push(joint: Int, effort: Double) {
    state.withLock { $0.pushes[joint] = effort }
  }

  /// The position of `joint` at `instant` [rad or m].
  public func position(joint: Int, at instant: MonotonicInstant) -> Double {
    read(joint, at: instant) { $0.position }
  }

  /// The position of the rotor that moves `joint`, seen from its gear motor's shaft, at `instant` [rad].
  public func rotorPosition(joint: Int, at instant: MonotonicInstant) -> Double {
    read(joint, at: instant) { $0.motorPosition }
  }

  private func read(
    _ joint: Int, at instant: MonotonicInstant, _ value: (GearMotorJoint) -> Double
  ) -> Double {
    state.withLock { state in
      settle(&state)
      advance(&state, joint, to: instant)
      return value(state.joints[joint])
    }
  }

  /// What a monitor in the supply line measures.
  public func power() -> PowerReading {
    state.withLock { state in
      settle(&state)
      return PowerReading(
        busVolts: supply.volts - supply.resistance * state.amperes, amperes: state.amperes)
    }
  }

  /// Brings what the joints share up to the clock. No bus is behind the clock, so every bridge's changes
  /// until then are known, whichever bus was served first.
  private func settle(_ state: inout State) {
    let now = clock.now
    while now - state.sharedTime >= SimulatedPlant.sharedPeriod {
      let next = state.sharedTime + SimulatedPlant.sharedPeriod
      var amperes = 0.0
      for joint in state.joints.indices {
        advance(&state, joint, to: next)
        amperes += state.drives[joint].signed * state.joints[joint].current
        let coordinate = state.joints[joint].parameters.coordinate
        if coordinate >= 0 { state.positions[coordinate] = state.joints[joint].position }
      }
      state.sharedTime = next
      followPosture(&state)
      state.amperes = amperes
      // What a braking motor gives back does not raise the voltage.
      state.volts = supply.volts - supply.resistance * max(amperes, 0)
    }
  }

  /// Gravity goes on changing until the posture is looked at again: one that lagged behind would do
  /// work on a pendulum in every swing.
  private func followPosture(_ state: inout State) {
    state.tree.gravityAndInertia(
      positions: state.positions, gravity: state.efforts, inertia: state.inertias, state.work)
    for joint in state.joints.indices {
      let coordinate = state.joints[joint].parameters.coordinate
      guard coordinate >= 0 else { continue }
      let effort = state.efforts[coordinate]
      let change = effort - state.gravity[joint].effort
      state.gravity[joint] = (effort, change / SimulatedPlant.sharedPeriod.seconds)
    }
  }

  private func advance(_ state: inout State, _ joint: Int, to instant: MonotonicInstant) {
    let coordinate = state.joints[joint].parameters.coordinate
    if let gate = gates[joint], gate.isHigh {
      state.drives[joint] = GearMotorJoint.Drive(forward: 0, reverse: 0)
    }
    while (instant - state.times[joint]).nanoseconds >= GearMotorJoint.step {
      let ahead = (state.times[joint] - state.sharedTime).seconds
      let gravity = state.gravity[joint].effort + state.gravity[joint].slope * ahead
      let inertia = coordinate >= 0 ? state.inertias[coordinate] : 0
      state.joints[joint].advance(
        drive: state.drives[joint], supply: state.volts, gravity: gravity - state.pushes[joint],
        inertia: inertia)
      state.times[joint] = state.times[joint] + TimeSpan(nanoseconds: GearMotorJoint.step)
    }
  }
}

/// The bridges of the joints that one PWM controller drives.
public final class PlantBridges: PWMObserver {
  /// One joint's two channels.
  public struct Bridge: Sendable, Hashable {
    /// The joint.
    public var joint: Int
    /// IN1.
    public var forward: Int
    /// IN2.
    public var reverse: Int

    /// A bridge.
    public init(joint: Int, forward: Int, reverse: Int) {
      self.joint = joint
      self.forward = forward
      self.reverse = reverse
    }
  }

  private let plant: SimulatedPlant
  private let bridges: [Bridge]

  /// The bridges `bridges` of `plant`.
  public init(plant: SimulatedPlant, bridges: [Bridge]) {
    self.plant = plant
    self.bridges = bridges
  }

  public func outputsChanged(of chip: PCA9685Model, at instant: MonotonicInstant) {
    for bridge in bridges {
      plant.drive(
        joint: bridge.joint, forward: chip.duty(bridge.forward), reverse: chip.duty(bridge.reverse),
        at: instant)
    }
  }
}

/// The shaft of one joint of a plant, or that of its gear motor, as an encoder sees it.
public final class PlantShaft: ShaftAngleSource {
  /// Where the encoder sits.
  public enum Side: Sendable {
    /// Behind play, spring and transmission.
    case joint
    /// Before them.
    case actuator
  }

  private let plant: SimulatedPlant
  private let joint: Int
  private let side: Side
  private let scale: Double
  private let zero: Double

  /// An encoder that reads `zero` at position 0 of what it measures, and turns `scale` rad per rad (or
  /// metre) of that.
  public init(
    plant: SimulatedPlant, joint: Int, side: Side = .joint, scale: Double, zero: Double
  ) {
    self.plant = plant
    self.joint = joint
    self.side = side
    self.scale = scale
    self.zero = zero
  }

  public func angle(at instant: MonotonicInstant) -> Double {
    switch side {
    case .joint: zero + scale * plant.position(joint: joint, at: instant)
    case .actuator: zero + scale * plant.rotorPosition(joint: joint, at: instant)
    }
  }
}

/// The supply of a plant, as a power monitor sees it.
public final class PlantSupply: PowerSource {
  private let plant: SimulatedPlant

  /// The supply of `plant`.
  public init(_ plant: SimulatedPlant) { self.plant = plant }

  public func power(at instant: MonotonicInstant) -> PowerReading { plant.power() }
}
