import RobotCore
import RobotUnits
import Testing

/// Two contacts, 50 ms, a look every 2 ms.
@Suite struct ChannelPairTests {
  private var pair = ChannelPair(bound: .milliseconds(50))
  private var time = MonotonicInstant(nanoseconds: 1_000_000_000)

  /// Looks for `milliseconds` at contacts that stand so; whether it counted as pressed throughout.
  private mutating func look(_ first: Bool, _ second: Bool, for milliseconds: Int) -> Bool {
    var isPressed = true
    for _ in 0..<milliseconds / 2 {
      if !pair.update(first, second, at: time) { isPressed = false }
      time = time + .milliseconds(2)
    }
    return isPressed
  }

  @Test mutating func eitherStopsAtOnce() {
    for (first, second) in [(false, false), (false, true), (true, false), (true, true)] {
      let isPressed = pair.update(first, second, at: time)
      #expect(isPressed == (first || second))
    }
  }

  @Test mutating func mayDisagreeForTheBoundAndNotLonger() {
    _ = look(false, false, for: 10)
    // From the first look that disagrees, 50 ms are 25 looks more.
    _ = look(true, false, for: 52)
    #expect(!pair.isDiscrepant)
    _ = look(true, false, for: 2)
    #expect(pair.isDiscrepant)
    #expect(pair.disagreement == .milliseconds(52))
  }

  @Test mutating func aButtonWhoseContactsMoveOneAfterTheOtherIsWhole() {
    for _ in 0..<10 {
      _ = look(false, true, for: 40)
      _ = look(true, true, for: 300)
      _ = look(true, false, for: 40)
      _ = look(false, false, for: 300)
    }
    #expect(!pair.isDiscrepant)
  }

  /// A welded contact is found again and again, and never forgiven for standing closed.
  @Test mutating func isRememberedUntilBothWereOpen() {
    _ = look(true, false, for: 100)
    #expect(pair.isDiscrepant)
    _ = look(false, false, for: 1000)
    #expect(pair.isDiscrepant, "released is no proof")
    _ = look(false, true, for: 10)
    #expect(pair.isDiscrepant, "nor is the other one alone")
    let isPressed = look(true, true, for: 2)
    #expect(isPressed)
    #expect(!pair.isDiscrepant)
    _ = look(false, false, for: 100)
    #expect(!pair.isDiscrepant)
  }
}
