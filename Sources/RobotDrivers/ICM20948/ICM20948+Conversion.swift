extension ICM20948 {
  /// The temperature of the die [°C]: counts / 333.87 + 21 (DS-000189, TEMP_OUT).
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func celsius(counts: Int16) -> Double { Double(counts) / 333.87 + 21 }

  /// Along one axis [m/s²]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func acceleration(
    counts: Int16, range: InvenSenseRanges.Acceleration
  ) -> Double { Double(counts) * range.scale }

  /// About one axis [rad/s]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func angularVelocity(
    counts: Int16, range: InvenSenseRanges.AngularVelocity
  ) -> Double { Double(counts) * range.scale }

  /// The field along one axis of the magnetometer [T]: 0.15 µT each (AK09916, sensitivity), at most 32
  /// 752 counts either way. Real-time: yes.
  @_noAllocation @_noLocks
  public static func field(counts: Int16) -> Double { Double(counts) * 0.15e-6 }

  /// What an axis of the magnetometer is multiplied with to lie along that of the accelerometer: its Y
  /// and Z point the other way (DS-000189, orientation of axes). Real-time: yes.
  @_noAllocation @_noLocks
  static func magneticSign(axis: Int) -> Double { axis == 0 ? 1 : -1 }
}
