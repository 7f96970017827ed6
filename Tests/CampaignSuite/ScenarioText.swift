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
    var parts = [kind(fault.kind)]
    if !fault.place.name.isEmpty { parts.append("\(fault.place.target): \(fault.place.name)") }
    parts.append("at: \(fault.start) s")
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
    default: offTheWires(kind)
    }
  }

  private static func offTheWires(_ kind: FaultScenario.Kind) -> String {
    switch kind {
    case .jammed: "kind: jam"
    case .deadMotor: "kind: dead_motor"
    case .strongMotor(let factor): "kind: strong_motor, factor: \(factor)"
    case .overrun(let cycles, let every):
      "kind: overrun, cycles: \(cycles)" + (every.map { ", every: \($0) s" } ?? "")
    case .supplySag(let volts, let over): "kind: supply_sag, to: \(volts) V, over: \(over) s"
    // A campaign has no client and no people, knows its motors' wires, and measures no temperature. A push that no
    // joint bears moves it further within a cycle than the simulation's encoders foresee.
    default: preconditionFailure("no campaign has \(kind)")
    }
  }
}
