extension Admittance.Configuration {
  /// Throws unless the law is well defined. Real-time: no.
  public func validate() throws(RangeError) {
    try RangeError.require("mass", mass, atLeast: 0)
    try RangeError.require("damping", damping, atLeast: 0)
    try RangeError.require("stiffness", stiffness, atLeast: 0)
    if mass == 0 && damping == 0 {
      // Without either the offset would follow the effort at once, noise and all.
      try RangeError.require("damping", damping, above: 0)
    }
    try RangeError.require("offsetLimit", offsetLimit, above: 0)
    try RangeError.require("rateLimit", rateLimit, above: 0)
    try RangeError.require("deadband", deadband, atLeast: 0)
  }
}

extension ExternalEffort.Friction {
  /// Throws unless the model is well defined. Real-time: no.
  public func validate() throws(RangeError) {
    try RangeError.require("coulomb", coulomb, atLeast: 0)
    try RangeError.require("viscous", viscous, atLeast: 0)
    try RangeError.require("fullSpeed", fullSpeed, above: 0)
  }
}
