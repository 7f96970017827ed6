extension LSM6DSO {
  /// The temperature of the die [°C]: 256 counts each, 0 at 25 °C (DS12140 table 4). Real-time: yes.
  @_noAllocation @_noLocks
  public static func celsius(counts: Int16) -> Double { Double(counts) / 256 + 25 }

  /// Along one axis [m/s²]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func acceleration(counts: Int16, range: AccelerationRange) -> Double {
    Double(counts) * range.scale
  }

  /// About one axis [rad/s]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func angularVelocity(counts: Int16, range: AngularVelocityRange) -> Double {
    Double(counts) * range.scale
  }
}
