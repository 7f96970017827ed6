public import CProof
import RobotCore
import RobotUnits

/// The program's entry; called by main.c.
@_cdecl("proof_run")
public func proofRun(seed: UInt64, cycles: UInt64, result: UnsafeMutablePointer<proof_result>) {
  var random = SplitMix64(seed: seed)
  var robot = Robot(&random)
  var scenario = Scenario(random)
  let angles = FixedArray(repeating: 0.0, count: Robot.jointCount)
  var laws = Laws(seed: seed)
  var arm = Arm(seed: seed)
  var output = Output()
  for _ in 0..<cycles {
    turn(&robot, &scenario, angles, &output)
    laws.turn(&output)
    arm.turn(&output)
  }
  output.result.hash = output.fingerprint.value
  result.pointee = output.result
}

@_noAllocation @_noLocks
private func turn(
  _ robot: inout Robot, _ scenario: inout Scenario, _ angles: borrowing FixedArray<Double>,
  _ output: inout Output
) {
  let (now, input) = scenario.next(robot, angles: angles)
  if input.hasRequest, input.request.knotCount > 0, robot.cycle.source == .rest {
    scenario.upload(&robot, input.request)
  }
  robot.turn(now, input, &output)
}
