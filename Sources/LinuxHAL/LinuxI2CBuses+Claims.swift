internal import Glibc
public import RobotHAL

extension LinuxI2CBuses {
  /// The addresses that kernel drivers own as seen from `bus`, and by which: on it, on the buses that it branches off,
  /// and on those that branch off it, because the wires are the same while a mux connects them. Source: the kernel's
  /// `i2c-core-base.c` (`i2c_check_addr_busy`) looks there, too.
  public func claims(on bus: LinuxI2CBus) -> [I2CAddress: String] {
    let all = all()
    var related = [bus.number]
    var up = bus
    while let parent = up.branch?.parent, !related.contains(parent),
      let next = all.first(where: { $0.number == parent })
    {
      related.append(parent)
      up = next
    }
    var level = [bus.number]
    while !level.isEmpty {
      level = all.filter { bus in
        bus.branch.map { level.contains($0.parent) } ?? false && !related.contains(bus.number)
      }.map(\.number)
      related += level
    }
    var claims: [I2CAddress: String] = [:]
    for address in (UInt8(0)...0x7F).compactMap({ I2CAddress($0) }) {
      claims[address] = related.lazy.compactMap { owner(of: address, onBus: $0) }.first
    }
    return claims
  }

  /// The kernel driver bound to `address`; a device that the kernel only knows has none.
  func owner(of address: I2CAddress, onBus number: Int) -> String? {
    let device = deviceName(address, onBus: number)
    return System.realPath("\(root)/sys/bus/i2c/devices/\(device)/driver").map(lastComponent)
  }

  /// What sysfs calls a device: `1-0036`.
  func deviceName(_ address: I2CAddress, onBus number: Int) -> String {
    let digits = String(address.rawValue, radix: 16)
    return "\(number)-\(String(repeating: "0", count: 4 - digits.count))\(digits)"
  }

  /// `clock-frequency` of a node of the device tree: one big-endian cell (Devicetree Specification 2.3).
  func speed(node: String) -> UInt32? {
    guard let bytes = System.bytes(of: "\(node)/clock-frequency"), bytes.count == 4 else {
      return nil
    }
    return bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Where the bus with the folder `folder` of sysfs branches off. Source: the kernel's
  /// `Documentation/i2c/i2c-sysfs.rst` (`mux_device`) and `i2c-mux.c` (`chan_id` in the name).
  func branch(_ folder: String) -> LinuxI2CBus.Branch? {
    guard let mux = System.realPath("\(folder)/device/mux_device").map(lastComponent) else {
      return nil
    }
    let parts = mux.split(separator: "-")
    guard parts.count == 2, let parent = Int(parts[0]), let number = UInt8(parts[1], radix: 16),
      let address = I2CAddress(number)
    else { return nil }
    let words = (System.line(of: "\(folder)/name") ?? "").split { " ()".contains($0) }
    let channel = words.firstIndex(of: "chan_id").map { words[words.index(after: $0)...] }
    return LinuxI2CBus.Branch(
      parent: parent, mux: address, channel: channel?.first.flatMap { Int($0) })
  }

  private func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
