/// What the kernel counted for a late cycle beyond what such a cycle usually costs.
public struct UsageExcess: Hashable, Sendable {
  /// Page faults without I/O.
  public var minorFaults: Int64 = 0
  /// Page faults with I/O.
  public var majorFaults: Int64 = 0
  /// Times the thread gave the processor up inside its stages.
  public var voluntarySwitches: Int64 = 0
  /// Times the processor was taken from it.
  public var involuntarySwitches: Int64 = 0
  /// Time that it was ready and did not run [ns]; `nil`: the kernel does not say.
  public var runQueueDelay: Int64?
  /// Time inside its stages in which it did not run [ns], ready or not; `nil`: the kernel does not say.
  public var offProcessor: Int64?
  /// Time inside its stages in which it usually does not run [ns]; `nil`: the kernel does not say.
  public var usualWait: Int64?
  /// Time that it ran while it should have slept [ns]: handlers of signals; `nil`: the kernel does not
  /// say.
  public var ranAsleep: Int64?
  /// What the hypervisor took from the processor [ns], in steps of `StolenTime.resolution`; `nil`: the
  /// kernel does not say.
  public var stolen: Int64?

  /// Nothing unusual.
  public init() {}
}
