internal import RobotControl
internal import RobotUnits

/// Actuators that move their joints together: `joints = C shafts` for each coupling, C square and regular,
/// a row per joint and a column per shaft.
///
/// A coupling has as many shafts as joints, and its k-th shaft sits in the place of its k-th joint: same
/// index of the duty, of the measurement and of what the robot file says of the actuator. Power is
/// conserved: efforts at the shafts are `C^T joint efforts`, velocities `C^-1 joint velocities`. Source:
/// R. M. Murray, Z. Li and S. S. Sastry, "A Mathematical Introduction to Robotic Manipulation", section
/// 6.4. Real-time: everything but `init`.
public struct ActuatorCouplings: ~Copyable, Sendable {
  let groups: FixedArray<CouplingGroup>
  let places: FixedArray<CouplingPlace>
  /// C and its inverse by rows, coupling after coupling.
  let forward: FixedArray<Double>
  let backward: FixedArray<Double>
  /// Of each place: what `share` takes and gives. Efforts and velocities of the joint, duty of the
  /// actuator.
  let efforts: FixedArray<Double>
  let velocities: FixedArray<Double>
  let duties: FixedArray<Double>
  /// Of each place: effort and velocity of the shaft.
  private let shaftEfforts: FixedArray<Double>
  private let shaftVelocities: FixedArray<Double>

  /// How many couplings there are.
  public var count: Int {
    @_noAllocation @_noLocks get { groups.count }
  }

  init(
    groups: consuming FixedArray<CouplingGroup>, places: consuming FixedArray<CouplingPlace>,
    forward: consuming FixedArray<Double>, backward: consuming FixedArray<Double>
  ) {
    let places = places
    efforts = FixedArray(repeating: 0, count: places.count)
    velocities = FixedArray(repeating: 0, count: places.count)
    duties = FixedArray(repeating: 0, count: places.count)
    shaftEfforts = FixedArray(repeating: 0, count: places.count)
    shaftVelocities = FixedArray(repeating: 0, count: places.count)
    self.groups = groups
    self.places = places
    self.forward = forward
    self.backward = backward
  }

  /// No coupling: every actuator moves the joint in whose place it sits.
  public init() {
    self.init(
      groups: FixedArray(repeating: CouplingGroup(), count: 0),
      places: FixedArray(repeating: CouplingPlace(), count: 0),
      forward: FixedArray(repeating: 0, count: 0), backward: FixedArray(repeating: 0, count: 0))
  }

  /// The places of coupling `coupling`.
  @_noAllocation @_noLocks
  public func places(of coupling: Int) -> Range<Int> {
    let group = groups[coupling]
    return group.first..<group.first + group.count
  }

  /// The joint in `place`.
  @_noAllocation @_noLocks
  public func joint(in place: Int) -> Int { places[place].joint }

  /// What the joint in `place` wants: an effort [N.m] at a velocity [rad/s].
  @_noAllocation @_noLocks
  public func ask(_ place: Int, effort: Double, velocity: Double) {
    efforts[place] = effort
    velocities[place] = velocity
  }

  /// Gives the actuators of coupling `coupling` what its joints asked for.
  @_noAllocation @_noLocks
  public func share(_ coupling: Int) { _ = share(groups[coupling]) }

  /// The duty of the bridge in `place`, -1...1, after `share`.
  @_noAllocation @_noLocks
  public func duty(of place: Int) -> Double { duties[place] }

  /// The joint's position or velocity, of the shafts' `values` by place: row `row` of C.
  @_noAllocation @_noLocks
  func joint(_ group: CouplingGroup, _ row: Int, of values: borrowing FixedArray<Double>) -> Double
  {
    var sum = 0.0
    for column in 0..<group.count {
      sum += forward[group.entry + row * group.count + column] * values[group.first + column]
    }
    return sum
  }

  /// Gives the shafts of `group` what its joints want: `efforts` at `velocities` of its places. Leaves in
  /// `duties` what each bridge gets and in `efforts` what the joints get.
  ///
  /// When a shaft's effort limit or its supply does not allow its part, all efforts of the coupling are
  /// scaled alike, so that the joints' efforts keep their proportions. A motor whose back-EMF alone exceeds
  /// the supply brakes as it must, whatever the others do.
  @_noAllocation @_noLocks
  func share(_ group: CouplingGroup) -> CouplingCut {
    var cut = CouplingCut()
    let scale = scale(group, &cut)
    var isForced = false
    for column in 0..<group.count {
      let index = group.first + column
      let place = places[index]
      let range = bounds(place, velocity: shaftVelocities[index])
      let wanted = scale * shaftEfforts[index]
      let given = min(max(wanted, range.lower), range.upper)
      // Beyond the rounding of `scale`.
      isForced = isForced || abs(given - wanted) > 1e-9 * place.motor.stallEffort()
      shaftEfforts[index] = given
      let voltage = RealtimeMath.clamp(
        place.motor.voltage(effort: given, velocity: shaftVelocities[index]),
        within: place.motor.supply)
      duties[index] = place.direction * voltage / place.motor.supply
    }
    for row in 0..<group.count where cut.isAny() {
      let index = group.first + row
      efforts[index] = isForced ? jointEffort(group, row) : scale * efforts[index]
    }
    return cut
  }

  /// What all efforts of `group` must be scaled by, 0...1. Leaves the shafts' velocities and the efforts
  /// wanted of them.
  @_noAllocation @_noLocks
  private func scale(_ group: CouplingGroup, _ cut: inout CouplingCut) -> Double {
    var scale = 1.0
    for column in 0..<group.count {
      let index = group.first + column
      let place = places[index]
      var (effort, velocity) = (0.0, 0.0)
      for row in 0..<group.count {
        effort += forward[group.entry + row * group.count + column] * efforts[group.first + row]
        velocity +=
          backward[group.entry + column * group.count + row] * velocities[group.first + row]
      }
      shaftEfforts[index] = effort
      shaftVelocities[index] = velocity
      let range = bounds(place, velocity: velocity)
      guard effort < range.lower || effort > range.upper else { continue }
      if abs(effort) > place.effortLimit { cut.byEffort = true } else { cut.byVoltage = true }
      let bound = effort > 0 ? range.upper : range.lower
      if bound * effort > 0 { scale = min(scale, bound / effort) }
    }
    return scale
  }

  /// What the actuator in `place` can give at `velocity` rad/s of its shaft [N.m].
  @_noAllocation @_noLocks
  private func bounds(_ place: CouplingPlace, velocity: Double) -> (lower: Double, upper: Double) {
    let motor = place.motor
    let least = motor.effort(voltage: -motor.supply, velocity: velocity)
    let most = motor.effort(voltage: motor.supply, velocity: velocity)
    return (
      max(least, min(-place.effortLimit, most)), min(most, max(place.effortLimit, least))
    )
  }

  /// The joint effort that balances the shafts': a column of the inverse.
  @_noAllocation @_noLocks
  private func jointEffort(_ group: CouplingGroup, _ row: Int) -> Double {
    var sum = 0.0
    for column in 0..<group.count {
      sum +=
        backward[group.entry + column * group.count + row] * shaftEfforts[group.first + column]
    }
    return sum
  }
}

/// One coupling: which places and which parts of the matrices are its own.
struct CouplingGroup: BitwiseCopyable, Sendable {
  /// The first of its places, and how many.
  var first: Int
  var count: Int
  /// The first entry of its matrices.
  var entry: Int
  /// Whether the encoders sit on the shafts.
  var isMeasuredAtShafts: Bool
  /// The joint whose shaft has no reading in this cycle, -1 when all have one.
  var lost: Int
}

/// One joint and the actuator in its place.
struct CouplingPlace: BitwiseCopyable, Sendable {
  var joint: Int
  var motor: DCMotor
  var direction: Double
  /// Greatest effort at the shaft [N.m].
  var effortLimit: Double
}

/// What kept the shafts from giving what the joints wanted.
struct CouplingCut: BitwiseCopyable, Sendable {
  var byEffort = false
  var byVoltage = false

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  func isAny() -> Bool { byEffort || byVoltage }
}

extension CouplingGroup {
  /// What fills an array of none.
  fileprivate init() {
    self.init(first: 0, count: 0, entry: 0, isMeasuredAtShafts: false, lost: -1)
  }
}

extension CouplingPlace {
  /// What fills an array of none.
  fileprivate init() {
    self.init(
      joint: 0,
      motor: DCMotor(supply: 1, gear: 1, torqueConstant: 1, resistance: 1, efficiency: 1),
      direction: 1, effortLimit: 0)
  }
}
