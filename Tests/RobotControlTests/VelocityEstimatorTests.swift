import Glibc
import RobotControl
import Testing

/// Both poles of the filter lie at r = exp(-2 pi f T), so its answers are known in closed form.
@Suite struct VelocityEstimatorTests {
  static let period = 0.002
  static let corner = 40.0
  let r = exp(-2 * Double.pi * 40 * 0.002)

  /// The residual is E(z) = (1 - 1/z)^2 / (1 - r/z)^2 Y(z), so for a unit step
  /// e_k = r^k - k (1 - r) r^(k-1), and the velocity v_k = (1 - r)^2 (k + 1) r^k / T.
  @Test func answersAStepAsItsDoublePoleDemands() {
    var filter = OneEstimator(corner: Self.corner, period: Self.period)
    var velocity = 0.0
    var position = 0.0
    for k in 0..<80 {
      filter.update(position: 1)
      let residual =
        pow(r, Double(k)) - (k == 0 ? 0 : Double(k) * (1 - r) * pow(r, Double(k - 1)))
      position += velocity * Self.period + (1 - r * r) * residual
      velocity += (1 - r) * (1 - r) * residual / Self.period
      #expect(abs(filter.velocity - velocity) < 1e-9)
      #expect(abs(filter.position - position) < 1e-11)
      let closed = (1 - r) * (1 - r) * Double(k + 1) * pow(r, Double(k)) / Self.period
      #expect(abs(filter.velocity - closed) < 1e-9)
    }
  }

  /// A ramp of 2 rad/s is the sum of steps: no lag in the end, and as the poles are equal the velocity
  /// never overshoots.
  @Test func followsARampWithoutLag() {
    var filter = OneEstimator(corner: Self.corner, period: Self.period)
    filter.reset(position: 0)
    var highest = 0.0
    for k in 1...200 {
      filter.update(position: 2 * Double(k) * Self.period)
      highest = max(highest, filter.velocity)
      var closed = 0.0
      for j in 0..<k { closed += (1 - r) * (1 - r) * Double(j + 1) * pow(r, Double(j)) }
      #expect(abs(filter.velocity - 2 * closed) < 1e-9)
    }
    #expect(abs(filter.velocity - 2) < 1e-9)
    #expect(abs(filter.position - 2 * 200 * Self.period) < 1e-9)
    #expect(highest <= 2 + 1e-12)
  }

  @Test func goesOnThroughMissedSamples() {
    var filter = OneEstimator(corner: Self.corner, period: Self.period)
    for k in 1...300 { filter.update(position: 2 * Double(k) * Self.period) }
    filter.predict()
    filter.predict(periods: 9)
    #expect(abs(filter.velocity - 2) < 1e-9)
    #expect(abs(filter.position - 2 * 310 * Self.period) < 1e-9)
    filter.update(position: 2 * 311 * Self.period)
    #expect(abs(filter.velocity - 2) < 1e-9)
  }

  @Test func startsAtRestWhereItIsPut() {
    var filter = OneEstimator(corner: Self.corner, period: Self.period)
    filter.update(position: 5)
    filter.reset(position: -1)
    #expect(filter.velocity == 0)
    #expect(filter.position == -1)
    filter.update(position: -1)
    #expect(filter.velocity == 0)
  }

  /// 100 Hz at 1 kHz: r = exp(-0.2 pi) = 0.533488091091103, so a unit step gives
  /// (1 - r)^2 / T = 217.63336... in the first cycle.
  @Test(arguments: [
    (100.0, 0.001, 217.633_361_150_948), (1.0, 0.002, 0.077_971_868_57),
    (1_000.0, 0.002, 499.996_513),
  ])
  func cornerSetsThePole(corner: Double, period: Double, velocity: Double) {
    var filter = OneEstimator(corner: corner, period: period)
    filter.update(position: 1)
    #expect(abs(filter.velocity - velocity) < 1e-6 * velocity)
  }
}
