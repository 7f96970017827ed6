internal import RobotHAL

/// An entry of the plan as flat data, and since when it goes alone.
struct BusStep: BitwiseCopyable {
  private(set) var address: I2CAddress
  let requestOffset: Int
  private(set) var requestCount: Int
  let replyOffset: Int
  private(set) var replyCount: Int
  let every: UInt64
  let phase: UInt64
  let isCommand: Bool
  /// The channel that it goes through; unknown for a device without mux.
  private(set) var route: BusRoute
  /// What it takes of the budget when it goes alone [ns].
  let aloneCost: Int64
  /// It may rely on the register pointer of the last time.
  let retainsPointer: Bool
  /// It is being composed without its request, because the chip's pointer is where it belongs.
  var isHeld = false
  /// Until this cycle it goes in a transfer of its own.
  var aloneBefore: UInt64 = 0

  /// `entry` as flat data; `select` is what making its channel the open one takes [ns].
  init(_ entry: BusPlan.Entry, select: Int64, retry: RetryBudget) {
    address = entry.exchange.address
    requestOffset = entry.requestOffset
    requestCount = entry.exchange.request.count
    replyOffset = entry.replyOffset
    replyCount = entry.exchange.replyCount
    every = UInt64(entry.every)
    phase = UInt64(entry.phase)
    isCommand = entry.safeRequest != nil
    route = BusRoute(entry.route)
    retainsPointer = entry.exchange.retainsPointer
    // It selects its channel, and when it fails the next one has to select again.
    let selects = entry.route == nil ? 0 : 2 * select
    aloneCost = retry.cost(clocks: 0, transfers: 1) + selects
  }

  /// Room for a guest behind the plan's own bytes; never due.
  init(guestBehind plan: BusPlan) {
    address = 0
    requestOffset = plan.requestBytes
    requestCount = 0
    replyOffset = plan.replyBytes
    replyCount = 0
    every = .max
    phase = .max
    isCommand = false
    route = BusRoute(nil)
    aloneCost = 0
    retainsPointer = false
  }

  /// Makes it a guest's exchange.
  @_noAllocation @_noLocks
  mutating func visit(_ address: I2CAddress, _ route: BusRoute, write: Int, read: Int) {
    self.address = address
    self.route = route
    requestCount = write
    replyCount = read
  }

  /// Whether it takes part in `cycle`.
  @_noAllocation @_noLocks
  func isDue(_ cycle: UInt64) -> Bool { cycle % every == phase }

  /// Whether it goes in a transfer of its own in `cycle`.
  @_noAllocation @_noLocks
  func isAlone(_ cycle: UInt64) -> Bool { cycle < aloneBefore }
}

/// The open mux channel of a bus, or that nobody knows.
struct BusRoute: BitwiseCopyable, Hashable {
  /// The mux's address and three bits of channel; negative: unknown.
  private let code: Int16

  init(_ route: BusPlan.Route?) {
    code = route.map { Int16($0.mux.rawValue) << 3 | Int16($0.channel & 7) } ?? -1
  }

  @_noAllocation @_noLocks
  private init(code: Int16) { self.code = code }

  @_noAllocation @_noLocks
  static func unknown() -> BusRoute { BusRoute(code: -1) }

  @_noAllocation @_noLocks
  func isKnown() -> Bool { code >= 0 }

  @_noAllocation @_noLocks
  func isSame(_ other: BusRoute) -> Bool { code == other.code }

  @_noAllocation @_noLocks
  func isThrough(_ mux: I2CAddress) -> Bool { code >> 3 == Int16(mux.rawValue) }

  @_noAllocation @_noLocks
  func channel() -> Int { Int(code & 7) }
}
