public import RobotDynamics
public import RobotUnits
import Synchronization

/// The built-in plant: gear motors on a kinematic tree, on one supply, touching what stands around.
///
/// All joints move together (`PlantDynamics`), up to the present of the clock: no bus is behind the clock,
/// so every bridge's changes until then are known, whichever bus was served first. A bus that is served
/// ahead of the clock, as all are within a virtual cycle, sees where each joint will be if it goes on with its
/// velocity: 1 ms ahead that is 10 urad off at 20 rad/s^2.
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
    var dynamics: PlantDynamics
    var drives: [DriveQueue]
    var time: MonotonicInstant
    var amperes = 0.0
    var volts: Double
    /// Of the supply, without load [V].
    var openVolts: Double
    var armatures: [PlantBrake.Armature]
    /// Of the joints that have one.
    var troubles: [Int: JointTrouble] = [:]
    /// What goes to bodies outside, and what comes back.
    var outgoing: [JointDrive] = []
    var incoming: [JointState] = []
  }

  private let state: Mutex<State>
  /// What was pushed while the bodies outside were on their way, to begin with their next step.
  private let hands = Mutex<[Int: Double]>([:])
  private let supply: Supply
  private let clock: SimulationClock
  /// The active-low output enable of each joint's bridge; high switches it off at once.
  private let gates: [SimulatedLine?]
  private let surfaceCount: Int
  private let brakes: [PlantBrake]
  /// Who moves the joints in the place of this plant.
  private let bodies: (any OutsideBodies)?
  private static let ownStep = TimeSpan(nanoseconds: PlantDynamics.step)

  /// A plant at rest, on the clock of its buses. `gates` holds the active-low output-enable line of each
  /// joint's bridge, where it has one; each of `contacts` touches each of `surfaces`. `couplings` move joints
  /// together, no joint in two of them; `followers` are coordinates of the tree without joints here. `base`
  /// is where a floating base stands at the beginning. `brakes` hold joints.
  ///
  /// With `bodies` the plant is motors, gears and supply, and `bodies` moves the joints: their friction, stops and
  /// contacts are its own, and play and springs before them are not there.
  public init(
    joints: [GearMotorJoint.Parameters], gates: [SimulatedLine?], tree: consuming KinematicTree,
    supply: Supply, clock: SimulationClock, contacts: [PlantContact] = [],
    surfaces: [PlantSurface] = [], couplings: [CoupledMotors] = [], followers: [JointFollower] = [],
    base: Pose? = nil, brakes: [PlantBrake] = [], bodies: (any OutsideBodies)? = nil
  ) {
    precondition((base == nil) == tree.isFixed, "a floating base stands somewhere")
    precondition(gates.count == joints.count)
    self.supply = supply
    self.clock = clock
    self.gates = gates
    surfaceCount = surfaces.count
    self.brakes = brakes
    self.bodies = bodies
    let joints = bodies == nil ? joints : joints.map(\.movedOutside)
    let touches = contacts.flatMap { contact in surfaces.map { Touch(contact, on: $0) } }
    state = Mutex(
      State(
        dynamics: PlantDynamics(
          joints, tree, touches: touches, couplings: couplings, followers: followers, base: base),
        drives: joints.map { _ in DriveQueue() }, time: clock.now, volts: supply.volts,
        openVolts: supply.volts, armatures: brakes.map { $0.armature() }))
    guard let bodies else { return }
    state.withLock { state in
      state.outgoing = joints.map { _ in JointDrive() }
      state.incoming = bodies.present
      state.dynamics.take(state.incoming)
    }
  }

  // MARK: What chips do and see

  /// From `instant` on, the bridge of `joint` is driven with these duties of its two channels, 0...1.
  public func drive(joint: Int, forward: Double, reverse: Double, at instant: MonotonicInstant) {
    state.withLock { state in
      settle(&state)
      state.drives[joint].add(
        GearMotorJoint.Drive(forward: forward, reverse: reverse), at: instant)
    }
  }

  /// The position of `joint` at `instant` [rad or m].
  public func position(joint: Int, at instant: MonotonicInstant) -> Double {
    state.withLock { state in
      settle(&state)
      return state.dynamics.joints[joint].position(
        in: (instant - state.time).seconds)
    }
  }

  /// The position of the rotor that moves `joint`, seen from its gear motor's shaft, at `instant` [rad].
  public func rotorPosition(joint: Int, at instant: MonotonicInstant) -> Double {
    state.withLock { state in
      settle(&state)
      return state.dynamics.joints[joint].motorPosition(
        in: (instant - state.time).seconds)
    }
  }

  /// What a monitor in the supply line measures.
  public func power() -> PowerReading {
    state.withLock { state in
      settle(&state)
      return PowerReading(
        busVolts: state.openVolts - supply.resistance * state.amperes, amperes: state.amperes)
    }
  }

  // MARK: What breaks

  /// What is wrong with `joint` from now on.
  public func setTrouble(_ trouble: JointTrouble, joint: Int) {
    state.withLock { state in
      settle(&state)
      if state.troubles[joint]?.isJammed == true { state.dynamics.joints[joint].brake = 0 }
      state.troubles[joint] = trouble == JointTrouble() ? nil : trouble
    }
  }

  /// The supply's voltage without load from now on [V].
  public func setSupply(volts: Double) {
    state.withLock { state in
      settle(&state)
      state.openVolts = volts
      state.volts = volts - supply.resistance * max(state.amperes, 0)
    }
  }

  /// What the supply gives when nothing is wrong with it [V].
  public var supplyVolts: Double { supply.volts }

  // MARK: What a hand does

  /// Puts `joint` at `position` [rad or m] or its nearest stop, at rest, as if it had always been there.
  public func place(joint: Int, at position: Double) {
    state.withLock { state in
      settle(&state)
      state.dynamics.place(joint, at: position)
    }
  }

  /// Brings the plant up to the clock, so that whoever looks later need not wait. Real-time: no.
  public func settle() { state.withLock { settle(&$0) } }

  /// From now on the surroundings push at `joint` with `effort` [N.m or N], beside all else; 0 ends it. Bodies outside
  /// are pushed from their next step on: whoever pushes does not wait for them.
  public func push(joint: Int, effort: Double) {
    if bodies != nil { return hands.withLock { $0[joint] = effort } }
    state.withLock { state in
      settle(&state)
      state.dynamics.joints[joint].push = effort
    }
  }

  /// From now on somebody pushes `body` at `point_B` of its frame [m] with `force_W` [N] and `moment_W`
  /// [N.m] along the world's axes, which go along with the point; 0 ends it. One push for each body.
  public func push(
    body: Int, at point_B: Vector3 = .zero, force_W: Vector3, moment_W: Vector3 = .zero
  ) {
    state.withLock { state in
      settle(&state)
      state.dynamics.pushes.removeAll { $0.body == body }
      if force_W == .zero, moment_W == .zero { return }
      state.dynamics.pushes.append(
        PlantDynamics.Push(body: body, point_B: point_B, force_W: force_W, moment_W: moment_W))
    }
  }

  /// The force of all surfaces on the tip of `contact`, along the world's axes [N].
  public func contactForce(_ contact: Int) -> Vector3 {
    state.withLock { state in
      settle(&state)
      let first = contact * surfaceCount
      return state.dynamics.touches[first..<first + surfaceCount].reduce(.zero) {
        $0 + $1.force_W
      }
    }
  }

  /// Where the frame of `body` stands.
  public func pose(ofBody body: Int) -> Pose {
    state.withLock { state in
      settle(&state)
      return state.dynamics.pose(ofBody: body)
    }
  }

  /// Brings the plant up to the clock. Bodies outside are asked here on the virtual clock only: on the wall clock
  /// that would hold up a bus, and `exchange` does it.
  private func settle(_ state: inout State) {
    if bodies != nil, clock.mode == .wall { return }
    let now = clock.now
    while true {
      // Bodies that were lost may come back with another step.
      let step = bodies?.step ?? Self.ownStep
      guard now - state.time >= step else { return }
      begin(&state, step)
      if let bodies {
        for joint in gates.indices { state.outgoing[joint] = state.dynamics.joints[joint].drive }
        _ = bodies.advance(state.outgoing, into: &state.incoming)
        state.dynamics.take(state.incoming)
      } else {
        state.dynamics.advance()
      }
      end(&state, step)
    }
  }

  /// On the wall clock: one step of the bodies outside, while chips go on with what they saw last. Says when the
  /// next one is due. For one thread of its own. Real-time: no, waits for the bodies.
  public func exchange() -> MonotonicInstant {
    guard let bodies, clock.mode == .wall else { preconditionFailure("nothing is outside") }
    let step = bodies.step
    let (outgoing, before) = state.withLock { state in
      begin(&state, step)
      for joint in gates.indices { state.outgoing[joint] = state.dynamics.joints[joint].drive }
      return (state.outgoing, state.incoming)
    }
    var incoming = before
    let isLost = !bodies.advance(outgoing, into: &incoming)
    return state.withLock { state in
      state.incoming = incoming
      state.dynamics.take(state.incoming)
      end(&state, step)
      // What was lost is not caught up.
      if isLost { state.time = max(state.time, clock.now) }
      return state.time + bodies.step
    }
  }

  /// Leaves out what the bodies outside did not move in. Real-time: no.
  public func skipToPresent() {
    state.withLock { $0.time = max($0.time, clock.now) }
  }

  /// Has all joints begin a step with what their bridges, brakes and troubles do in it.
  private func begin(_ state: inout State, _ step: TimeSpan) {
    let next = state.time + step
    let dt = step.seconds
    if bodies != nil {
      let pushes = hands.withLock { hands in
        defer { hands = [:] }
        return hands
      }
      for (joint, effort) in pushes { state.dynamics.joints[joint].push = effort }
    }
    for (index, brake) in brakes.enumerated() {
      state.armatures[index].move(brake, at: state.time)
      state.dynamics.joints[brake.joint].brake = state.armatures[index].isOpen ? 0 : brake.effort
    }
    for joint in gates.indices {
      var drive = state.drives[joint].mean(from: state.time, to: next)
      if let gate = gates[joint], gate.isHigh {
        drive = GearMotorJoint.Drive(forward: 0, reverse: 0)
      }
      if !state.troubles.isEmpty, let trouble = state.troubles[joint] {
        drive = trouble.drive(drive)
        if trouble.isJammed {
          state.dynamics.joints[joint].brake = JointTrouble.blockingEffort
        }
      }
      state.dynamics.joints[joint].begin(drive: drive, supply: state.volts, dt)
    }
  }

  /// Ends the step: currents, and what is left of the supply.
  private func end(_ state: inout State, _ step: TimeSpan) {
    state.amperes = 0
    for joint in gates.indices { state.amperes += state.dynamics.joints[joint].supplyCurrent }
    // What a braking motor gives back does not raise the voltage.
    state.volts = state.openVolts - supply.resistance * max(state.amperes, 0)
    state.time = state.time + step
  }
}
