public import RobotAssembly
public import RobotConfiguration

/// What the robots of a tuning do: a motion, and what goes wrong meanwhile, the same for all. Real-time: no.
public struct TuningTask: Sendable {
  /// What goes wrong, and for how long they are watched.
  public let scenario: FaultScenario
  /// What they do.
  let motion: ScenarioMotion
  /// Where the references jump.
  let steps: [Step]

  /// A jump of the references, from its beginning until they move again.
  struct Step: Hashable, Sendable {
    /// From the beginning of the motion [s].
    let time: ClosedRange<Double>
    /// The joints that jump.
    let joints: [Int]
  }

  /// A motion takes so much longer than its last point [s].
  private static let rest = 0.5
  /// A swing takes so long [s].
  private static let swing = 3.0
  /// Points that are nearer than this in time, and apart, are a jump [s].
  private static let jump = 0.0015

  /// `motion`, or else a swing of every joint, and nothing goes wrong. Throws where `model` cannot do it.
  public init(_ motion: MotionDescription?, on model: RobotModel) throws(ConfigurationErrors) {
    let played: ScenarioMotion =
      motion.map { .file($0, model) }
      ?? .swing(
        model, shares: model.joints.map { _ in 1 }, rate: 3, seconds: Self.swing + 1)
    let knots = try played.knots(from: model.startPositions)
    let scenario = FaultScenario(
      file: motion?.file ?? "tuning", name: "tuning", robot: model.robot.name, seed: 1, motion: nil,
      duration: motion == nil ? Self.swing : (knots.last?.time ?? 0) + Self.rest, faults: [],
      expectation: .init(
        faults: [], state: "active", within: nil, position: SourcePosition(line: 1, column: 1)))
    self.init(scenario, played, knots)
  }

  /// What `scenario` says. Throws where `model` has not what it names, or cannot do its motion.
  public init(_ scenario: FaultScenario, on model: RobotModel) throws(ConfigurationErrors) {
    try ConfigurationErrors.throwIfAny(scenario.check(on: model.robot))
    let motion = try ScenarioMotion.of(scenario, model)
    self.init(scenario, motion, try motion.knots(from: model.startPositions))
  }

  private init(_ scenario: FaultScenario, _ motion: ScenarioMotion, _ knots: [TrajectoryKnot]) {
    self.scenario = scenario
    self.motion = motion
    steps = knots.indices.dropFirst().compactMap { place in
      let (before, after) = (knots[place - 1], knots[place])
      let joints = before.joints.indices.filter {
        before.joints[$0].position != after.joints[$0].position
      }
      guard after.time - before.time < Self.jump, !joints.isEmpty else { return nil }
      let end = place + 1 < knots.count ? knots[place + 1].time : scenario.duration
      return Step(time: before.time...min(end, scenario.duration), joints: joints)
    }
  }
}
