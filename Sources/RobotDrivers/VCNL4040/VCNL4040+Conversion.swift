extension VCNL4040 {
  /// The illuminance of a count [lx]: 0.1 lx at 80 ms, half of that for each doubling of the time.
  /// `field` is ALS_IT, 0...3. Source: document 84274, table 14. Real-time: yes.
  @_noAllocation @_noLocks
  public static func lux(counts: UInt16, field: UInt16) -> Double {
    Double(counts) * 0.1 / Double(1 << (field & 3))
  }
}
