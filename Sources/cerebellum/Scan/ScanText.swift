import RobotAssembly
import RobotConfiguration
import RobotHAL

/// What a scan found, for people.
struct ScanText {
  let report: ScanReport
  let console: Console

  var lines: [String] {
    var sections = report.buses.map(busLines)
    if report.buses.isEmpty {
      sections.append([
        console.text(
          "This machine has no I2C bus. Enable one (the board's file in Boards/ says how) and load its driver: sudo modprobe "
            + "i2c-dev",
          "本机没有 I2C 总线。请启用（见 Boards/ 中的主板文件）并加载驱动：sudo modprobe i2c-dev")
      ])
    }
    sections.append(verdictLines)
    sections.append(hintLines)
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  // MARK: A bus

  private func busLines(_ bus: ScannedBus) -> [String] {
    var lines = [headLine(bus)]
    lines += bus.claimed.sorted { $0.key < $1.key }.map { address, driver in
      "  "
        + console.text(
          "\(address): the kernel driver \(driver) owns it; not asked",
          "\(address)：由内核驱动 \(driver) 占用，未询问")
    }
    if let refusal = bus.refusal?.text(console.language) {
      lines.append("  " + console.text("not scanned: ", "未扫描：") + refusal)
    }
    guard let scan = bus.scan else { return lines }
    lines += tableLines(scan).map { "  " + $0 }
    lines += scan.warnings.map { caution($0) }
    if let trouble = scan.trouble { lines.append(caution(trouble.text)) }
    if scan.devices.isEmpty, scan.trouble == nil {
      lines.append("  " + console.text("nobody answers", "无应答"))
    }
    return lines
  }

  private func caution(_ text: BilingualText) -> String {
    "  " + console.coloured(console.text("warning: ", "警告："), .caution)
      + text.text(console.language)
  }

  private func headLine(_ bus: ScannedBus) -> String {
    var parts: [String] = []
    if let path = bus.path, path != bus.name { parts.append(path) }
    if let name = bus.adapterName { parts.append("\"\(name)\"") }
    if let path = bus.deviceTreePath { parts.append(path) }
    for name in bus.boardNames where name != bus.name {
      parts.append(console.text("board: \(name)", "主板：\(name)"))
    }
    if let speed = bus.speedHertz { parts.append("\(Figures.fixed(speed / 1e3, 0)) kHz") }
    if let branch = bus.branch {
      let channel = branch.channel.map { "\($0)" } ?? "?"
      parts.append(
        console.text(
          "channel \(channel) of the kernel's mux \(branch.mux) on \(branch.parent)",
          "\(branch.parent) 上内核多路复用器 \(branch.mux) 的通道 \(channel)"))
    }
    if bus.isSMBusOnly == true { parts.append(console.text("SMBus only", "仅 SMBus")) }
    let rest = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
    return console.coloured(bus.name, .bold) + rest
  }

  private func tableLines(_ scan: BusScan) -> [String] {
    guard !scan.devices.isEmpty else { return [] }
    let header = [
      console.text("address", "地址"), console.text("chip", "芯片"), console.text("known by", "依据"),
    ]
    var table = Table(header: header, holdsWords: true)
    for device in scan.devices {
      let channel = device.via.map { " (mux \($0.mux).\($0.channel))" } ?? ""
      table.add(["\(device.address)\(channel)", chip(device), reason(device)])
    }
    return table.lines
  }

  private func chip(_ device: FoundDevice) -> String {
    if let source = device.echoOf {
      return console.text("also \(source)", "亦为 \(source)")
    }
    guard !device.drivers.isEmpty else { return console.text("unknown", "未知") }
    return device.drivers.joined(separator: "/") + (device.isCertain ? "" : "?")
  }

  private func reason(_ device: FoundDevice) -> String {
    if let source = device.echoOf {
      return console.text(
        "the all-call address of \(source), until its set-up turns that off",
        "\(source) 的 all-call 地址，直到初始化将其关闭")
    }
    guard !device.drivers.isEmpty else {
      return console.text("no driver's check fits", "与所有驱动的检查均不符")
    }
    return device.isCertain
      ? device.registers
      : console.text(
        "no identity register; plausible: \(device.registers)", "无标识寄存器；读数合理：\(device.registers)")
  }

  // MARK: The robot file

  private var verdictLines: [String] {
    guard !report.verdicts.isEmpty else { return [] }
    return [console.text("The robot file's devices:", "机器人文件中的器件：")]
      + report.verdicts.map { verdict in
        let isFound = verdict.state == .found
        let state = console.coloured(word(verdict.state), isFound ? .good : .alarm)
        let text = verdict.text.text(console.language)
        return "  \(verdict.device) (\(verdict.driver), \(verdict.place)): \(state)"
          + (text.isEmpty ? "" : " – \(text)")
      }
  }

  private func word(_ state: DeviceVerdict.State) -> String {
    switch state {
    case .found: console.text("found", "就位")
    case .missing: console.text("missing", "缺失")
    case .other: console.text("another chip", "芯片不符")
    case .collision: console.text("collision", "地址冲突")
    case .owned: console.text("owned by the kernel", "被内核占用")
    case .unchecked: console.text("not checked", "未检查")
    }
  }

  /// For a robot file that is not written yet.
  private var hintLines: [String] {
    let isAnything = report.buses.contains { bus in
      bus.scan?.devices.contains { !$0.drivers.isEmpty } ?? false
    }
    guard report.verdicts.isEmpty, isAnything else { return [] }
    let file = report.robotFile.split(separator: "\n", omittingEmptySubsequences: false)
    return [console.text("A robot file to go on with:", "可供继续编写的机器人文件：")]
      + file.dropLast().map { $0.isEmpty ? "" : "  \($0)" }
  }
}
