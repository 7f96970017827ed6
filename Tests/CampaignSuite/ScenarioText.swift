import RobotConfiguration

/// A scenario as a file, so that a sequence of a campaign can be kept.
enum ScenarioText {
  static func text(_ scenario: FaultScenario) -> String {
    let expected = scenario.expectation
    return """
      scenario: \(scenario.name)
      robot: \(scenario.robot)
      seed: \(scenario.seed)
      duration: \(scenario.duration) s
      faults:
      \(scenario.faults.map { "  - { \(fault($0)) }" }.joined(separator: "\n"))
      expect: { fault: none, state: \(expected.state) }
      """
  }

  private static func fault(_ fault: FaultScenario.Fault) -> String {
    var parts = [
      kind(fault.kind), "\(fault.place.target): \(fault.place.name)", "at: \(fault.start) s",
    ]
    if let duration = fault.duration { parts.append("for: \(duration) s") }
    if let count = fault.count { parts.append("count: \(count)") }
    if fault.probability < 1 { parts.append("probability: \(fault.probability)") }
    return parts.joined(separator: ", ")
  }

  private static func kind(_ kind: FaultScenario.Kind) -> String {
    switch kind {
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
    }
  }
}
