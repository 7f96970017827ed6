/// PaXini PX-6AX GEN3 tactile sensors: pads of 9 to 239 taxels, each of which feels a force in three
/// directions, on the high-speed board with a serial line of 921 600 bit/s.
///
/// The board carries up to 28 modules and sends on its own. Every frame ends with an LRC: the two's complement of the
/// sum of all bytes before it.
/// Source: the boards' protocol as `paxini-sdk` 0.1.0 documents it.
public enum PaXini {
  /// The speed of the board's line [bit/s].
  public static var bitsPerSecond: Double {
    @_noAllocation @_noLocks
    get { 921_600 }
  }

  /// How often the high-speed board sends, where its line can carry it [Hz].
  public static var pushRate: Double {
    @_noAllocation @_noLocks
    get { 91 }
  }

  /// The most taxels of a module.
  public static var mostTaxels: Int {
    @_noAllocation @_noLocks
    get { 239 }
  }
}
