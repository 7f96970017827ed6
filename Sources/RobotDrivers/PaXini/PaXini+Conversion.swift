extension PaXini {
  /// A force as three bytes give it. Real-time: yes.
  public struct Force: Hashable, Sendable, BitwiseCopyable {
    /// Along the pad [N].
    public var x: Double
    /// Along the pad, across x [N].
    public var y: Double
    /// Into the pad [N].
    public var z: Double
  }

  /// The force of three bytes, 0.1 N each: signed, signed, unsigned. Range: -12.8...12.7, -12.8...12.7,
  /// 0...25.5 N. Real-time: yes.
  @_noAllocation @_noLocks
  public static func force(_ x: UInt8, _ y: UInt8, _ z: UInt8) -> Force {
    Force(
      x: Double(Int8(bitPattern: x)) / 10, y: Double(Int8(bitPattern: y)) / 10, z: Double(z) / 10)
  }

  /// Whether a component is at an end of its range, so that the truth may lie beyond. Real-time: yes.
  @_noAllocation @_noLocks
  public static func isClipped(_ x: UInt8, _ y: UInt8, _ z: UInt8) -> Bool {
    x == 0x7F || x == 0x80 || y == 0x7F || y == 0x80 || z == 0xFF
  }
}
