public import RobotHAL
public import RobotUnits

extension PaXini {
  /// What a module's part of a frame says: the board's error byte, the force on the module (6 bytes), and
  /// where they are sent the forces on its taxels (3 bytes each). Real-time: yes.
  ///
  /// While the board reports an error the rest means nothing. A frame has a checksum, and a module at rest is
  /// all zeros: bytes that are all alike are as good as others.
  public struct Decoder: SensorDecoder {
    /// Bytes of the error and the force on the module.
    public static var resultantCount: Int {
      @_noAllocation @_noLocks
      get { 7 }
    }

    /// A decoder; it needs no calibration.
    public init() {}

    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard reply.count == Decoder.resultantCount, reply[0] == 0 else {
        health.set(0, count: 3, false)
        return reply.count == Decoder.resultantCount ? .invalid.and(.deviceFault) : .invalid
      }
      // Of the two bytes of each the low ones count.
      let force = PaXini.force(reply[1], reply[3], reply[5])
      values[0] = force.x
      values[1] = force.y
      values[2] = force.z
      health.set(0, count: 3, true)
      let isClipped = PaXini.isClipped(reply[1], reply[3], reply[5])
      return isClipped ? .clipped : SensorFlags(rawValue: 0)
    }

    /// Decodes the `count` taxels whose bytes begin at `offset`: three forces each, to `forces` from its
    /// beginning on [N]. Says whether one is at an end of its range. Real-time: yes.
    @_noAllocation @_noLocks
    public static func decodeTaxels(
      _ bytes: borrowing FixedArray<UInt8>, from offset: Int, count: Int,
      into forces: borrowing FixedArray<Double>
    ) -> Bool {
      var isClipped = false
      for taxel in 0..<count {
        let place = offset + 3 * taxel
        let (x, y, z) = (bytes[place], bytes[place + 1], bytes[place + 2])
        let force = PaXini.force(x, y, z)
        forces[3 * taxel] = force.x
        forces[3 * taxel + 1] = force.y
        forces[3 * taxel + 2] = force.z
        if PaXini.isClipped(x, y, z) { isClipped = true }
      }
      return isClipped
    }
  }
}
