public import RobotConfiguration
public import RobotHAL

/// What answers on a bus.
public struct BusScan: Sendable, Hashable {
  /// The devices, those on the bus itself first, then channel by channel.
  public var devices: [FoundDevice] = []
  /// What ended the scan before its end.
  public var trouble: BusTrouble?
  /// What a person should know.
  public var warnings: [BilingualText] = []
  /// Whether the channels of the muxes were searched.
  public var hasSearchedMuxes = false
}

/// Something that answers.
public struct FoundDevice: Sendable, Hashable {
  /// Where it answers.
  public let address: I2CAddress
  /// The mux channel that it is behind.
  public let via: FoundChannel?
  /// The drivers whose chip it may be, in the catalogue's order; none: no driver knows it.
  public var drivers: [String] = []
  /// The registers that were looked at.
  public var registers = ""
  /// Whether an identity register told the one driver.
  public var isCertain = false
  /// The device whose further address this is.
  public var echoOf: I2CAddress?
}

/// A channel of a mux that a scan switched.
public struct FoundChannel: Sendable, Hashable {
  /// The mux.
  public let mux: I2CAddress
  /// The channel, 0...7.
  public let channel: Int
}

/// Why a bus could not be scanned to its end.
public enum BusTrouble: Error, Sendable, Hashable {
  /// Two transfers in a row got nowhere: a line is held low, or does not rise.
  case stuck(BusError)
  /// The same, from the moment on at which a channel was closed.
  case stuckChannel(FoundChannel, BusError)
  /// Whoever is addressed answers.
  case everyAddressAnswers
  /// The adapter cannot read, or is gone.
  case adapter(BusError)

  /// What is wrong, and what to do.
  public var text: BilingualText {
    switch self {
    case .stuck(let error):
      BilingualText(
        "the bus is stuck (\(error.kind), errno \(error.errno)): a chip holds SDA or SCL low, a line is shorted, or the "
          + "pull-ups are missing. Measure both lines: at rest they are high. A chip that lost a clock lets go after "
          + "nine clocks or without its supply",
        "总线卡死（\(error.kind)，errno \(error.errno)）：某芯片拉低了 SDA 或 SCL、线路短路，或缺少上拉电阻。"
          + "请测量两根线：空闲时应为高电平。丢失时钟的芯片在九个时钟或断电之后释放总线")
    case .stuckChannel(let channel, let error):
      BilingualText(
        "closing channel \(channel.channel) of the mux at \(channel.mux) made the bus stuck (\(error.kind), errno "
          + "\(error.errno)): what is behind it holds a line low. Reset the mux by its RESET pin or its supply, then "
          + "look at that channel",
        "接通多路复用器 \(channel.mux) 的通道 \(channel.channel) 后总线卡死（\(error.kind)，errno \(error.errno)）："
          + "该通道上有器件拉低了线路。请用 RESET 引脚或断电复位多路复用器，再检查该通道")
    case .everyAddressAnswers:
      BilingualText(
        "every address answers, which no set of chips does: SDA is held low, or has no pull-up. Measure it: at rest it "
          + "is high",
        "所有地址都有应答，任何芯片组合都不会如此：SDA 被拉低或没有上拉电阻。请测量：空闲时应为高电平")
    case .adapter(let error):
      BilingualText(
        "the adapter cannot read (\(error.kind), errno \(error.errno)); see its driver in the kernel log: sudo dmesg | tail",
        "适配器无法读取（\(error.kind)，errno \(error.errno)）；请查看内核日志：sudo dmesg | tail")
    }
  }
}
