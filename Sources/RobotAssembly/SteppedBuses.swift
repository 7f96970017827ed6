internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits
internal import SimulatedHAL

/// All buses of a robot that is stepped on one thread, each in its own time: a bus whose transfers take
/// longer hands its replies over later, and misses the grid points meanwhile, as its thread would.
struct SteppedBuses: ~Copyable {
  private struct Relay: ~Copyable {
    var executor: TripleBufferReader<BusReplies>
    var control: TripleBufferWriter<BusReplies>
  }

  private let executors: BusArray
  private let relays: UnsafeMutablePointer<Relay>
  /// Where a bus keeps a time of its own.
  private let simulated: [(any TimedAdapter)?]

  init(_ channels: [(BusChannel, any I2CAdapter)]) {
    let buffers = channels.map { channel in TripleBuffer { BusReplies(channel.0.plan) } }
    executors = BusArray(channels, replies: buffers)
    simulated = channels.map { $0.1 as? any TimedAdapter }
    relays = .allocate(capacity: max(channels.count, 1))
    for (index, channel) in channels.enumerated() {
      (relays + index).initialize(
        to: Relay(executor: buffers[index].reader, control: channel.0.replies.writer))
    }
  }

  deinit {
    relays.deinitialize(count: executors.count)
    relays.deallocate()
  }

  /// The turn of `cycle` at `now`, for the buses that are not in a transfer still.
  func run(cycle: UInt64, at now: MonotonicInstant, _ trace: inout CycleTrace) {
    for bus in 0..<executors.count where isDone(bus, by: now) {
      executors.run(bus, cycle: cycle, &trace)
    }
  }

  /// Hands over what the buses have read until `instant`.
  func handOver(until instant: MonotonicInstant) {
    for bus in 0..<executors.count
    where isDone(bus, by: instant) && relays[bus].executor.update() {
      // Whoever fills a slot fills all of it: what the other side gets back means nothing.
      swap(&relays[bus].executor.slot.pointee, &relays[bus].control.slot.pointee)
      relays[bus].control.publish()
    }
  }

  private func isDone(_ bus: Int, by instant: MonotonicInstant) -> Bool {
    simulated[bus].map { $0.busTime <= instant } ?? true
  }
}
