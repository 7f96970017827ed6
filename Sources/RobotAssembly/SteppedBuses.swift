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
  private let lines: [SimulatedSerialLine?]

  init(
    _ channels: [(BusChannel, any I2CAdapter)], _ serial: [(LineChannel, any SerialPort)]
  ) {
    let buffers =
      channels.map { channel in TripleBuffer { BusReplies(channel.0.plan) } }
      + serial.map { channel in TripleBuffer { channel.0.emptyReplies() } }
    executors = BusArray(channels, serial, replies: buffers)
    simulated = channels.map { $0.1 as? any TimedAdapter }
    lines = serial.map { $0.1 as? SimulatedSerialLine }
    let replies = channels.map(\.0.replies) + serial.map(\.0.replies)
    relays = .allocate(capacity: max(replies.count, 1))
    for index in replies.indices {
      (relays + index).initialize(
        to: Relay(executor: buffers[index].reader, control: replies[index].writer))
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
    if bus < simulated.count { return simulated[bus].map { $0.busTime <= instant } ?? true }
    return lines[bus - simulated.count].map { $0.busTime <= instant } ?? true
  }
}
