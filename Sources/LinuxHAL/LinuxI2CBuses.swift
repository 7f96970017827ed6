internal import Glibc
public import RobotHAL

/// An I2C bus that the kernel offers.
public struct LinuxI2CBus: Hashable, Sendable {
  /// The kernel's number, which may change from boot to boot.
  public let number: Int
  /// The device node, like `/dev/i2c-1`.
  public let path: String
  /// What the adapter's driver calls it, like `bcm2835 (i2c@7e804000)`.
  public let adapterName: String
  /// The node of the device tree, like `/soc/i2c@7e804000`; `nil` on machines without one.
  public let deviceTreePath: String?
  /// SCL as the device tree has it (`clock-frequency`) [Hz]; `nil` where it does not say.
  public let speedHertz: UInt32?
  /// Where it branches off, when it is a channel of a mux that the kernel switches.
  public let branch: Branch?

  /// A channel of a mux that a kernel driver switches.
  public struct Branch: Hashable, Sendable {
    /// The number of the bus that the mux is on.
    public let parent: Int
    /// The mux.
    public let mux: I2CAddress
    /// The channel; `nil` where the adapter's name does not say.
    public let channel: Int?
  }
}

/// The I2C buses of this machine, as sysfs describes them, and who owns the devices on them.
///
/// Bus numbers depend on the order in which drivers start; names and device-tree paths do not.
/// Real-time: no.
public struct LinuxI2CBuses: Sendable {
  /// How to recognise a bus.
  public enum Selector: Hashable, Sendable {
    /// By its device node, or a link to it.
    case path(String)
    /// By the adapter's name, entire.
    case adapterName(String)
    /// By the device-tree path, entire.
    case deviceTreePath(String)
  }

  let root: String

  /// The buses under the file system `root`, which is empty but in tests.
  public init(root: String = "") { self.root = root }

  /// All buses, by number. None is no error: `i2c-dev` may not be loaded.
  public func all() -> [LinuxI2CBus] {
    let folder = root + "/sys/class/i2c-dev"
    guard case .success(let entries) = System.entries(of: folder) else { return [] }
    let buses = entries.compactMap { entry -> LinuxI2CBus? in
      guard entry.hasPrefix("i2c-"), let number = Int(entry.dropFirst(4)) else { return nil }
      return LinuxI2CBus(
        number: number, path: root + "/dev/" + entry,
        adapterName: System.line(of: "\(folder)/\(entry)/name") ?? "",
        deviceTreePath: deviceTreePath(node: "\(folder)/\(entry)/device/of_node"),
        speedHertz: speed(node: "\(folder)/\(entry)/device/of_node"),
        branch: branch("\(folder)/\(entry)"))
    }
    return buses.sorted { $0.number < $1.number }
  }

  /// The one bus that `selector` recognises. Throws `missing` or `ambiguous`, naming the buses there are.
  public func bus(_ selector: Selector) throws(LinuxDeviceError) -> LinuxI2CBus {
    let buses = all()
    let matches = buses.filter { answers($0, to: selector) }
    if let bus = matches.first, matches.count == 1 { return bus }
    guard matches.isEmpty else {
      throw LinuxDeviceError(
        .ambiguous, device: describe(selector), problem: "\(matches.count) buses answer to it",
        remedy: "Name one by its device-tree path or node: \(list(matches))")
    }
    guard !buses.isEmpty else {
      throw LinuxDeviceError(.i2c, device: describe(selector), errno: ENOENT)
    }
    throw LinuxDeviceError(
      .missing, device: describe(selector), problem: "no such bus",
      remedy: "Enable it (the board's file in Boards/ says how) or name one of: \(list(buses))")
  }

  /// Throws `occupied` when a kernel driver is bound to one of `addresses` on `bus`: `I2C_RDWR` would
  /// go through all the same, and two masters of one register file would undo each other's writes.
  public func requireUnclaimed(_ addresses: [I2CAddress], on bus: LinuxI2CBus)
    throws(LinuxDeviceError)
  {
    for address in addresses {
      guard let driver = owner(of: address, onBus: bus.number) else { continue }
      let device = deviceName(address, onBus: bus.number)
      throw LinuxDeviceError(
        .occupied, device: "\(bus.path) address \(address)",
        problem: "owned by the kernel driver \(driver)",
        remedy: "Unbind it (echo \(device) | sudo tee /sys/bus/i2c/devices/\(device)/driver/unbind)"
          + " or put the device on another bus or address",
        errno: EBUSY)
    }
  }

  private func answers(_ bus: LinuxI2CBus, to selector: Selector) -> Bool {
    switch selector {
    case .path(let path):
      path == bus.path || System.realPath(path).map { $0 == System.realPath(bus.path) } ?? false
    case .adapterName(let name): name == bus.adapterName
    case .deviceTreePath(let path): path == bus.deviceTreePath
    }
  }

  private func deviceTreePath(node: String) -> String? {
    guard let path = System.realPath(node) else { return nil }
    // The tree is /sys/firmware/devicetree/base; the names of its nodes hold no such folder.
    let base = "/firmware/devicetree/base/"
    let start = path.utf8.indices.first { path[$0...].hasPrefix(base) }
    return start.map { "/" + path[$0...].dropFirst(base.count) }
  }

  private func describe(_ selector: Selector) -> String {
    switch selector {
    case .path(let path): path
    case .adapterName(let name): "I2C adapter \"\(name)\""
    case .deviceTreePath(let path): "I2C bus at device-tree node \(path)"
    }
  }

  private func list(_ buses: [LinuxI2CBus]) -> String {
    buses.map { bus in
      "\(bus.path) \"\(bus.adapterName)\"" + (bus.deviceTreePath.map { " \($0)" } ?? "")
    }.joined(separator: ", ")
  }
}
