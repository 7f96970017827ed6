public import CRealtime

/// Elementary functions for the control path. The stdlib's `squareRoot()` and libm's `sin` are opaque
/// to the compiler's real-time checks; these are not, and give the same bits on every processor.
/// Real-time: yes.
public enum RealtimeMath {
  /// The square root of `value`; NaN for a negative one.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func squareRoot(_ value: Double) -> Double { crt_sqrt(value) }

  /// The square roots of a pair; NaN for a negative one.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func squareRoot(_ value: Pair) -> Pair {
    Pair(crt_sqrt(value.x), crt_sqrt(value.y))
  }

  /// The sine and cosine of `radians`, within 1 ulp for |radians| below 1e5; (NaN, NaN) beyond that,
  /// and for what is not finite.
  ///
  /// Argument reduction by a three-part pi/2 (Cody and Waite), kernel polynomials of fdlibm
  /// (`k_sin.c`, `k_cos.c`, Sun Microsystems 1993).
  @_noAllocation @_noLocks
  public static func sineCosine(_ radians: Double) -> (sine: Double, cosine: Double) {
    guard abs(radians) < 1e5 else { return (.nan, .nan) }
    // From 2^52 on a Double has no fraction: adding 1.5 * 2^52 rounds, and leaves the whole number in the
    // lowest bits.
    let shifted = radians * 0.636_619_772_367_581_4 + 0x1.8p52
    let count = shifted - 0x1.8p52
    // `exact` and `middle` are exact; what the two differences after them lose goes to `tail`.
    let exact = radians - count * 1.570_796_326_734_125_6
    let middle = count * 6.077_100_506_303_966e-11
    let first = exact - middle
    let low = count * 2.022_266_248_795_950_6e-21 - ((exact - first) - middle)
    let reduced = first - low
    let tail = (first - reduced) - low
    let square = reduced * reduced
    let half = 0.5 * square
    let near = 1 - half
    let sine = reduced + (reduced * square * sineSeries(square) + tail * near)
    let cosine =
      near + (((1 - near) - half) + (square * square * cosineSeries(square) - reduced * tail))
    return turned(sine, cosine, quadrant: shifted.bitPattern)
  }

  /// Sine and cosine of an angle, from those of its distance to the nearest multiple of pi/2.
  @_noAllocation @_noLocks @inline(__always)
  private static func turned(
    _ sine: Double, _ cosine: Double, quadrant: UInt64
  ) -> (sine: Double, cosine: Double) {
    // By arithmetic on bits: a branch would be mispredicted for every other joint.
    let swap = 0 &- (quadrant & 1)
    let exchanged = (sine.bitPattern ^ cosine.bitPattern) & swap
    let sineSign = (quadrant & 2) << 62
    let cosineSign = ((quadrant &+ 1) & 2) << 62
    return (
      Double(bitPattern: sine.bitPattern ^ exchanged ^ sineSign),
      Double(bitPattern: cosine.bitPattern ^ exchanged ^ cosineSign)
    )
  }

  /// The sines and cosines of a pair, with the bits of the scalar ones.
  @_noAllocation @_noLocks
  public static func sineCosine(_ radians: Pair) -> (sine: Pair, cosine: Pair) {
    let shifted = radians * 0.636_619_772_367_581_4 + 0x1.8p52
    let count = shifted - 0x1.8p52
    let exact = radians - count * 1.570_796_326_734_125_6
    let middle = count * 6.077_100_506_303_966e-11
    let first = exact - middle
    let low = count * 2.022_266_248_795_950_6e-21 - ((exact - first) - middle)
    let reduced = first - low
    let tail = (first - reduced) - low
    let square = reduced * reduced
    let half = square * 0.5
    let near = 1 - half
    let sine = reduced + (reduced * square * sineSeries(square) + tail * near)
    let cosine =
      near + (((1 - near) - half) + (square * square * cosineSeries(square) - reduced * tail))
    let x = turned(sine.x, cosine.x, quadrant: shifted.x.bitPattern)
    let y = turned(sine.y, cosine.y, quadrant: shifted.y.bitPattern)
    let isFar = .!(magnitude(radians) .< 1e5)
    let none = Pair(repeating: .nan)
    return (
      select(isFar, none, Pair(x.sine, y.sine)), select(isFar, none, Pair(x.cosine, y.cosine))
    )
  }

  @_noAllocation @_noLocks @inline(__always)
  private static func sineSeries(_ z: Pair) -> Pair {
    let high =
      2.755_731_370_707_006_768e-06 + z
      * (-2.505_076_025_340_686_342e-08
        + z * 1.589_690_995_211_550_102e-10)
    return -1.666_666_666_666_663_243e-01
      + z * (8.333_333_333_322_489_461e-03 + z * (-1.984_126_982_985_794_931e-04 + z * high))
  }

  @_noAllocation @_noLocks @inline(__always)
  private static func cosineSeries(_ z: Pair) -> Pair {
    let high =
      -2.755_731_435_139_066_330e-07 + z
      * (2.087_572_321_298_174_828e-09
        + z * -1.135_964_755_778_819_483e-11)
    return 4.166_666_666_666_660_190e-02
      + z * (-1.388_888_888_887_410_957e-03 + z * (2.480_158_728_947_672_942e-05 + z * high))
  }

  @_noAllocation @_noLocks
  private static func sineSeries(_ z: Double) -> Double {
    let high =
      2.755_731_370_707_006_768e-06 + z
      * (-2.505_076_025_340_686_342e-08
        + z * 1.589_690_995_211_550_102e-10)
    return -1.666_666_666_666_663_243e-01
      + z * (8.333_333_333_322_489_461e-03 + z * (-1.984_126_982_985_794_931e-04 + z * high))
  }

  @_noAllocation @_noLocks
  private static func cosineSeries(_ z: Double) -> Double {
    let high =
      -2.755_731_435_139_066_330e-07 + z
      * (2.087_572_321_298_174_828e-09
        + z * -1.135_964_755_778_819_483e-11)
    return 4.166_666_666_666_660_190e-02
      + z * (-1.388_888_888_887_410_957e-03 + z * (2.480_158_728_947_672_942e-05 + z * high))
  }

  /// `value` within `-bound...bound`; 0 when it is NaN.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func clamp(_ value: Double, within bound: Double) -> Double {
    // Comparisons with NaN are false, so NaN falls through to 0.
    if value > bound { return bound }
    if value < -bound { return -bound }
    return value == value ? value : 0
  }
}
