extension MLX90393 {
  /// The flux density of one count with HALLCONF = 0xC [µT], by GAIN_SEL and RES, X and Y before Z.
  /// Source: datasheet, table "Sensitivity for a given gain and resolution selection".
  private static let table: [[(xy: Double, z: Double)]] = [
    [(0.751, 1.210), (1.502, 2.420), (3.004, 4.840), (6.009, 9.680)],
    [(0.601, 0.968), (1.202, 1.936), (2.403, 3.872), (4.840, 7.744)],
    [(0.451, 0.726), (0.901, 1.452), (1.803, 2.904), (3.605, 5.808)],
    [(0.376, 0.605), (0.751, 1.210), (1.502, 2.420), (3.004, 4.840)],
    [(0.300, 0.484), (0.601, 0.968), (1.202, 1.936), (2.403, 3.872)],
    [(0.250, 0.403), (0.501, 0.807), (1.001, 1.613), (2.003, 3.227)],
    [(0.200, 0.323), (0.401, 0.645), (0.801, 1.291), (1.602, 2.581)],
    [(0.150, 0.242), (0.300, 0.484), (0.601, 0.968), (1.202, 1.936)],
  ]

  /// The flux density of one count of X and Y [T].
  public static func teslaPerCountXY(gain: Gain, resolution: Resolution) -> Double {
    table[Int(gain.rawValue)][Int(resolution.rawValue)].xy * 1e-6
  }

  /// The flux density of one count of Z [T].
  public static func teslaPerCountZ(gain: Gain, resolution: Resolution) -> Double {
    table[Int(gain.rawValue)][Int(resolution.rawValue)].z * 1e-6
  }
}
