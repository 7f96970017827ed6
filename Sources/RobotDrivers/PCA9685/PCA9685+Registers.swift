extension PCA9685 {
  /// The registers this driver uses. Source: NXP PCA9685 Rev. 4, table 4.
  public enum Register: UInt8, Sendable {
    /// MODE1: sleep, auto-increment, call addresses, restart.
    case mode1 = 0x00
    /// MODE2: the output stage.
    case mode2 = 0x01
    /// LED0_ON_L, the first of four registers per channel.
    case outputs = 0x06
    /// ALL_LED_ON_L: four registers that write to all channels.
    case allOutputs = 0xFA
    /// PRE_SCALE; writable only while the chip sleeps.
    case preScale = 0xFE

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .mode1: "MODE1"
      case .mode2: "MODE2"
      case .outputs: "LED0_ON_L"
      case .allOutputs: "ALL_LED_ON_L"
      case .preScale: "PRE_SCALE"
      }
    }
  }

  /// Bits of MODE1. ALLCALL and SUB1...3 stay off: at reset every PCA9685 answers 0x70, where a mux
  /// may be.
  enum Mode1 {
    static let restart: UInt8 = 0x80
    static let externalClock: UInt8 = 0x40
    static let autoIncrement: UInt8 = 0x20
    static let sleep: UInt8 = 0x10
    static let asleep = autoIncrement | sleep
    static let awake = autoIncrement
  }

  /// ON_L, ON_H, OFF_L, OFF_H of a channel that is full OFF.
  static let fullOff: [UInt8] = [0x00, 0x00, 0x00, 0x10]
}
