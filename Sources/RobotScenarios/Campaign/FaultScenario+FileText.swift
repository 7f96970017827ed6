import RobotConfiguration

extension FaultScenario {
  /// The scenario of a campaign as a file, so that it can be kept.
  var fileText: String {
    """
    scenario: \(name)
    robot: \(robot)
    seed: \(seed)
    duration: \(duration) s
    faults:
    \(faults.map { "  - { \($0.fileText) }" }.joined(separator: "\n"))
    expect: { fault: none, state: \(expectation.state) }
    """
  }
}

extension FaultScenario.Fault {
  /// As a file has it: `kind: address_nak, device: flex_angle, at: 0.2 s`.
  var fileText: String {
    var parts = [kind.fileText]
    if !place.name.isEmpty { parts.append("\(place.target): \(place.name)") }
    parts.append("at: \(start) s")
    if let duration { parts.append("for: \(duration) s") }
    if let count { parts.append("count: \(count)") }
    if probability < 1 { parts.append("probability: \(probability)") }
    return parts.joined(separator: ", ")
  }
}

extension FaultScenario.Kind {
  /// Its word in files: `address_nak`.
  var word: String {
    String(fileText.dropFirst("kind: ".count).prefix { $0 != "," })
  }

  fileprivate var fileText: String {
    switch self {
    case .addressNotAcknowledged: "kind: address_nak"
    case .dataNotAcknowledged(let byte): "kind: data_nak, byte: \(byte)"
    case .stuckData(let byte): "kind: stuck_sda, byte: \(byte)"
    case .stretch(let perByte): "kind: stretch, per_byte: \(perByte) s"
    case .arbitrationLost: "kind: arbitration_lost"
    case .shortTransfer(let messages): "kind: short_transfer, messages: \(messages)"
    case .flippedBits(let perBit, let isRead):
      "kind: bit_flips, per_bit: \(perBit), direction: \(isRead ? "read" : "write")"
    case .constantReply(let byte): "kind: constant_reply, value: \(byte)"
    case .frozenReply: "kind: frozen_reply"
    case .tornReply(let bytes): "kind: torn_reply, bytes: \(bytes)"
    case .reset: "kind: reset"
    case .unpowered: "kind: unpowered"
    case .wrongDevice: "kind: wrong_device"
    case .swappedChannels(let one, let other):
      "kind: swapped_channels, channels: [\(one), \(other)]"
    case .slowAdapter(let overhead): "kind: slow_adapter, overhead: \(overhead) s"
    case .pressed: "kind: press"
    case .unplugged: "kind: unplug"
    case .noise(let perByte): "kind: noise, per_byte: \(perByte)"
    case .lostBytes(let perByte): "kind: lost_bytes, per_byte: \(perByte)"
    case .overloaded: "kind: overload"
    default: offTheWires
    }
  }

  private var offTheWires: String {
    switch self {
    case .jammed: "kind: jam"
    case .deadMotor: "kind: dead_motor"
    case .strongMotor(let factor): "kind: strong_motor, factor: \(factor)"
    case .overrun(let cycles, let every):
      "kind: overrun, cycles: \(cycles)" + (every.map { ", every: \($0) s" } ?? "")
    case .supplySag(let volts, let over): "kind: supply_sag, to: \(volts) V, over: \(over) s"
    // A campaign has no client and no people, knows its motors' wires, and measures no temperature. A push that no
    // joint bears moves it further within a cycle than the simulation's encoders foresee.
    default: preconditionFailure("no campaign has \(self)")
    }
  }
}
