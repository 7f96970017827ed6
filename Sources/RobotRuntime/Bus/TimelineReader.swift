internal import RobotHAL
internal import RobotUnits

/// Tells which exchange of a plan a recorded message belongs to: by the place of its bytes, which the plan
/// laid out. Real-time: no.
struct TimelineReader {
  let plan: BusPlan
  /// Where the composer's requests and replies begin.
  let requests: Int
  let replies: Int

  /// The cycle that `transfers` are.
  func cycle(_ transfers: [[RecordingAdapter.Sent]]) -> BusTimeline.Cycle {
    var load = BusTimeline.Load()
    var messages: [BusTimeline.Message] = []
    for transfer in transfers {
      for (place, sent) in transfer.enumerated() {
        let message = message(
          sent, transfer: load.transfers, isLast: place == transfer.count - 1, at: load.clocks)
        messages.append(message)
        load.messages += 1
        load.bytes += message.byteCount + 1
        load.clocks += message.clocks
      }
      load.transfers += 1
    }
    return BusTimeline.Cycle(messages: messages, load: load)
  }

  private func message(
    _ sent: RecordingAdapter.Sent, transfer: Int, isLast: Bool, at clock: Int
  ) -> BusTimeline.Message {
    let isRead = sent.flags & I2CMessage.Flags.read.rawValue != 0
    let stops = isLast || sent.flags & I2CMessage.Flags.stop.rawValue != 0
    let entry = entry(sent, isRead: isRead)
    return BusTimeline.Message(
      kind: entry.map(kind) ?? .select, entry: entry, device: entry.map { plan.entries[$0].device },
      address: UInt8(truncatingIfNeeded: sent.address), isRead: isRead, byteCount: sent.length,
      stops: stops, transfer: transfer,
      firstClock: clock, clocks: 1 + 9 * (sent.length + 1) + (stops ? 1 : 0))
  }

  private func kind(_ entry: Int) -> BusTimeline.Kind {
    let entry = plan.entries[entry]
    return entry.safeRequest != nil ? .command : entry.isWatch ? .watch : .reading
  }

  /// The exchange whose bytes a message carries; `nil` for those of a select.
  private func entry(_ sent: RecordingAdapter.Sent, isRead: Bool) -> Int? {
    let offset = Int(bitPattern: sent.buffer) - (isRead ? replies : requests)
    return plan.entries.firstIndex { entry in
      guard UInt16(entry.exchange.address.rawValue) == sent.address else { return false }
      return isRead
        ? entry.replyOffset == offset && entry.exchange.replyCount == sent.length
        : entry.requestOffset == offset && entry.exchange.request.count == sent.length
    }
  }
}
