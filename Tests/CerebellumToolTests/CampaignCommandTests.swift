import FoundationEssentials
import RobotConfiguration
import Testing

@testable import cerebellum

/// A campaign on the command line: one line a seed, the same whoever plays it.
@Suite struct CampaignCommandTests {
  private static let robots = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/Robots"
  }()
  private static let arm = robots + "/arm6/robot.yaml"

  private func play(_ arguments: [String], _ listener: Listener = Listener()) throws -> String {
    let command = try verb(["campaign"] + arguments)
    try command.execute(listener.console())
    return listener.output
  }

  private struct Line: Decodable {
    let seed: Int
    let robot: String
    let robot_sha256: String
    let injected: [Injected]
    let lifecycle: String
    let deviations: [String]
    let fingerprint: String

    struct Injected: Decodable {
      let kind: String
      let line: String
    }
  }

  private func lines(_ output: String) throws -> [Line] {
    try output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test func threadsPlayTheSame() throws {
    let alone = try play(["--robot", Self.arm, "--seeds", "5..16", "--json", "--jobs", "1"])
    let shared = try play(["--robot", Self.arm, "--seeds", "5..16", "--json", "--jobs", "3"])
    #expect(try lines(alone).map(\.seed) == Array(5...16))
    #expect(alone.split(separator: "\n").sorted() == shared.split(separator: "\n").sorted())
    let fingerprints = try lines(alone).map(\.fingerprint)
    #expect(Set(fingerprints).count == 12, "\(fingerprints)")
    #expect(fingerprints.allSatisfy { $0.count == 64 })
    #expect(try lines(alone).allSatisfy { $0.deviations.isEmpty && !$0.injected.isEmpty })
  }

  @Test func aSeedIsThatOfItsRobot() throws {
    let hand = Self.robots + "/hand/robot.yaml"
    let both = try play(["--robot", Self.arm, "--robot", hand, "--seeds", "6..7", "--json"])
    let alone = try play(["--robot", Self.arm, "--seeds", "6", "--json"])
    #expect(both.contains(alone))
    #expect(try lines(both).sorted { $0.seed < $1.seed }.map(\.robot) == ["arm6", "hand"])
  }

  @Test func aSingleSeedIsToldInFull() throws {
    let line = try #require(
      try lines(play(["--robot", Self.arm, "--seeds", "9", "--json"])).first)
    let text = try play(["--robot", Self.arm, "--seeds", "9"])
    for fault in line.injected { #expect(text.contains("  - { \(fault.line) }"), "\(text)") }
    #expect(text.hasSuffix("cycles, 0 failed\n"), "\(text)")
  }

  /// Of the first seeds the first one whose run ends in a fault.
  @Test func aFaultIsToldWithItsJointAndTimes() throws {
    let runs = try lines(play(["--robot", Self.arm, "--seeds", "1..60", "--json"]))
    let run = try #require(runs.sorted { $0.seed < $1.seed }.first { $0.lifecycle == "faulted" })
    let text = try play(["--robot", Self.arm, "--seeds", "\(run.seed)"])
    #expect(text.contains(/\nfault \d{3} [a-z_]+( of [a-z_]+)? in cycle \d+\n/), "\(text)")
    #expect(
      text.contains(/\nlatched after \d\.\d{3} s, .*outputs off after \d\.\d{3} s\n/), "\(text)")
    #expect(text.contains("\nended faulted after "), "\(text)")
  }

  @Test(arguments: ["", "x", "-1", "1.", "1..", "..3", "3..1", "1...3", "4294967296"])
  func aWrongRangeIsRefused(_ seeds: String) {
    #expect(SeedRange(argument: seeds) == nil)
  }

  @Test func rangesHoldBothEnds() throws {
    #expect(try #require(SeedRange(argument: "7")).seeds == 7...7)
    #expect(try #require(SeedRange(argument: "0..4294967295")).seeds == 0...4_294_967_295)
    let queue = SeedQueue(SeedRange(3...4))
    #expect([queue.next(), queue.next(), queue.next(), queue.next()] == [3, 4, nil, nil])
  }

  @Test func aWrongRobotFileIsThree() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try play(["--robot", "/nowhere/robot.yaml", "--seeds", "1"])
    }
    #expect(failure.exit == .configuration)
  }

  @Test(arguments: ["0", "65"])
  func jobsAreOneTo64(_ jobs: String) {
    #expect(throws: (any Error).self) { try verb(["campaign", "--jobs", jobs]) }
  }
}
