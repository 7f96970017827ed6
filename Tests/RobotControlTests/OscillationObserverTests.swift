import RobotControl
import RobotUnits
import Testing

/// The second of two joints, at T = 2 ms, 3 mrad of grain and 5 mJ.
@Suite struct OscillationObserverTests {
  private static let configuration = OscillationObserver.Configuration(grain: 0.003, energy: 0.005)

  /// Feeds `offset` and `effort`, functions of time [s] and of the cycle, for `seconds`; when an oscillation
  /// was found first [s], and its swing.
  private func found(
    in seconds: Double = 2, offset: (Double) -> Double, effort: (Double) -> Double
  ) -> (time: Double, swing: Double)? {
    var observer = OscillationObserver(.none(), Self.configuration)
    for cycle in 1...Int(seconds / 0.002) {
      let time = 0.002 * Double(cycle)
      let turned = observer.update(
        offset: .second(offset(time)), effort: .second(effort(time - 0.002)))
      #expect(!turned[0] && turned[1] == observer.hasTurned(1))
      guard turned[1] else { continue }
      let now = MonotonicInstant(nanoseconds: Int64(cycle) * 2_000_000)
      let swing = observer.turn(1, at: now)
      if swing > 0 { return (time, swing) }
    }
    return nil
  }

  /// sin(2 pi f t).
  private func sine(_ frequency: Double, _ time: Double) -> Double {
    RealtimeMath.sineCosine(2 * Double.pi * frequency * time).sine
  }

  private func cosine(_ frequency: Double, _ time: Double) -> Double {
    RealtimeMath.sineCosine(2 * Double.pi * frequency * time).cosine
  }

  /// 20 mrad at 10 Hz on 40 N.m/rad exchange 16 mJ. The quarter before the first turn does not count, then come
  /// four half cycles of 50 ms, and the grain: 0.225 s and about 10 ms.
  @Test func findsASpringThatSwings() throws {
    let seen = try #require(
      found(offset: { 0.02 * sine(10, $0) }, effort: { -0.8 * sine(10, $0) }))
    #expect(abs(seen.time - 0.237) < 0.004, "\(seen.time)")
    #expect(abs(seen.swing - 0.04) < 1e-4, "\(seen.swing)")
  }

  /// A weight that the feedback carries, and one that it carries the other way.
  @Test(arguments: [2.0, -2.0]) func aConstantEffortChangesNothing(weight: Double) throws {
    let seen = try #require(
      found(offset: { 0.02 * sine(10, $0) }, effort: { weight - 0.8 * sine(10, $0) }))
    #expect(abs(seen.time - 0.237) < 0.004, "\(seen.time)")
  }

  /// An effort that comes too late gives energy; saturated it is a square wave.
  @Test func findsWhatIsDelayedOrSaturated() {
    #expect(
      found(offset: { 0.02 * sine(10, $0) }, effort: { -0.8 * sine(10, $0 - 0.005) }) != nil)
    #expect(
      found(
        offset: { 0.01 * sine(10, $0) }, effort: { sine(10, $0 - 0.002) > 0 ? -2.5 : 2.5 })
        != nil)
  }

  /// 30 % more from one half cycle to the next.
  @Test func findsWhatGrows() {
    let growth = { (time: Double) in 0.006 * (1 + 6 * time) }
    #expect(
      found(
        offset: { growth($0) * sine(10, $0) }, effort: { -40 * growth($0) * sine(10, $0) }) != nil)
  }

  /// Damping of 0.8 N.m.s/rad takes in 2.5 times at 10 Hz what the spring exchanges: somebody shakes it.
  @Test func whoIsShakenAgainstHisDampingDoesNotOscillate() {
    #expect(
      found(
        offset: { 0.03 * sine(10, $0) },
        effort: { -0.6 * sine(10, $0) - 0.8 * 0.03 * 62.8 * cosine(10, $0) }) == nil)
  }

  /// A damping ratio of 0.08: 0.78 of its way in each half cycle.
  @Test func whatRingsDownDoesNotOscillate() {
    let swing = { (time: Double) -> Double in
      var rest = 1.0
      for _ in 0..<Int(time / 0.002) { rest *= 0.990 }
      return 0.2 * rest
    }
    #expect(
      found(offset: { swing($0) * sine(10, $0) }, effort: { -40 * swing($0) * sine(10, $0) })
        == nil)
  }

  /// Slower than 4 Hz; less than 5 mJ; within the grain; and a joint that only drifts.
  @Test func whatIsSlowOrSmallDoesNotOscillate() {
    #expect(found(offset: { 0.2 * sine(3.8, $0) }, effort: { -8 * sine(3.8, $0) }) == nil)
    #expect(found(offset: { 0.2 * sine(4.2, $0) }, effort: { -8 * sine(4.2, $0) }) != nil)
    #expect(found(offset: { 0.01 * sine(10, $0) }, effort: { -0.4 * sine(10, $0) }) == nil)
    #expect(found(offset: { 0.0014 * sine(10, $0) }, effort: { -40 * sine(10, $0) }) == nil)
    #expect(found(offset: { 0.1 * $0 }, effort: { -4 * $0 }) == nil)
  }

  /// Whoever is forgiven, or begins anew, is looked at for four half cycles again.
  @Test func countsAnew() {
    var observer = OscillationObserver(.none(), Self.configuration)
    var times: [Int] = []
    for cycle in 1...500 {
      let time = 0.002 * Double(cycle)
      let turned = observer.update(
        offset: .second(0.02 * sine(10, time)), effort: .second(-0.8 * sine(10, time - 0.002)))
      if turned[1],
        observer.turn(1, at: MonotonicInstant(nanoseconds: Int64(cycle) * 2_000_000)) > 0
      {
        times.append(cycle)
        if times.count == 1 { observer.forgive(1) }
      }
      if times.count == 2, cycle == times[1] {
        observer.reset(
          offset: .second(0.02 * sine(10, time)), where: PairMask(repeating: true))
      }
    }
    // 4 half cycles of 25 cycles later; then the half cycle in which it began anew does not count.
    #expect(times.count >= 3)
    #expect(times[1] - times[0] == 100, "\(times)")
    #expect(times[2] - times[1] >= 100, "\(times)")
  }

  /// Half of the gains in 50 ms, in steps of at most 2 % of them, and back.
  @Test func gainsFoldWithoutAStep() {
    var fold = GainFold()
    #expect(!fold.isActive && fold.scale == Pair(1, 1))
    fold.begin(1)
    #expect(fold.isFolded(1) && !fold.isFolded(0) && fold.isActive)
    var last = 1.0
    for cycle in 1...30 {
      fold.step(period: 0.002)
      #expect(last - fold.scale.y <= 0.02 + 1e-12 && fold.scale.x == 1)
      if cycle == 24 { #expect(fold.scale.y > 0.5) }
      last = fold.scale.y
    }
    #expect(fold.scale.y == 0.5 && fold.isActive)
    fold.end()
    for _ in 0..<26 { fold.step(period: 0.002) }
    #expect(fold.scale == Pair(1, 1) && !fold.isActive && !fold.isFolded(1))
    fold.begin(0)
    fold.step(period: 0.002)
    fold.reset(where: PairMask(repeating: true))
    #expect(fold.scale == Pair(1, 1) && !fold.isActive)
  }
}
