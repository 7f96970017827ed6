import FoundationEssentials
import RobotConfiguration
import RobotScenarios
import Testing

@testable import cerebellum

/// `cerebellum campaign --vary`: variants of a robot, ranked, the same whoever plays them.
@Suite struct TuningCommandTests {
  private static let robots = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/Robots"
  }()
  private static let arm = robots + "/arm6/robot.yaml"
  private static let grid = ["--vary", "joints.elbow_flex.control.kp=10..40 N.m/rad:3"]
  private static let step = [
    "--motion", robots.replacing("/Robots", with: "/Scenarios/arm6-step.motion.yaml"),
  ]

  private func play(_ arguments: [String], _ listener: Listener = Listener()) throws -> String {
    let command = try verb(["campaign", "--robot", Self.arm] + arguments)
    try command.execute(listener.console())
    return listener.output
  }

  private struct Line: Decodable {
    let seed: Int
    let values: [String: String]
    let lines: [Place]
    let usable: Bool
    let worst: Figures
    let joints: [String: Figures]
    let fingerprint: String

    struct Place: Decodable {
      let line: Int
      let text: String
    }

    struct Figures: Decodable {
      let rms: Double
      let settling: Double?
    }
  }

  private func lines(_ output: String) throws -> [Line] {
    try output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test func aGridIsPlayedWithTheRobotAsItIs() throws {
    let alone = try play(Self.grid + ["--json", "--jobs", "1"])
    let shared = try play(Self.grid + ["--json", "--jobs", "3"])
    #expect(alone.split(separator: "\n").sorted() == shared.split(separator: "\n").sorted())
    let runs = try lines(alone)
    #expect(runs.map(\.seed) == [0, 1, 2, 3])
    #expect(
      runs.map { $0.values["joints.elbow_flex.control.kp"] } == [
        nil, "10 N.m/rad", "25 N.m/rad", "40 N.m/rad",
      ])
    // The file has 40 N.m/rad.
    #expect(runs[0].fingerprint == runs[3].fingerprint)
    #expect(Set(runs.map(\.fingerprint)).count == 3)
    #expect(runs[0].lines.isEmpty)
    #expect(runs[1].lines.map(\.text) == ["      kp: 10 N.m/rad"])
    let text = try String(contentsOf: URL(filePath: Self.arm), encoding: .utf8)
    let line = try #require(runs[1].lines.first).line
    #expect(
      text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1]
        == "      kp: 40 N.m/rad")
    #expect(runs.allSatisfy { $0.usable })
    #expect(runs[1].worst.rms == runs[1].joints["elbow_flex"]?.rms)
    #expect(runs[1].worst.rms > runs[3].worst.rms)
  }

  /// The least comes first, and of equals the lower number: 1 is the robot file as 0 is it.
  @Test func everyOrderHasTheLeastFirst() throws {
    let plan = try #require(
      TuningPlan([try Variation("joints.shoulder_lift.control.kp=40..160 N.m/rad:3")]))
    let tuning = try Tuning(
      try CampaignRobot(Self.arm), plan, motion: Self.step[1], scenario: nil)
    let runs = try [1, 3, 0, 2].map { try tuning.run($0) }
    let figures: [TuningOrder: (TuningFigures) -> Double?] = [
      .rms: { $0.rms }, .peak: { $0.peak }, .effort: { $0.effort },
      .saturation: { $0.saturation }, .overshoot: { $0.overshoot }, .settling: { $0.settling },
    ]
    for order in TuningOrder.allCases {
      let figure = try #require(figures[order])
      let sorted = order.sorted(runs)
      let values = sorted.map { figure($0.worst) ?? .infinity }
      #expect(values == values.sorted() && Set(values).count > 1, "\(order): \(values)")
      let (file, same) = (sorted.firstIndex { $0.seed == 0 }, sorted.firstIndex { $0.seed == 1 })
      #expect(try #require(file) < #require(same), "\(order): \(sorted.map(\.seed))")
    }
  }

  @Test func theBestIsNamedWithItsLines() throws {
    let text = try play(Self.grid + Self.step + ["--rank", "settling"])
    let rows = text.split(separator: "\n").map(String.init)
    let best = try #require(rows.firstIndex { $0.hasPrefix("best by settling: run ") })
    let named = try #require(rows[best].split(separator: " ").dropFirst(4).first).dropLast()
    #expect(rows[1].hasPrefix("\(named) "), "\(text)")
    #expect(rows.last == "4 runs, 0 of them not usable, 0 failed")
  }

  @Test func aSingleRunIsToldInFull() throws {
    let text = try play(Self.grid + ["--seeds", "1"])
    #expect(text.contains("\nwrist_roll "), "\(text)")
    #expect(text.contains("\nended active after "), "\(text)")
    #expect(text.contains("\(Self.arm):88:      kp: 10 N.m/rad\n"), "\(text)")
  }

  @Test(arguments: [
    (
      "joints.elbow_flex.control.kpp=1..2:2",
      [
        "/robot.yaml:", "joints.elbow_flex.control.kpp: unknown key; allowed: ",
        "did you mean \"kp\"?",
      ]
    ),
    (
      "joints.elbow.control.kp=1..2:2",
      ["/robot.yaml:33:3: joints.elbow: the file has no such key; allowed: shoulder_pan, "]
    ),
    (
      "joints.elbow_flex.control.kp=-1..2:2",
      [
        "/robot.yaml:88:11: joints.elbow_flex.control.kp: -1 N.m/rad is out of range; allowed: 0 to 1000000 N.m/rad",
        "hint: --vary joints.elbow_flex.control.kp=-1..2:2 asks for joints.elbow_flex.control.kp: -1: mend its key or its bounds",
      ]
    ),
    (
      "joints.elbow_flex.control.velocity_filter=10 Hz..400 Hz:2",
      ["/robot.yaml:92:24: joints.elbow_flex.control.velocity_filter: 400 Hz cannot be filtered"]
    ),
  ])
  func aWrongKeyOrValueIsThree(_ variation: String, _ words: [String]) throws {
    let listener = Listener()
    let failure = try #require(throws: ToolFailure.self) {
      try play(["--vary", variation, "--seeds", "0"], listener)
    }
    #expect(failure.exit == .configuration)
    for word in words {
      #expect(failure.message.english.contains(word), "\(failure.message.english)")
    }
    #expect(listener.output == "")
  }

  @Test(arguments: [
    ["--vary", "a=2..1"], ["--vary", "a=1..2", "--vary", "b=1..2:2"],
    ["--motion", "x.yaml"], ["--scenario", "x.yaml"], ["--vary", "a=1..2:2", "--seeds", "1..3"],
    ["--vary", "a=1..2", "--motion", "x.yaml", "--scenario", "y.yaml"],
    ["--vary", "a=1..2", "--robot", "other.yaml"], ["--vary", "a=1..2", "--rank", "beauty"],
  ])
  func aWrongCommandLineIsRefused(_ arguments: [String]) {
    #expect(throws: (any Error).self) {
      try verb(["campaign", "--robot", Self.arm] + arguments)
    }
  }

  /// Without strength the arm falls, and that is no rule broken.
  @Test func whatDoesNotMoveIsLast() throws {
    let listener = Listener()
    let failure = try #require(throws: ToolFailure.self) {
      try play(
        ["--vary", "joints.*.limits.effort=0.01 N.m..0.02 N.m:2", "--seeds", "1..1"], listener)
    }
    #expect(failure.exit == .failed)
    #expect(
      listener.output.contains("NOT USABLE (latched over_speed, ended faulted)"),
      "\(listener.output)")
    #expect(!listener.output.contains("best by"))
  }

  /// Both overshoot nowhere, and the first has the lower number.
  @Test func whatDoesNotMoveIsBehindWhatDoes() throws {
    let text = try play([
      "--vary", "joints.*.limits.effort=0.01 N.m..2 N.m:2", "--seeds", "1..2", "--rank",
      "overshoot",
    ])
    let rows = text.split(separator: "\n")
    #expect(rows[1].hasPrefix("2 ") && rows[2].hasPrefix("1 "), "\(text)")
    #expect(rows.last == "2 runs, 1 of them not usable, 0 failed", "\(text)")
  }

  @Test func whatHappensToTheDaemonIsNotPlayed() throws {
    let scenario = Self.robots.replacing("/Robots", with: "/Scenarios/faults/daemon-killed.yaml")
    let failure = try #require(throws: ToolFailure.self) {
      try play(Self.grid + ["--scenario", scenario])
    }
    #expect(failure.exit == .usage)
    #expect(failure.message.english.hasPrefix("--scenario: "), "\(failure.message.english)")
  }
}
