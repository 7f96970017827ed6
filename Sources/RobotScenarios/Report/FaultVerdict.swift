/// What a robot noticed, and when. Times are of the virtual clock.
public struct FaultVerdict: Sendable {
  /// The code of the fault, or of the stop or slower speed without one.
  public var code: UInt16
  /// The joint, or -1.
  public var joint: Int
  /// From the first injected fault's start until the cycle that latched, stopped or degraded [s].
  public var detection: Double
  /// From then until the outputs were off, or the references at rest for a stop that holds [s]; `nil`: never.
  public var reaction: Double?
}
