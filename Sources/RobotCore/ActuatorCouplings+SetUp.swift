public import RobotControl
internal import RobotUnits

/// Joints and the actuators that move them together, as the composition root describes them.
public struct CouplingConfiguration: Hashable, Sendable {
  /// The indices of the joints. The actuator in the place of the k-th of them is the k-th shaft.
  public var joints: [Int]
  /// C, where the joints' positions are C times the shafts': a row per joint, a column per shaft.
  public var matrix: [[Double]]
  /// Its inverse.
  public var inverse: [[Double]]
  /// The motor of each shaft, seen from the shaft.
  public var motors: [DCMotor]
  /// Of each shaft 1, or -1 when a positive voltage turns it towards negative positions.
  public var directions: [Double]
  /// Greatest effort of each shaft [N.m]; infinite where only the supply limits it.
  public var effortLimits: [Double]
  /// Whether the encoders sit on the shafts and not on the joints.
  public var isMeasuredAtShafts: Bool

  /// A coupling of regular `matrix`.
  public init(
    joints: [Int], matrix: [[Double]], inverse: [[Double]], motors: [DCMotor],
    directions: [Double], effortLimits: [Double], isMeasuredAtShafts: Bool
  ) {
    self.joints = joints
    self.matrix = matrix
    self.inverse = inverse
    self.motors = motors
    self.directions = directions
    self.effortLimits = effortLimits
    self.isMeasuredAtShafts = isMeasuredAtShafts
  }
}

extension ActuatorCouplings {
  /// The couplings `configurations`; no joint is in two of them. Real-time: no.
  public init(_ configurations: [CouplingConfiguration]) {
    var groups: [CouplingGroup] = []
    var places: [CouplingPlace] = []
    var (forward, backward): ([Double], [Double]) = ([], [])
    for coupling in configurations {
      let count = coupling.joints.count
      precondition(coupling.matrix.count == count && coupling.inverse.count == count)
      groups.append(
        CouplingGroup(
          first: places.count, count: count, entry: forward.count,
          isMeasuredAtShafts: coupling.isMeasuredAtShafts, lost: -1))
      for (index, joint) in coupling.joints.enumerated() {
        places.append(
          CouplingPlace(
            joint: joint, motor: coupling.motors[index], direction: coupling.directions[index],
            effortLimit: coupling.effortLimits[index]))
      }
      forward += coupling.matrix.joined()
      backward += coupling.inverse.joined()
    }
    self.init(
      groups: FixedArray(groups), places: FixedArray(places), forward: FixedArray(forward),
      backward: FixedArray(backward))
  }
}
