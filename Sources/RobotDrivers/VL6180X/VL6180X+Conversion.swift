extension VL6180X {
  /// The distance of a range value, 1 mm each [m]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func metres(counts: UInt8) -> Double { Double(counts) / 1000 }
}
