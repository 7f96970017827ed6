public import RobotConfiguration
internal import RobotHAL

/// How a device of the robot file stands on the bus that was scanned.
public struct DeviceVerdict: Sendable, Hashable {
  /// How it stands.
  public enum State: String, Sendable, Hashable {
    /// It answers where it should, as its driver expects.
    case found
    /// Nobody answers there.
    case missing
    /// Something answers there that is not its chip.
    case other
    /// What answers there is on the bus itself, and not behind the mux: the two would answer at once.
    case collision
    /// A kernel driver owns the address.
    case owned
    /// Its bus or its channel was not searched.
    case unchecked
  }

  /// The robot file's name of the device.
  public let device: String
  /// Its driver.
  public let driver: String
  /// Where the robot file has it: `main, mux 0x71 channel 0, 0x36`.
  public let place: String
  /// How it stands.
  public let state: State
  /// What that means, and what to do; empty for a device that is where it should be.
  public let text: BilingualText
}

extension RobotDescription {
  /// Where the robot file has the devices of the bus number `bus`.
  func expectedDevices(bus: Int) -> [ExpectedDevice] {
    devices.filter { $0.bus == bus }.map { device in
      ExpectedDevice(address: device.i2cAddress, via: channel(of: device), driver: device.driver)
    }
  }

  private func channel(of device: DeviceDescription) -> FoundChannel? {
    device.via.map { FoundChannel(mux: devices[$0.mux].i2cAddress, channel: $0.channel) }
  }

  /// How `device` stands in `scan`; `nil`: its bus was not scanned.
  func verdict(
    _ device: DeviceDescription, in scan: BusScan?, claimed: [I2CAddress: String]
  ) -> DeviceVerdict {
    let via = channel(of: device)
    let address = device.i2cAddress
    func verdict(_ state: DeviceVerdict.State, _ english: String, _ chinese: String)
      -> DeviceVerdict
    {
      let channel = via.map { "mux \($0.mux) channel \($0.channel), " } ?? ""
      return DeviceVerdict(
        device: device.name, driver: device.driver,
        place: "\(buses[device.bus].name), \(channel)\(address)", state: state,
        text: BilingualText(english, chinese))
    }
    guard let scan else {
      return verdict(.unchecked, "its bus was not scanned", "其总线未被扫描")
    }
    if via == nil, let owner = claimed[address] {
      return verdict(
        .owned,
        "the kernel driver \(owner) owns \(address): unbind it, or give the device another address",
        "内核驱动 \(owner) 占用 \(address)：请解除绑定，或给器件另设地址")
    }
    if let found = scan.devices.first(where: { $0.address == address && $0.via == via }) {
      if found.drivers.contains(device.driver) { return verdict(.found, "", "") }
      let names = found.drivers.joined(separator: ", ")
      return found.drivers.isEmpty
        ? verdict(
          .other,
          "what answers is no \(device.driver) that its driver knows; two chips at one address look so, too",
          "应答者不是驱动所认识的 \(device.driver)；同一地址上有两个芯片时也会如此")
        : verdict(
          .other, "what answers looks like \(names)", "应答者像是 \(names)")
    }
    if via != nil,
      let upstream = scan.devices.first(where: { $0.address == address && $0.via == nil })
    {
      let names = upstream.drivers.joined(separator: ", ")
      return verdict(
        .collision,
        "\(address) answers on the bus itself (\(names)), before the mux: there it answers on every channel, too. Take it off "
          + "the bus, or give it another address",
        "\(address) 在多路复用器之前的总线上应答（\(names)），因此在每个通道上都会应答。请将其移开，或另设地址")
    }
    if let via, !scan.hasSearchedMuxes || scan.trouble != nil {
      return verdict(
        .unchecked, "channel \(via.channel) of the mux at \(via.mux) was not searched",
        "未搜索多路复用器 \(via.mux) 的通道 \(via.channel)")
    }
    if scan.trouble != nil { return verdict(.unchecked, "the scan broke off", "扫描中断") }
    return missing(device, via, scan, verdict)
  }

  private func missing(
    _ device: DeviceDescription, _ via: FoundChannel?, _ scan: BusScan,
    _ verdict: (DeviceVerdict.State, String, String) -> DeviceVerdict
  ) -> DeviceVerdict {
    if let via, !scan.devices.contains(where: { $0.address == via.mux && $0.via == nil }) {
      return verdict(
        .missing, "its mux at \(via.mux) does not answer", "其多路复用器 \(via.mux) 没有应答")
    }
    let expected = Set(expectedDevices(bus: device.bus))
    let elsewhere = scan.devices.first { found in
      found.drivers.contains(device.driver) && found.echoOf == nil
        && !expected.contains(
          ExpectedDevice(address: found.address, via: found.via, driver: device.driver))
    }
    guard let elsewhere else {
      return verdict(
        .missing, "nobody answers: check its supply, its wires, its address pins",
        "无应答：请检查电源、接线和地址引脚")
    }
    return verdict(
      .missing, "nobody answers there, but one like it does at \(elsewhere.place)",
      "该处无应答，但 \(elsewhere.place) 处有一个类似的器件")
  }
}

extension FoundDevice {
  /// `0x41`, or `0x36 behind mux 0x71 channel 0`.
  public var place: String {
    via.map { "\(address) behind mux \($0.mux) channel \($0.channel)" } ?? "\(address)"
  }
}
