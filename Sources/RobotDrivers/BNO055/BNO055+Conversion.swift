extension BNO055 {
  /// A part of the quaternion: 1 / 16384 each (section 3.6). Real-time: yes.
  @_noAllocation @_noLocks
  public static func quaternion(counts: Int16) -> Double { Double(counts) / 16384 }

  /// Acceleration along one axis [m/s²]: 0.01 m/s² each (section 3.6). Real-time: yes.
  @_noAllocation @_noLocks
  public static func acceleration(counts: Int16) -> Double { Double(counts) / 100 }

  /// Angular velocity about one axis [rad/s]: 1/16 °/s each (section 3.6). Real-time: yes.
  @_noAllocation @_noLocks
  public static func angularVelocity(counts: Int16) -> Double {
    Double(counts) / 16 * InertialWords.degree
  }

  /// The magnetic field along one axis [T]: 1/16 µT each (section 3.6). Real-time: yes.
  @_noAllocation @_noLocks
  public static func field(counts: Int16) -> Double { Double(counts) / 16 * 1e-6 }

  /// The largest angular velocity in a fusion mode [1/16 °/s]: 2000 °/s (section 3.5).
  static var fullAngularVelocity: Int16 { @_noAllocation @_noLocks get { 32000 } }

  /// The largest acceleration in a fusion mode [0.01 m/s²]: 4 g (section 3.5).
  static var fullAcceleration: Int16 { @_noAllocation @_noLocks get { 3922 } }
}
