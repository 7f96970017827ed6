import RobotHAL
import RobotUnits

/// A planned fault and what has become of it.
struct FaultEntry {
  var planned: PlannedFault
  /// The mux of its place, and that whose channels it swaps.
  let mux: TCA9548AModel?
  /// Transfers that it struck.
  var strikes = 0
  /// The transfer that it was decided for, and how.
  private var decidedTransfer = -1
  private var decision = false
  /// Whether a state fault has begun.
  var isBegun = false
  var memory: ReplyMemory?
  var stranger: Stranger?

  init(_ planned: PlannedFault, mux: TCA9548AModel?) {
    self.planned = planned
    self.mux = mux
    switch planned.fault {
    case .frozenReply, .tornReply: memory = ReplyMemory()
    case .stranger(let seed): stranger = Stranger(seed: seed)
    default: break
    }
  }

  func isDue(_ now: MonotonicInstant) -> Bool {
    planned.start <= now && planned.end.map { now < $0 } ?? true
  }

  /// Swaps its channels, or swaps them back.
  func swap() {
    if case .swappedChannels(let one, let other) = planned.fault { mux?.swapChannels(one, other) }
  }

  func swapIfBegun() { if isBegun { swap() } }

  /// Whether it strikes the transfer `number`, in which it could; decided once per transfer.
  mutating func strikes(transfer number: Int, _ random: inout FaultRandom) -> Bool {
    if decidedTransfer == number { return decision }
    decidedTransfer = number
    decision =
      strikes < planned.count ?? .max
      && (planned.probability >= 1 || random.happens(planned.probability))
    if decision { strikes += 1 }
    return decision
  }

  /// Whether a message to `address` concerns it.
  func concerns(_ address: UInt16) -> Bool {
    switch planned.place {
    case .bus: true
    case .device(let own): UInt16(own.rawValue) == address
    case .behind(_, let channel, let own):
      UInt16(own.rawValue) == address && mux.map { $0.isClosed(channel) } ?? false
    }
  }
}
