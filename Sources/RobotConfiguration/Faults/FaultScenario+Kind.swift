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
    default: self.init(offTheWires: kind, record)
    }
  }

  /// What happens to the brain, the joints, the loop and the supply, and what people ask.
  private init?(offTheWires kind: String, _ record: Record) {
    switch kind {
    case "silent_client": self = .silentClient
    case "not_a_number":
      guard let number = record.text("number").flatMap(FaultScenario.CommandNumber.init),
        let value = record.text("value").flatMap(FaultScenario.BadNumber.init)
      else { return nil }
      self = .notANumber(number, value)
    case "command_step": self = .commandStep(by: record.number("by") ?? 0)
    case "beyond_limits": self = .beyondLimits(by: record.number("by") ?? 0)
    case "gains": self = .gains(stiffness: record.number("kp"), damping: record.number("kd"))
    case "jam": self = .jammed
    case "load": self = .load(effort: record.number("effort") ?? 0)
    case "dead_motor": self = .deadMotor
    case "inverted": self = .inverted
    case "strong_motor": self = .strongMotor(factor: record.number("factor") ?? 1)
    case "overrun":
      self = .overrun(cycles: record.integer("cycles") ?? 0, every: record.number("every"))
    case "supply_sag":
      self = .supplySag(volts: record.number("to") ?? 0, over: record.number("over") ?? 0)
    case "overheat":
      self = .overheated(celsius: record.number("to") ?? 0, over: record.number("over") ?? 0)
    case "slipped_magnet":
      self = .slippedMagnet(by: record.number("by") ?? 0, over: record.number("over") ?? 0)
    case "kill_daemon": self = .daemonKilled
    case "hang_daemon": self = .daemonHung
    case "edit_config":
      self = .configurationEdited(record.text("replace") ?? "", with: record.text("with") ?? "")
    case "cut_config": self = .configurationCut(bytes: record.integer("bytes") ?? 0)
    case "second_client": self = .secondClient
    case "client_gone": self = .clientGone
    case "full_disk": self = .fullDisk
    default:
      guard let ask = FaultScenario.Ask(rawValue: kind) else { return nil }
      self = .asked(ask, isRefused: record.text("answer") == "refused")
    }
  }
}

extension FaultScenario.Kind {
  /// Whether it happens to the daemon as a process, to its files or to its clients.
  public var isOfDaemon: Bool {
    switch self {
    case .daemonKilled, .daemonHung, .configurationEdited, .configurationCut, .secondClient,
      .clientGone, .fullDisk:
      true
    default: false
    }
  }

  /// Whether it needs a client that streams.
  var isOfStream: Bool {
    switch self {
    case .silentClient, .notANumber, .commandStep, .beyondLimits, .gains: true
    default: false
    }
  }
}
