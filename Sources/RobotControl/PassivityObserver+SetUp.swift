extension PassivityObserver.Configuration {
  /// Throws unless the observer is well defined for cycles of `period` s. Real-time: no.
  public func validate(period: Double) throws(RangeError) {
    try RangeError.require("dampingLimit", dampingLimit, atLeast: 0)
    try RangeError.require("energyLimit", energyLimit, above: 0)
    try RangeError.require("restVelocity", restVelocity, above: 0)
    try RangeError.require("backOffTime", backOffTime, atLeast: period)
    try RangeError.require("leastScale", leastScale, atLeast: 0)
    guard leastScale <= 1 else {
      throw RangeError(field: "leastScale", value: leastScale, allowed: "0 to 1")
    }
  }
}
