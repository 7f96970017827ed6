extension RealtimeMath {
  /// The angle of the vector (x, y) in -pi...pi [rad], within 4 ulp; 0 for the null vector, NaN when a
  /// component is not finite.
  ///
  /// The angle's tangent is folded into 0...1 and halved twice by
  /// `tan(a/2) = t / (1 + sqrt(1 + t^2))`; below tan(pi/16) twelve terms of the Taylor series are exact
  /// to rounding (the next is less than 2^-60 of the first). The same bits on every processor.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func arctangent(y: Double, x: Double) -> Double {
    guard x - x == 0, y - y == 0 else { return .nan }
    let (width, height) = (abs(x), abs(y))
    let isSteep = height > width
    let longer = isSteep ? height : width
    guard longer > 0 else { return 0 }
    let t = (isSteep ? width : height) / longer
    let half = t / (1 + squareRoot(1 + t * t))
    let quarter = half / (1 + squareRoot(1 + half * half))
    var angle = 4 * (quarter + quarter * arctangentSeries(quarter * quarter))
    if isSteep { angle = 0.5 * Double.pi - angle }
    if x < 0 { angle = Double.pi - angle }
    return y < 0 ? -angle : angle
  }

  /// `atan(t) / t - 1` for `z = t^2`, by Horner's rule.
  @_noAllocation @_noLocks
  private static func arctangentSeries(_ z: Double) -> Double {
    var sum = 0.0
    var odd = 25.0
    while odd > 2 {
      sum = z * (1 / odd - sum)
      odd -= 2
    }
    return -sum
  }
}
