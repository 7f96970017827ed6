extension FaultScenario.Kind {
  /// What a checked record of the file says.
  init?(_ record: Record) {
    guard let kind = record.text("kind") else { return nil }
    switch kind {
    case "address_nak": self = .addressNotAcknowledged
    case "data_nak": self = .dataNotAcknowledged(byte: record.integer("byte") ?? 0)
    case "stuck_sda": self = .stuckData(byte: record.integer("byte") ?? 0)
    case "stretch": self = .stretch(perByte: record.number("per_byte") ?? 0)
    case "arbitration_lost": self = .arbitrationLost
    case "short_transfer": self = .shortTransfer(messages: record.integer("messages") ?? 0)
    case "bit_flips":
      self = .flippedBits(
        perBit: record.number("per_bit") ?? 0, isRead: record.text("direction") == "read")
    case "constant_reply": self = .constantReply(UInt8(record.integer("value") ?? 0))
    case "frozen_reply": self = .frozenReply
    case "torn_reply": self = .tornReply(bytes: record.integer("bytes") ?? 0)
    case "reset": self = .reset
    case "unpowered": self = .unpowered
    case "wrong_device": self = .wrongDevice
    case "swapped_channels":
      let channels = (record.list("channels") ?? []).compactMap { element in
        if case .integer(let channel) = element.value { channel } else { nil }
      }
      guard channels.count == 2 else { return nil }
      self = .swappedChannels(channels[0], channels[1])
    case "slow_adapter": self = .slowAdapter(overhead: record.number("overhead") ?? 0)
    case "press": self = .pressed
    case "unplug": self = .unplugged
    case "lost_bytes": self = .lostBytes(perByte: record.number("per_byte") ?? 0)
    case "overload": self = .overloaded
    case "noise": self = .noise(perByte: record.number("per_byte") ?? 0)
    default: return nil
    }
  }
}
