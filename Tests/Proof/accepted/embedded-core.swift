// build: embedded
public struct Filter {
  var value = 0.0
  public init() {}

  @_noAllocation @_noLocks
  public mutating func update(_ sample: Double) -> Double {
    value += 0.1 * (sample - value)
    return value
  }
}
