internal import RobotUnits

extension CartesianImpedance {
  /// 0, or NaN when one of the numbers is not finite.
  @_noAllocation @_noLocks
  static func probe(_ numbers: borrowing FixedArray<Double>) -> Double {
    var probe = 0.0
    for index in 0..<numbers.count { probe += numbers[index] * 0 }
    return probe
  }

  /// The greatest scale of `wanted`, 0...1, with which every joint keeps its limit. A joint whose limit
  /// gravity alone exceeds in the direction of `wanted` cannot be helped, and does not count.
  @_noAllocation @_noLocks
  func scaleWithinLimits(_ gravity: borrowing FixedArray<Double>) -> Double {
    var scale = 1.0
    for joint in 0..<jointCount {
      let effort = abs(wanted[joint])
      let carried = wanted[joint] < 0 ? -gravity[joint] : gravity[joint]
      let room = joints[joint].effortLimit - carried
      if room > 0, effort * scale > room { scale = room / effort }
    }
    return scale
  }

  /// Gravity and what is wanted beside it, within the limits.
  @_noAllocation @_noLocks
  func write(
    _ gravity: borrowing FixedArray<Double>, _ scale: Double,
    into efforts: borrowing FixedArray<Double>
  ) {
    for joint in 0..<jointCount {
      let weight = gravity[joint] - gravity[joint] == 0 ? gravity[joint] : 0
      let beside = scale > 0 ? wanted[joint] * scale : 0
      efforts[joint] = RealtimeMath.clamp(
        weight + beside, within: joints[joint].effortLimit)
    }
  }
}
