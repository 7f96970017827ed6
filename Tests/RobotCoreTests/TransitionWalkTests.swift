import Glibc
import RobotControl
import RobotCore
import Testing

/// What no transition and no command may do to a reference; `ReferenceWatch` says what that is.
@Suite struct TransitionWalkTests {
  static let seed: UInt64 = 20_260

  @Test func positionsNeverStepInAnyTransition() {
    var walk = TransitionWalk(seed: Self.seed)
    var cycles = 0
    while walk.transitions < 100_000, cycles < 3_000_000 {
      walk.step()
      cycles += 1
      if let failure = walk.failure {
        Issue.record("seed \(Self.seed), cycle \(walk.bench.index): \(failure)")
        return
      }
    }
    let counts = "\(walk.tally), in \(cycles) cycles"
    print("seed \(Self.seed), \(walk.transitions) transitions: \(counts)")
    #expect(walk.transitions >= 100_000, "\(counts)")
    for kind in TransitionWalk.Kind.allCases {
      #expect(walk.counts[kind, default: 0] >= 100, "\(kind): \(counts)")
    }
    for entry in LifecycleExplorationTests.entries where entry.from != entry.to {
      // A robot at rest does not stay in a stop.
      let end = entry.to.step(.standstill)
      let isSeen = walk.passages.contains { passage in
        passage.from == entry.from && (passage.to == entry.to || end == .to(passage.to))
      }
      #expect(isSeen, "\(entry)")
    }
    // Motion, jog and stream all began and ended.
    for source: UInt8 in 1...3 {
      #expect(walk.sources.isSuperset(of: [[0, source], [source, 0]]), "\(walk.sources)")
    }
  }

  /// `make adversary` sends ten million.
  @Test func noCommandGetsPastABound() {
    func given<Number: LosslessStringConvertible>(_ name: String) -> Number? {
      getenv("CEREBELLUM_ADVERSARY_\(name)").flatMap { Number(String(cString: $0)) }
    }
    let count = given("COMMANDS") ?? 100_000
    let seed = given("SEED") ?? Self.seed
    var run = Adversary(seed: seed, crafts: true) { index, joint in
      joint.bounds.jerk = [400, 2_000, 100, 50_000, 1_000, .infinity][index]
    }
    while run.commands < count, run.bench.index < UInt64(4 * count) {
      run.step()
      if let failure = run.failure {
        Issue.record("seed \(seed), cycle \(run.bench.index): \(failure)")
        return
      }
    }
    print("seed \(seed): \(run.commands) commands in \(run.bench.index) cycles")
    #expect(run.commands >= count)
  }
}
