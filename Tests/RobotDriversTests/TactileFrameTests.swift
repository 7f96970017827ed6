import RobotDrivers
import RobotUnits
import Testing

@Suite("Tactile frame")
struct TactileFrameTests {
  private func frame(
    taxels: Int = 2, components: Int = 1, timeConstant: Double = 10, maximumRate: Double = 1
  ) throws -> TactileFrame {
    TactileFrame(
      taxels: taxels, components: components, unit: .counts,
      tracking: try TactileTracking(
        touch: 5, release: 3, timeConstant: timeConstant, maximumRate: maximumRate))
  }

  private func mask(_ bits: [Bool]) -> ChannelMask {
    var mask = ChannelMask()
    for (index, bit) in bits.enumerated() { mask.set(index, bit) }
    return mask
  }

  private func feed(
    _ frame: inout TactileFrame, _ numbers: [Double], at milliseconds: Int64,
    health: [Bool]? = nil, source: TactileSource? = nil
  ) {
    let health = mask(health ?? numbers.map { _ in true })
    frame.update(
      FixedArray(numbers), health: health,
      source: source ?? TactileSource(count: frame.taxels),
      sampled: MonotonicInstant(nanoseconds: milliseconds * 1_000_000))
  }

  private func values(_ frame: borrowing TactileFrame) -> [Double] {
    (0..<frame.values.count).map { frame.values[$0] }
  }

  @Test func aTareIsTheMeanOfFreshFrames() throws {
    var frame = try self.frame()
    feed(&frame, [100, 200], at: 0)
    #expect(values(frame) == [100, 200])
    frame.tare(frames: 2)
    feed(&frame, [100, 200], at: 0)  // not newer
    feed(&frame, [101, 200], at: 10)
    let before = frame.tared.contains(0)
    #expect(!before)
    feed(&frame, [103, 204], at: 20)
    let after = [frame.tared.contains(0), frame.tared.contains(1), frame.taring.contains(0)]
    #expect(after == [true, true, false])
    let baseline = [frame.baseline[0], frame.baseline[1]]
    #expect(baseline == [102, 202])
    #expect(values(frame) == [1, 2])
  }

  @Test func aBadTaxelIsNotTared() throws {
    var frame = try self.frame()
    frame.tare(frames: 2)
    feed(&frame, [10, 20], at: 10, health: [true, false])
    feed(&frame, [10, 20], at: 20, health: [true, false])
    let first = [frame.tared.contains(0), frame.taring.contains(1)]
    #expect(first == [true, true])
    feed(&frame, [10, .nan], at: 30)
    feed(&frame, [10, 20], at: 40)
    // Four frames, one of them good: it has no baseline, and cannot be touched.
    let second = [frame.tared.contains(1), frame.taring.contains(1), frame.touched.contains(1)]
    #expect(second == [false, false, false])
    #expect(values(frame) == [0, 20])
  }

  @Test func touchHasAHysteresis() throws {
    var frame = try self.frame(taxels: 1)
    frame.tare(frames: 1)
    var touched: [Bool] = []
    for (index, value) in [50.0, 54.9, 55.1, 44.9, 46.9, 53.1, 52.9].enumerated() {
      feed(&frame, [value], at: Int64(index) + 1)
      touched.append(frame.touched.contains(0))
    }
    // 5 counts and more either way, until fewer than 3.
    #expect(touched == [false, false, true, true, true, true, false])
  }

  @Test func threeComponentsAreOneMagnitude() throws {
    var frame = try self.frame(taxels: 2, components: 3)
    frame.tare(frames: 1)
    feed(&frame, [0, 0, 0, 0, 0, 0], at: 1)
    feed(&frame, [3, 0, 4, 3, 0, 3.9], at: 2)
    let touched = [frame.touched.contains(0), frame.touched.contains(1)]
    #expect(touched == [true, false])
  }

  /// A reading that rises by 0.2 a second lies 0.2 · 10 s above its baseline in the end.
  @Test func anUntouchedBaselineFollowsItsDrift() throws {
    var frame = try self.frame(taxels: 1)
    frame.tare(frames: 1)
    for step in Int64(1)...10_000 { feed(&frame, [0.02 * Double(step)], at: 100 * step) }
    let drift = frame.drift[0]
    #expect(abs(drift - 0.2) < 1e-6)
    #expect(abs(values(frame)[0] - 2) < 0.03)
    #expect(!frame.touched.contains(0))
  }

  @Test func aTouchHoldsTheBaseline() throws {
    var frame = try self.frame(taxels: 1)
    frame.tare(frames: 1)
    feed(&frame, [0], at: 0)
    for second in Int64(1)...1000 { feed(&frame, [20], at: 1000 * second) }
    let held = [frame.baseline[0], frame.drift[0], frame.values[0]]
    #expect(held == [0, 0, 20])
    feed(&frame, [1], at: 1_001_000)
    let moved = frame.baseline[0]
    #expect(abs(moved - 0.1) < 1e-12)
  }

  @Test func theBaselineHasALargestSpeed() throws {
    var frame = try self.frame(taxels: 1, timeConstant: 1, maximumRate: 0.5)
    frame.tare(frames: 1)
    feed(&frame, [0], at: 0)
    feed(&frame, [4], at: 100)
    let first = [frame.baseline[0], frame.drift[0]]
    #expect(abs(first[0] - 0.05) < 1e-12)
    #expect(abs(first[1] - 0.05) < 1e-12)
    // A minute without a reading moves it by one time constant at most.
    feed(&frame, [4], at: 60_100)
    let second = frame.baseline[0]
    #expect(abs(second - 0.55) < 1e-12)
  }

  @Test func ageIsThatOfTheLastGoodReading() throws {
    var frame = try self.frame()
    let now = MonotonicInstant(nanoseconds: 50_000_000)
    #expect(frame.age(at: now) == nil)
    feed(&frame, [1, 2], at: 10)
    feed(&frame, [1, 2], at: 30, health: [true, false])
    #expect(frame.age(of: 0, at: now) == .milliseconds(20))
    #expect(frame.age(of: 1, at: now) == .milliseconds(40))
    #expect(frame.age(at: now) == .milliseconds(40))
    let health = [frame.health.contains(0), frame.health.contains(1)]
    #expect(health == [true, false])
  }

  @Test func aBadReadingKeepsTheNumber() throws {
    var frame = try self.frame(taxels: 1)
    feed(&frame, [8], at: 1)
    feed(&frame, [9], at: 2, health: [false])
    feed(&frame, [.infinity], at: 3)
    #expect(values(frame) == [8])
    #expect(!frame.health.contains(0))
  }

  /// Two MLX90393, each with its temperature after its field: one taxel of the skin each.
  @Test func severalSensorsAreOneSkin() throws {
    var frame = try self.frame(taxels: 2, components: 3)
    feed(&frame, [1, 2, 3, 25], at: 1, source: TactileSource(taxel: 1, count: 1))
    feed(
      &frame, [4, 5, 6, 25], at: 2, health: [true, true, true, false],
      source: TactileSource(taxel: 0, count: 1))
    #expect(values(frame) == [4, 5, 6, 1, 2, 3])
    feed(
      &frame, [7, 8, 9, 25], at: 3, health: [true, false, true, true],
      source: TactileSource(taxel: 0, count: 1))
    #expect(values(frame) == [4, 5, 6, 1, 2, 3])
    feed(
      &frame, [0, 7, 8, 9], at: 4, health: [true],
      source: TactileSource(channel: 1, taxel: 0, count: 1, healthIsByTaxel: true))
    #expect(values(frame) == [7, 8, 9, 1, 2, 3])
  }

  @Test func impossibleTrackingsAreRefused() {
    #expect(throws: TactileTrackingError.thresholds(touch: 1, release: 2)) {
      try TactileTracking(touch: 1, release: 2, timeConstant: 1, maximumRate: 1)
    }
    #expect(throws: TactileTrackingError.drift(timeConstant: 0, maximumRate: 1)) {
      try TactileTracking(touch: 2, release: 1, timeConstant: 0, maximumRate: 1)
    }
  }
}
