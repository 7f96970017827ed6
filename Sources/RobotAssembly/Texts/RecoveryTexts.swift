internal import LinuxHAL
internal import RobotConfiguration
internal import RobotHAL

/// What happens to a bus that hangs.
enum RecoveryStep: Hashable {
  /// It hangs, and there is nothing to free it with.
  case helpless(boardBus: String)
  /// It is being freed.
  case begun
  /// It is free, and its devices are set up.
  case done(clocks: Int, devices: Int)
  /// A wire stays low.
  case heldLow(isClock: Bool)
  /// The lines cannot be had, or not used.
  case linesFailed(String)
  /// It hung again when a device was set up.
  case hangsAgain(device: String)

  /// What a person reads, of the bus `bus`.
  func text(_ bus: String) -> BilingualText {
    switch self {
    case .helpless(let boardBus):
      return BilingualText(
        "bus \(bus) hangs: every transfer fails, as when a chip holds SDA low. The board file names no "
          + "lines to free it with, so nothing is tried: switch the supply of its devices off and on. For "
          + "the next time wire two free GPIO lines to its SCL and SDA and name them in the board file: "
          + "i2c: { \(boardBus): { recovery: { scl: LINE, sda: LINE } } }.",
        "总线 \(bus) 卡死：所有传输均失败，例如某芯片一直把 SDA 拉低。主板文件没有给出用于恢复的信号线，因此不作尝试："
          + "请将该总线器件断电后重新上电。为便于以后恢复，请把两根空闲 GPIO 线分别接到其 SCL 和 SDA，"
          + "并写入主板文件：i2c: { \(boardBus): { recovery: { scl: 线名, sda: 线名 } } }。")
    case .begun:
      return BilingualText(
        "bus \(bus) hangs: every transfer fails. Freeing it with up to nine clocks and a STOP; its "
          + "devices are then set up again",
        "总线 \(bus) 卡死：所有传输均失败。正在用最多九个时钟和一个 STOP 恢复，随后重新配置其器件")
    case .done(let clocks, let devices):
      return BilingualText(
        "bus \(bus) is free again after \(clocks) clocks; \(devices) devices were set up again and read "
          + "back. Find out why it hung (supply, cable, pull-ups), then clear and arm.",
        "总线 \(bus) 在 \(clocks) 个时钟后恢复；\(devices) 个器件已重新配置并回读确认。"
          + "请查明卡死原因（供电、线缆、上拉电阻），然后 clear、arm。")
    case .heldLow(let isClock):
      let (wire, why) =
        isClock ? ("SCL", "no clock gets through") : ("SDA", "nine clocks did not help")
      let chinese = isClock ? "时钟无法送出" : "九个时钟无效"
      return BilingualText(
        "bus \(bus) still hangs: \(wire) stays low (\(why)). Trying again every second; switch the supply "
          + "of its devices off and on, and look for a short to ground.",
        "总线 \(bus) 仍卡死：\(wire) 一直为低（\(chinese)）。每秒重试一次；"
          + "请将其器件断电后重新上电，并检查是否对地短路。")
    case .linesFailed(let problem):
      return BilingualText(
        "bus \(bus) hangs, and its lines cannot be used: \(problem). Trying again every second.",
        "总线 \(bus) 卡死，且其信号线无法使用：\(problem)。每秒重试一次。")
    case .hangsAgain(let device):
      return BilingualText(
        "bus \(bus) hung again while \(device) was set up. Trying again every second; check the wiring and "
          + "supply of \(device).",
        "配置 \(device) 时总线 \(bus) 再次卡死。每秒重试一次；请检查 \(device) 的接线和供电。")
    }
  }
}
