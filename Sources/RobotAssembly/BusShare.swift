internal import RobotConfiguration
internal import RobotRuntime

/// What one device, the switching of muxes, or the adapter takes of a bus's worst cycle.
public struct BusShare: Sendable, Hashable {
  /// What takes it.
  public enum Owner: Sendable, Hashable {
    /// A device: an index into `RobotDescription.devices`.
    case device(Int)
    /// Selects of mux channels.
    case selects
    /// The adapter: overhead beyond the wire.
    case adapter
  }

  /// What takes it.
  public var owner: Owner
  /// The device's name; empty for the others.
  public var name: String
  /// Its messages; for the adapter, its transfers.
  public var count: Int
  /// Bytes on the wire, address bytes included.
  public var bytes: Int
  /// SCL clocks, with the STOPs behind its messages.
  public var clocks: Int
  /// Time [us].
  public var microseconds: Double
  /// Clocks of an average cycle: less where it is not due in every cycle, or may rely on its pointer.
  public var averageClocks: Double
  /// The share of its reads that do not write the register pointer, 0...1; 0 for a device whose pointer is
  /// always written, or never.
  public var heldShare: Double

  /// Everything that `worst` consists of, the greatest first.
  static func all(
    _ worst: BusTimeline.Cycle, _ timeline: BusTimeline, _ robot: RobotDescription
  ) -> [BusShare] {
    var shares: [Owner: BusShare] = [:]
    func share(_ message: BusTimeline.Message, _ change: (inout BusShare) -> Void) {
      let owner = message.device.map(Owner.device) ?? .selects
      let name = message.device.map { robot.devices[$0].name } ?? ""
      change(&shares[owner, default: BusShare(owner, name: name)])
    }
    for message in worst.messages {
      share(message) {
        $0.count += 1
        $0.bytes += message.byteCount + 1
        $0.clocks += message.clocks
        $0.microseconds += timeline.length(of: message)
      }
    }
    var times = [Int](repeating: 0, count: timeline.cycles.count)
    for cycle in timeline.order { times[cycle] += 1 }
    for (cycle, times) in zip(timeline.cycles, times) {
      for message in cycle.messages {
        share(message) {
          $0.averageClocks += Double(message.clocks * times) / Double(timeline.order.count)
        }
      }
    }
    for (device, share) in heldShares(timeline, times) {
      shares[.device(device)]?.heldShare = share
    }
    var adapter = BusShare(.adapter, name: "")
    adapter.count = worst.load.transfers
    adapter.microseconds = timeline.wire.microseconds(clocks: 0, transfers: adapter.count)
    if adapter.microseconds > 0 { shares[.adapter] = adapter }
    return shares.values.sorted {
      ($1.microseconds, $0.owner.rank) < ($0.microseconds, $1.owner.rank)
    }
  }

  /// By device, the share of the reads that rely on the pointer of an earlier one.
  private static func heldShares(_ timeline: BusTimeline, _ times: [Int]) -> [Int: Double] {
    var counts: [Int: (device: Int, reads: Int, writes: Int)] = [:]
    for (cycle, times) in zip(timeline.cycles, times) {
      for message in cycle.messages {
        guard let entry = message.entry, let device = message.device else { continue }
        var count = counts[entry] ?? (device, 0, 0)
        if message.isRead { count.reads += times } else { count.writes += times }
        counts[entry] = count
      }
    }
    var shares: [Int: Double] = [:]
    for count in counts.values where count.writes > 0 && count.writes < count.reads {
      let share = 1 - Double(count.writes) / Double(count.reads)
      shares[count.device] = max(shares[count.device] ?? 0, share)
    }
    return shares
  }

  private init(_ owner: Owner, name: String) {
    self.owner = owner
    self.name = name
    (count, bytes, clocks, microseconds) = (0, 0, 0, 0)
    (averageClocks, heldShare) = (0, 0)
  }
}

extension BusShare.Owner {
  /// Its place among equals.
  fileprivate var rank: Int {
    switch self {
    case .device(let device): device
    case .selects: .max - 1
    case .adapter: .max
    }
  }
}
