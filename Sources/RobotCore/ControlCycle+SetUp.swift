public import RobotDynamics
internal import RobotUnits

extension ControlCycle {
  /// A cycle for `joints` at a nominal period of `period` s. Where no joint uses the dynamics, `tree`
  /// may be empty. `startBlocks` forbid to arm as long as the cycle lives. Real-time: no.
  public init(
    joints: [JointConfiguration], tree: consuming KinematicTree, safety: SafetyConfiguration,
    period: Double, couplings: consuming ActuatorCouplings = ActuatorCouplings(),
    followers: consuming JointFollowers = JointFollowers(),
    impedances: consuming TipImpedances = TipImpedances(), switches: [LimitSwitch] = [],
    brakes: BrakeSequence = BrakeSequence(), startBlocks: [ArmingBlock] = []
  ) {
    self.init(
      joints: FixedArray(joints), tree: tree, safety: safety, period: period,
      couplings: couplings, followers: followers, impedances: impedances,
      switches: FixedArray(switches), brakes: brakes, startBlocks: FixedArray(startBlocks))
  }
}
