extension PaXini {
  /// The registers of the high-speed board.
  public enum Register {
    /// The firmware, 15 characters.
    public static var version: UInt16 { 0x0000 }
    /// Which modules are there, 4 bytes, a bit each.
    public static var modules: UInt16 { 0x0010 }
    /// What is sent: `DataTypes`.
    public static var dataTypes: UInt16 { 0x0016 }
    /// 1 sends on its own, 0 answers.
    public static var autoPush: UInt16 { 0x0017 }
    /// 1 restarts the board.
    public static var reset: UInt16 { 0x0022 }
    /// The taxels of each module, 2 bytes each.
    public static var pointCounts: UInt16 { 0x0030 }
    /// The forces on the taxels of each module, 0x200 bytes each.
    public static var distributed: UInt16 { 0x1000 }
    /// What the calibration is written to.
    public static var calibration: UInt16 { 0x0002 }
  }

  /// What the high-speed board is asked to do.
  public enum Function: UInt8, Sendable {
    /// Send registers.
    case read = 0x03
    /// Take registers, 10 bytes at most.
    case write = 0x10
    /// Make what is felt now the zero, of all modules.
    case calibrate = 0x17
  }

  /// What the high-speed board sends on its own.
  public struct DataTypes: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// The bits.
    public let rawValue: UInt8
    /// Types with the bits of `rawValue`.
    @_noAllocation @_noLocks
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The force on each module.
    public static var resultant: DataTypes { @_noAllocation @_noLocks get { .init(rawValue: 1) } }
    /// The forces on its taxels.
    public static var distributed: DataTypes { @_noAllocation @_noLocks get { .init(rawValue: 2) } }
  }

  /// The most modules of a high-speed board.
  public static var moduleCount: Int {
    @_noAllocation @_noLocks
    get { 28 }
  }
}
