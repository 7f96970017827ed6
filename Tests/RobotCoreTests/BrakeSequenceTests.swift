import RobotCore
import RobotUnits
import Testing

/// Every state with every demand, before and at the end of its time. Engaging takes 80 ms, releasing 50 ms.
@Suite struct BrakeSequenceTests {
  private static func at(_ milliseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: 7_000_000_000 + milliseconds * 1_000_000)
  }

  /// A sequence that entered `state` at time 0.
  private func reach(_ state: BrakeSequence.State) -> BrakeSequence {
    var brakes = BrakeSequence(engageTime: .milliseconds(80), releaseTime: .milliseconds(50))
    switch state {
    case .engaged: break
    case .releasing: brakes.update(.release, at: Self.at(0))
    case .released:
      brakes.update(.release, at: Self.at(-50))
      brakes.update(.release, at: Self.at(0))
    case .engaging:
      brakes.update(.release, at: Self.at(-50))
      brakes.update(.release, at: Self.at(-1))
      brakes.update(.engage, at: Self.at(0))
    }
    #expect(brakes.state == state)
    return brakes
  }

  /// From, demand, time in the state [ms], to.
  static let table: [(BrakeSequence.State, BrakeSequence.Demand, Int64, BrakeSequence.State)] = [
    (.engaged, .keep, 1, .engaged), (.engaged, .keep, 10_000, .engaged),
    (.engaged, .engage, 1, .engaged), (.engaged, .engage, 10_000, .engaged),
    (.engaged, .release, 1, .releasing), (.engaged, .release, 10_000, .releasing),
    (.releasing, .keep, 49, .releasing), (.releasing, .keep, 50, .released),
    (.releasing, .release, 49, .releasing), (.releasing, .release, 50, .released),
    (.releasing, .engage, 49, .engaging), (.releasing, .engage, 50, .engaging),
    (.released, .keep, 1, .released), (.released, .keep, 10_000, .released),
    (.released, .release, 1, .released), (.released, .release, 10_000, .released),
    (.released, .engage, 1, .engaging), (.released, .engage, 10_000, .engaging),
    (.engaging, .keep, 79, .engaging), (.engaging, .keep, 80, .engaged),
    (.engaging, .engage, 79, .engaging), (.engaging, .engage, 80, .engaged),
    (.engaging, .release, 79, .releasing), (.engaging, .release, 80, .releasing),
  ]

  @Test(arguments: table)
  func followsTheTable(
    from: BrakeSequence.State, demand: BrakeSequence.Demand, time: Int64, to: BrakeSequence.State
  ) {
    var brakes = reach(from)
    brakes.update(demand, at: Self.at(time))
    #expect(brakes.state == to)
    let hasCurrent = to == .releasing || to == .released
    #expect(brakes.isReleaseCommanded() == hasCurrent)
  }

  @Test func theTableIsWhole() {
    #expect(Set(Self.table.map { "\($0.0) \($0.1)" }).count == 12)
  }

  /// A change of mind begins the time anew: whoever engages a brake that was about to open waits in full.
  @Test func aChangeOfMindWaitsInFull() {
    var brakes = reach(.releasing)
    brakes.update(.engage, at: Self.at(49))
    brakes.update(.engage, at: Self.at(128))
    #expect(brakes.state == .engaging)
    brakes.update(.engage, at: Self.at(129))
    #expect(brakes.state == .engaged)
  }

  @Test func noneIsNotUsed() {
    #expect(!BrakeSequence().isUsed)
    #expect(!BrakeSequence().isReleaseCommanded())
  }
}
