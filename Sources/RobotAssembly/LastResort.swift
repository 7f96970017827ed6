internal import LinuxHAL
internal import RobotConfiguration
internal import RobotHAL

/// What a daemon that dies of a fault still does from its signal handler: the safe level of every output line, and
/// bytes that switch devices off. Written down before, so that nothing has to be found out then. Real-time: no.
public struct LastResort: Hashable, Sendable {
  /// An output line and its safe level.
  public struct Line: Hashable, Sendable {
    /// The kernel's request.
    public let descriptor: Int32
    /// The electrical level: `true` is high.
    public let level: Bool
  }

  /// Bytes for a device.
  public struct Write: Hashable, Sendable {
    /// The open bus.
    public let descriptor: Int32
    /// 7 bits.
    public let address: UInt8
    /// What is written.
    public let bytes: [UInt8]
    /// Whether the bus speaks SMBus only.
    public let isSMBus: Bool
  }

  /// Every output line of the robot, brakes and directions too.
  public private(set) var lines: [Line] = []
  /// In their order.
  public private(set) var writes: [Write] = []

  /// Of `model` on the kernel's devices in `hardware`; nothing of what is simulated. Servos are not in it: their line
  /// may be in the midst of a packet.
  public init(_ model: RobotModel, on hardware: Hardware) {
    for (line, output) in zip(model.robot.lines, hardware.outputs) {
      guard case .output(_, let safeHigh) = line.role, let output = output as? LinuxDigitalOutput
      else { continue }
      lines.append(Line(descriptor: output.descriptor, level: safeHigh))
    }
    for (index, device) in model.robot.devices.enumerated() {
      guard let adapter = hardware.adapters[device.bus] as? LinuxI2CAdapter else { continue }
      writes += model.offWrites(device: index).map { address, bytes in
        Write(
          descriptor: adapter.descriptor, address: address.rawValue, bytes: bytes,
          isSMBus: !adapter.capabilities.contains(.combinedMessages))
      }
    }
  }
}
