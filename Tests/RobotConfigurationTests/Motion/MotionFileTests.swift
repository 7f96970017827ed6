import RobotConfiguration
import Testing

@Suite struct MotionFileTests {
  @Test func readsEveryKindOfStep() throws {
    let motion = try load(
      """
      motion: wave
      steps:
        - move: { shoulder_pan: 40 deg, elbow_flex: -0.5 }
          in: 1.5 s
        - move: { shoulder_pan: 0 rad }
        - sine: { wrist_roll: 0.5 rad }
          frequency: 0.5 Hz
          for: 4 s
        - step: { elbow_flex: 0.2 rad }
          for: 1 s
        - hold: 500 ms
      """)
    #expect(motion.name == "wave")
    try #require(motion.steps.count == 5)
    guard case .move(let targets, let duration) = motion.steps[0].action else {
      Issue.record("the first step is no move")
      return
    }
    #expect(targets.map(\.joint) == ["shoulder_pan", "elbow_flex"])
    #expect(abs(targets[0].value - 0.698_131_700_797_731_8) < 1e-15)
    #expect(targets[1].value == -0.5)
    #expect(targets[0].position == SourcePosition(line: 3, column: 13))
    #expect(targets[0].keyPath == "steps[0].move.shoulder_pan")
    #expect(duration == 1.5)
    guard case .move(_, nil) = motion.steps[1].action,
      case .sine(_, frequency: 0.5, duration: 4) = motion.steps[2].action,
      case .step(_, duration: 1) = motion.steps[3].action,
      case .hold(duration: 0.5) = motion.steps[4].action
    else {
      Issue.record("\(motion.steps)")
      return
    }
  }

  @Test(
    arguments: [
      (
        "motion: a\nsteps:\n  - mov: { a: 1 }",
        "m:3:5: steps[0].mov: unknown key; allowed: move, sine, step, hold; hint: did you mean "
          + "\"move\"?"
      ),
      (
        "motion: a\nsteps:\n  - wave: { a: 1 }",
        "m:3:5: steps[0].wave: unknown key; allowed: move, sine, step, hold"
      ),
      (
        "motion: a\nsteps:\n  - move: { a: 1 }\n    for: 2 s",
        "m:4:5: steps[0].for: unknown key; allowed: move, in"
      ),
      (
        "motion: a\nsteps:\n  - move: { a: 1 s }",
        "m:3:16: steps[0].move.a: s is the unit of a time, but this is an angle"
      ),
      (
        "motion: a\nsteps:\n  - hold: -1 s",
        "m:3:11: steps[0].hold: -1 s is out of range; allowed: 10 ms to 3600 s"
      ),
      (
        "motion: a\nsteps:\n  - sine: { a: 1 }\n    frequency: 0.5 Hz\n    for: 1 s",
        "m:5:10: steps[0].for: 1 s is shorter than a period of the sine; allowed: at least 2 s"
      ),
      (
        "motion: a\nsteps:\n  - hold: 1 s\n    move: { a: 1 }",
        "m:4:5: steps[0].move: cannot stand beside hold"
      ),
      ("motion: a\nsteps: []", "m:2:8: steps: a list of 0; allowed: 1 to 1000 values"),
      ("steps:\n  - hold: 1 s", "m:1:1: motion: missing: the motion's name"),
    ])
  func refuses(text: String, expected: String) throws {
    let errors = try #require(throws: ConfigurationErrors.self) { try load(text) }
    let starts = errors.description.hasPrefix(expected)
    #expect(starts, "\(errors)")
  }

  private func load(_ text: String) throws -> MotionDescription {
    try MotionFile.load(text: Array(text.utf8), file: "m")
  }
}
