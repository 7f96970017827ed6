internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotUnits

extension RobotModelBuilder {
  /// The loops of `joint`'s law, where it has some; `velocity` and `effort` are the joint's limits. The guard
  /// limits the effort, so that a loop that puts out one is told what became of it.
  mutating func loops(_ joint: JointDescription, velocity: Double, effort: Double) -> LoopLaw? {
    switch joint.control.loops {
    case .none: nil
    case .pid(let loop):
      .pid(self.loop(joint, "", loop, limit: PIDLoop.unlimited, integralLimit: effort))
    case .cascade(let outer, let inner):
      .cascade(
        position: loop(joint, ".position", outer, limit: velocity, integralLimit: velocity),
        velocity: loop(
          joint, ".velocity", inner, limit: PIDLoop.unlimited, integralLimit: effort))
    }
  }

  private mutating func loop(
    _ joint: JointDescription, _ key: String, _ loop: PIDDescription, limit: Double,
    integralLimit: Double
  ) -> PIDLoop {
    var made = PID.Configuration(
      schedule: GainSchedule(loop.points[0].gains), lower: -limit, upper: limit)
    made.proportionalWeight = loop.b
    made.derivativeWeight = loop.c
    made.filterTime = 1 / (2 * .pi * loop.derivativeFilter)
    made.feedForward = PID.FeedForward(
      ff0: loop.feedForward[0], ff1: loop.feedForward[1], ff2: loop.feedForward[2],
      ff3: loop.feedForward[3])
    made.antiWindup =
      switch loop.antiWindup {
      case .clamp: .clamp
      case .conditional: .conditional
      case .backCalculation(let time): .backCalculation(trackingTime: time)
      }
    made.integralLimit = loop.integralLimit ?? integralLimit
    made.outputRate = loop.outputRate ?? .infinity
    made.deadband = loop.deadband
    made.transferTime = loop.transferTime
    do throws(PIDError) {
      if loop.points.count > 1 {
        made.schedule = try GainSchedule(
          loop.points.map { GainSchedule.Point(at: $0.at, $0.gains) })
      }
      try made.validate(period: 1 / robot.rate.hertz)
    } catch {
      errors.append(
        self.error(
          joint, loop.position, "control\(key)", error.description, hint: "correct the value"))
    }
    return PIDLoop(made, over: loop.variable == .speed ? .speed : .position)
  }
}

extension PIDDescription.Point {
  fileprivate var gains: PID.Gains { PID.Gains(kp: kp, ki: ki, kd: kd) }
}
