import RobotHAL
import RobotRuntime
import RobotUnits

/// A bus executor on a fake adapter, with the control thread's ends of its buffers.
struct BusBench: ~Copyable {
  let plan: BusPlan
  let adapter: FakeAdapter
  let statistics = BusStatistics()
  /// What the last cycle's record says of its transfers.
  private(set) var record = TransferRecord()
  private var executor: BusExecutor
  private var requests: TripleBufferWriter<BusRequests>
  private var replies: TripleBufferReader<BusReplies>

  init(
    _ entries: [BusPlan.Entry], muxes: [I2CAddress] = [], aging: CommandAging = .hold(),
    on adapter: FakeAdapter, bus: Int = 0, retry: RetryBudget? = nil
  ) {
    let plan = BusPlan(entries, muxes: muxes, aging: aging)
    let requests = TripleBuffer { BusRequests(plan) }
    let replies = TripleBuffer { BusReplies(plan) }
    self.plan = plan
    self.adapter = adapter
    self.requests = requests.writer
    self.replies = replies.reader
    executor = BusExecutor(
      plan: plan, adapter: adapter, requests: requests.reader, replies: replies.writer,
      statistics: statistics, bus: bus, retry: retry)
  }

  /// Hands over the commands of control cycle `cycle`: every byte behind the register is `value`, and
  /// one more in each image behind it.
  mutating func command(_ value: UInt8, cycle: UInt64) {
    let images = Int(plan.aging.extrapolated)
    for entry in plan.entries where entry.safeRequest != nil {
      for offset in 1..<entry.exchange.request.count {
        let place = entry.requestOffset + offset
        requests.slot.pointee.bytes[place] = value
        for image in 0..<images {
          requests.slot.pointee.images[image * plan.requestBytes + place] = value + UInt8(image) + 1
        }
      }
    }
    requests.slot.pointee.stamp = cycle + 1
    requests.publish()
  }

  /// Runs a cycle and returns its transfers.
  @discardableResult
  mutating func run(_ cycle: UInt64) -> [[String]] {
    adapter.clear()
    var trace = CycleTrace()
    executor.run(Turn(index: cycle, skipped: 0), &trace)
    record = trace.record.transfers
    _ = replies.update()
    return adapter.transfers
  }

  /// Ends the executor and returns its last transfers.
  mutating func end() -> [[String]] {
    adapter.clear()
    executor.end()
    return adapter.transfers
  }

  /// The state of the exchange with `address`.
  func status(_ address: I2CAddress) -> ExchangeStatus? {
    plan.entries.firstIndex { $0.exchange.address == address }
      .map { replies.slot.pointee.statuses[$0] }
  }

  /// The states of all exchanges in wire order, as the number of failures in a row.
  var failures: [UInt32] {
    plan.entries.indices.map { replies.slot.pointee.statuses[$0].failures }
  }

  /// The reply of the exchange with `address`.
  func reply(_ address: I2CAddress) -> [UInt8] {
    guard let entry = plan.entries.first(where: { $0.exchange.address == address }) else {
      return []
    }
    return (0..<entry.exchange.replyCount).map {
      replies.slot.pointee.bytes[entry.replyOffset + $0]
    }
  }

  /// The first byte of each reply that was read in `cycle`, by entry.
  func fresh(_ cycle: UInt64) -> [Int: UInt8] {
    var bytes: [Int: UInt8] = [:]
    for (index, entry) in plan.entries.enumerated() where entry.exchange.replyCount > 0 {
      guard replies.slot.pointee.statuses[index].stamp == cycle + 1 else { continue }
      bytes[index] = replies.slot.pointee.bytes[entry.replyOffset]
    }
    return bytes
  }

  /// The cycle of the last published replies, plus one.
  var stamp: UInt64 { replies.slot.pointee.stamp }
}

extension BusPlan.Entry {
  /// A reading: one register byte out, `count` bytes back.
  static func reading(
    _ address: I2CAddress, register: UInt8 = 0x0B, count: Int = 3, route: BusPlan.Route? = nil,
    every: Int = 1, phase: Int = 0, device: Int = 1, retainsPointer: Bool = false
  ) -> BusPlan.Entry {
    BusPlan.Entry(
      exchange: Exchange(
        address: address, request: [register], replyCount: count, retainsPointer: retainsPointer),
      route: route,
      every: every, phase: phase, safeRequest: nil, device: device)
  }

  /// A command of two bytes behind register 0x06; safe is 0.
  static func command(_ address: I2CAddress, route: BusPlan.Route? = nil) -> BusPlan.Entry {
    BusPlan.Entry(
      exchange: Exchange(address: address, request: [0x06, 0, 0], replyCount: 0), route: route,
      every: 1, phase: 0, safeRequest: [0x06, 0, 0], device: 0)
  }
}

extension RetryBudget {
  /// On a wire of 400 kHz (2.5 us per clock), 50 us per transfer.
  static func microseconds(_ time: Double) -> RetryBudget {
    RetryBudget(
      time: TimeSpan(nanoseconds: Int64(time * 1000)), speed: Frequency(unchecked: 400_000),
      overhead: .microseconds(50))
  }
}

extension I2CCapabilities {
  static let withStop: I2CCapabilities = [.combinedMessages, .stopBetweenMessages]
}
