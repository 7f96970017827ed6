public import RobotConfiguration
public import RobotHAL

/// What `cerebellum scan` found.
public struct ScanReport: Sendable {
  /// The buses, those of the robot file in its order.
  public var buses: [ScannedBus]
  /// How the devices of the robot file stand, in its order; none without one.
  public var verdicts: [DeviceVerdict] = []

  /// Whether every bus that was asked for was scanned to its end, and every device of the robot file that was looked for
  /// is where it should be.
  public var isWell: Bool {
    buses.allSatisfy(\.isWell)
      && verdicts.allSatisfy { $0.state == .found || $0.state == .unchecked }
  }
}

/// One bus, and what is on it.
public struct ScannedBus: Sendable {
  /// The robot file's name for it; else the board file's; else the device node.
  public var name: String
  /// What the board file calls it.
  public var boardNames: [String] = []
  /// The device node; `nil` for a simulated bus.
  public var path: String?
  /// What the adapter's driver calls it.
  public var adapterName: String?
  /// The node of the device tree.
  public var deviceTreePath: String?
  /// SCL as the device tree has it; of a simulated bus that of the robot file [Hz].
  public var speedHertz: Double?
  /// Of a channel of a mux that the kernel switches: the bus that it branches off, the mux and the channel.
  public var branch: (parent: String, mux: I2CAddress, channel: Int?)?
  /// Whether the adapter speaks SMBus only; `nil` where it was not opened.
  public var isSMBusOnly: Bool?
  /// What kernel drivers own, which was not asked.
  public var claimed: [I2CAddress: String] = [:]
  /// What answers; `nil` where it was not scanned.
  public var scan: BusScan?
  /// Why it was not scanned.
  public var refusal: BilingualText?
  /// Whether that is as it should be: nobody asked for this bus.
  public var isLeftOut = false

  /// A bus of which nothing is known but its name.
  init(name: String) { self.name = name }

  var isWell: Bool { isLeftOut || scan.map { $0.trouble == nil } ?? false }
}
