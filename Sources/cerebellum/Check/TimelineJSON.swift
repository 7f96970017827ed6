import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits

extension BusBudget {
  /// What Documentation/command-line.md lists under `buses` of `check`.
  var json: JSONValue {
    .object([
      ("name", .text(name)), ("speed_hz", .number(speedHertz)), ("transfers", .integer(transfers)),
      ("messages", .integer(messages)), ("bytes", .integer(bytes)), ("clocks", .integer(clocks)),
      ("wire_us", .number(wireMicroseconds)), ("overhead_us", .number(overheadMicroseconds)),
      ("total_us", .number(totalMicroseconds)), ("available_us", .number(availableMicroseconds)),
      ("utilisation", .number(utilisation)), ("highest_rate_hz", .number(highestRateHertz)),
      ("average_us", .number(averageMicroseconds)),
      ("with_retries_us", .number(worstWithRetriesMicroseconds)),
      ("retry_us", .number(retryMicroseconds)),
      ("repeat_us", .number(repeatMicroseconds.upperBound)),
      ("repeats_that_fit", .integer(repeatCount)),
      ("shares", .array(shares.map(\.json))),
      ("bottleneck", bottleneck.map { .text($0.english) } ?? .null),
      ("is_exact", .boolean(timeline.isExact)),
      ("order", .array(timeline.order.map { .integer($0) })),
      ("cycles", .array(timeline.cycles.map { json($0) })),
    ])
  }

  private func json(_ cycle: BusTimeline.Cycle) -> JSONValue {
    .object([
      ("transfers", .integer(cycle.load.transfers)), ("bytes", .integer(cycle.load.bytes)),
      ("clocks", .integer(cycle.load.clocks)),
      ("total_us", .number(timeline.microseconds(cycle.load))),
      ("messages", .array(cycle.messages.map(json))),
    ])
  }

  private func json(_ message: BusTimeline.Message) -> JSONValue {
    let owner = message.device.flatMap { device in
      shares.first { $0.owner == .device(device) }?.name
    }
    return .object([
      ("kind", .text(message.kind.rawValue)), ("device", owner.map { .text($0) } ?? .null),
      ("address", .integer(Int(message.address))),
      ("is_read", .boolean(message.isRead)), ("bytes", .integer(message.byteCount)),
      ("stops", .boolean(message.stops)), ("transfer", .integer(message.transfer)),
      ("clocks", .integer(message.clocks)), ("start_us", .number(timeline.start(of: message))),
      ("length_us", .number(timeline.length(of: message))),
    ])
  }
}

extension BusShare {
  fileprivate var json: JSONValue {
    let owner =
      switch self.owner {
      case .device: "device"
      case .selects: "selects"
      case .adapter: "adapter"
      }
    return .object([
      ("owner", .text(owner)), ("device", name.isEmpty ? .null : .text(name)),
      ("messages", .integer(count)), ("bytes", .integer(bytes)), ("clocks", .integer(clocks)),
      ("average_clocks", .number(averageClocks)), ("us", .number(microseconds)),
    ])
  }
}

extension BusProposal {
  /// What Documentation/command-line.md lists under `proposals` of `check`.
  var json: JSONValue {
    .object([
      ("bus", .text(bus)), ("change", .text(change.name)), ("text", .text(text.english)),
      ("total_us", .number(totalMicroseconds)), ("utilisation", .number(utilisation)),
      ("highest_rate_hz", .number(highestRateHertz)), ("fits", .boolean(fits)),
    ])
  }
}

extension BusProposal.Change {
  fileprivate var name: String {
    switch self {
    case .speed: "speed"
    case .divisor: "divisor"
    case .split: "split"
    case .threads: "threads"
    }
  }
}

extension BusMeasurement {
  /// What Documentation/command-line.md lists under `measurement` of `check`.
  var json: JSONValue {
    .object([
      ("bus", .text(bus)), ("device", .text(device)), ("address", .integer(Int(address))),
      ("transfers", .integer(figures.count)), ("p50_us", .number(figures.half.microseconds)),
      ("p99_us", .number(figures.most.microseconds)), ("wire_hz", .optional(figures.wireHertz)),
      ("board_line", .text(boardLine)),
    ])
  }
}
