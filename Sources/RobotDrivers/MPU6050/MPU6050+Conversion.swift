extension MPU6050 {
  /// The temperature of the die [°C]: counts / 340 + 36.53 (RM-MPU-6000A-00 registers 65 and 66); the
  /// relatives' thermometers have other scales (MPU-6500 PS 1.3 and MPU-9250 PS 1.1: counts / 333.87 +
  /// 21; ICM-20689 DS-000143 1.1: counts / 326.8 + 25). Real-time: yes.
  @_noAllocation @_noLocks
  public static func celsius(counts: Int16, part: Part) -> Double {
    switch part {
    case .mpu6050: Double(counts) / 340 + 36.53
    case .mpu6500, .mpu9250: Double(counts) / 333.87 + 21
    case .icm20689: Double(counts) / 326.8 + 25
    }
  }

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
}
