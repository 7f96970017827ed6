import RobotHAL
import RobotUnits

/// Decides what the planned faults do to each transfer of a bus. Allocates when a plan is loaded, and when
/// a chip is switched off and on.
struct FaultInjector {
  private(set) var entries: [FaultEntry] = []
  private var random = FaultRandom(seed: 0)
  private var muxes: [TCA9548AModel] = []
  /// What answers in front of them.
  private var upstream: [UInt16] = []
  private var transfer = 0
  /// A chip that holds SDA low.
  private(set) var hold: DataHold?
  /// The last register that was set on the wire, for replies that freeze or tear.
  private var register: UInt8 = 0
  private var isWatching = false

  /// Whether a transfer has to ask at all.
  var isIdle: Bool { entries.isEmpty && hold == nil }

  /// Takes `plan` in the place of the one before, whose states end.
  mutating func load(_ plan: FaultPlan, on segment: BusSegment) {
    for index in entries.indices where entries[index].isBegun {
      turn(index, begun: false, segment)
    }
    random = FaultRandom(seed: plan.seed)
    entries = []
    // A chip that hangs goes on hanging, but by no fault of this plan.
    hold?.entry = -1
    for planned in plan.faults { append(planned, on: segment) }
    isWatching = entries.contains { $0.memory != nil }
  }

  /// Takes `planned` beside what was planned before; its place in the plan.
  @discardableResult
  mutating func append(_ planned: PlannedFault, on segment: BusSegment) -> Int {
    muxes = segment.muxes
    upstream = segment.chips.map { UInt16($0.address.rawValue) }
    var address: I2CAddress?
    switch planned.place {
    case .bus: break
    case .device(let own): address = own
    case .behind(let mux, _, _): address = mux
    }
    let entry = FaultEntry(planned, mux: muxes.first { $0.address == address })
    if entry.memory != nil { isWatching = true }
    entries.append(entry)
    return entries.count - 1
  }

  /// Ends the fault at `index` of the plan at `now`.
  mutating func end(_ index: Int, at now: MonotonicInstant) { entries[index].planned.end = now }

  /// Begins a transfer: what is due to chips happens to them. Returns what it costs beside the wire.
  mutating func beginTransfer(at now: MonotonicInstant, on segment: BusSegment) -> TimeSpan {
    transfer += 1
    var overhead = TimeSpan.zero
    for index in entries.indices {
      let isDue = entries[index].isDue(now)
      switch entries[index].planned.fault {
      case .unpowered, .stranger, .swappedChannels:
        if isDue != entries[index].isBegun {
          turn(index, begun: isDue, segment)
        }
      case .reset:
        if isDue, entries[index].strikes(transfer: transfer, &random) {
          restart(entries[index].planned.place, segment)
        }
      case .slowAdapter(let span):
        if isDue, entries[index].strikes(transfer: transfer, &random) { overhead = overhead + span }
      default: break
      }
    }
    if let hold, hold.entry >= 0, entries[hold.entry].planned.end.map({ $0 <= now }) ?? false {
      self.hold = nil
    }
    return overhead
  }

  /// Whether a chip holds SDA low and is connected to the bus.
  var isHeldLow: Bool { hold?.isConnected ?? false }

  /// A pulse of SCL from outside. True when it let go of SDA.
  mutating func clock() {
    guard isHeldLow else { return }
    hold?.clocks -= 1
    if hold?.clocks == 0 { hold = nil }
  }

  /// The chip of the entry `index` stops with SDA low.
  mutating func holdData(by index: Int, address: UInt16) {
    let place = entries[index].planned.place
    var path: (mux: TCA9548AModel, channel: Int)?
    if case .behind(_, let channel, _) = place, let mux = entries[index].mux {
      path = (mux, channel)
    } else if case .bus = place, !upstream.contains(address) {
      // Whichever chip was addressed: behind the channel that is closed.
      for mux in muxes where mux.control != 0 {
        path = (mux, mux.control.trailingZeroBitCount)
      }
    }
    // It stopped somewhere in the byte: nine clocks at most bring it to its acknowledge.
    hold = DataHold(
      entry: index, clocks: 1 + Int(random.next() % 9), mux: path?.mux, channel: path?.channel ?? 0)
  }

  /// The bus lost its supply for a moment.
  mutating func release() { hold = nil }

  // MARK: States of chips

  private mutating func turn(_ index: Int, begun: Bool, _ segment: BusSegment) {
    switch entries[index].planned.fault {
    case .unpowered: restart(entries[index].planned.place, segment)
    case .swappedChannels:
      // Swaps of one channel do not commute: all that came later are undone first.
      let later = entries.indices.dropFirst(index + 1)
      for other in later.reversed() { entries[other].swapIfBegun() }
      entries[index].swap()
      for other in later { entries[other].swapIfBegun() }
    default: break
    }
    entries[index].isBegun = begun
    if begun { entries[index].strikes += 1 }
  }

  private mutating func restart(_ place: FaultPlace, _ segment: BusSegment) {
    for chip in segment.chips(at: place) { chip.powerCycle() }
    if let hold, hold.entry >= 0, place == .bus || entries[hold.entry].planned.place == place {
      self.hold = nil
    }
  }

  // MARK: Messages

  /// What the faults make of message `number` of the present transfer.
  mutating func effect(
    on message: I2CMessage, number: Int, at now: MonotonicInstant
  ) -> MessageEffect {
    var effect = MessageEffect()
    let isReading = message.flags.contains(.read)
    for index in entries.indices {
      let fault = entries[index].planned.fault
      guard fault.applies(to: message, isReading: isReading, number: number),
        entries[index].isDue(now), entries[index].concerns(message.address)
      else { continue }
      if fault.isState || entries[index].strikes(transfer: transfer, &random) {
        effect.add(fault, index)
      }
    }
    if isWatching, !isReading, message.length > 0 { register = message.buffer[0] }
    return effect
  }

  /// Makes of the bytes that were read in `message` what the faults make of them.
  mutating func alter(_ message: I2CMessage, _ effect: MessageEffect) {
    let reply = UnsafeMutableBufferPointer(start: message.buffer, count: Int(message.length))
    if effect.constant >= 0 {
      for index in reply.indices { reply[index] = UInt8(effect.constant) }
    }
    if effect.frozenBy >= 0 {
      let key = key(message)
      if let slot = entries[effect.frozenBy].memory?.slot(key) {
        entries[effect.frozenBy].memory?.copy(slot, count: reply.count, to: reply)
      } else {
        entries[effect.frozenBy].memory?.store(key, UnsafeBufferPointer(reply))
      }
    }
    if effect.flips > 0 {
      for index in reply.indices { reply[index] ^= random.bits(effect.flips) }
    }
    tear(message, effect, reply)
  }

  /// A byte that is written, as it arrives.
  mutating func altered(_ byte: UInt8, _ effect: MessageEffect) -> UInt8 {
    effect.flips > 0 ? byte ^ random.bits(effect.flips) : byte
  }

  mutating func withStranger<Value>(_ index: Int, _ body: (inout Stranger) -> Value) -> Value? {
    guard var stranger = entries[index].stranger.take() else { return nil }
    defer { entries[index].stranger = stranger }
    return body(&stranger)
  }

  private mutating func tear(
    _ message: I2CMessage, _ effect: MessageEffect, _ reply: UnsafeMutableBufferPointer<UInt8>
  ) {
    guard effect.tornBy >= 0 else { return }
    let key = key(message)
    let old = entries[effect.tornBy].memory
    entries[effect.tornBy].memory?.store(key, UnsafeBufferPointer(reply))
    if let old, let slot = old.slot(key) { old.copy(slot, count: effect.tornBytes, to: reply) }
  }

  /// Which register of which chip is read.
  private func key(_ message: I2CMessage) -> UInt64 {
    var key = UInt64(message.address) << 24 | UInt64(register) << 16 | UInt64(message.length)
    for mux in muxes { key = key &* 0x100_0000_01B3 ^ UInt64(mux.control) }
    return key
  }
}

/// A chip that holds SDA low, and for how many more clocks.
struct DataHold {
  var entry: Int
  var clocks: Int
  /// The mux in front of it.
  var mux: TCA9548AModel?
  var channel: Int

  var isConnected: Bool { mux.map { $0.isClosed(channel) } ?? true }
}
