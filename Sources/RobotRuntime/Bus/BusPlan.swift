public import RobotHAL

/// The cyclic traffic of one bus: the exchanges of all its devices, in the order in which they go over
/// the wire. Commands first, so that they leave exactly at the grid point; then readings, sorted by
/// mux and channel, so that channels are switched least.
public struct BusPlan: Sendable {
  /// The exchanges in wire order.
  public let entries: [Entry]
  /// All muxes of the bus.
  public let muxes: [I2CAddress]
  /// What goes out while no fresh command is there.
  public let aging: CommandAging
  /// Bytes of all requests together.
  public let requestBytes: Int
  /// Bytes of all replies together.
  public let replyBytes: Int

  /// In every so many turns an exchange that may rely on the register pointer writes it all the same: a
  /// pointer that was garbled on the wire is wrong for no longer.
  public static let pointerTurns = 16

  /// One exchange of one device.
  public struct Entry: Sendable {
    /// What goes over the wire.
    public var exchange: Exchange
    /// The mux channel that it goes through.
    public var route: Route?
    /// It takes part in every `every`-th cycle, at least 1 ...
    public var every: Int
    /// ... where `cycle % every` is this.
    public var phase: Int
    /// The request that makes the device safe, for a command: sent while no fresh command is there.
    public var safeRequest: [UInt8]?
    /// The device's number, for the caller.
    public var device: Int
    /// It reads settings back (`SettingsWatch`) and measures nothing.
    public var isWatch: Bool
    /// Where its request begins among the bus's request bytes.
    public internal(set) var requestOffset = 0
    /// Where its reply begins among the bus's reply bytes.
    public internal(set) var replyOffset = 0

    /// An entry.
    public init(
      exchange: Exchange, route: Route?, every: Int, phase: Int, safeRequest: [UInt8]?, device: Int,
      isWatch: Bool = false
    ) {
      self.exchange = exchange
      self.route = route
      self.every = every
      self.phase = phase
      self.safeRequest = safeRequest
      self.device = device
      self.isWatch = isWatch
    }
  }

  /// A mux channel.
  public struct Route: Hashable, Sendable, BitwiseCopyable {
    /// The mux.
    public var mux: I2CAddress
    /// The channel, 0...7.
    public var channel: UInt8
    /// A channel of `mux`.
    public init(mux: I2CAddress, channel: UInt8) {
      self.mux = mux
      self.channel = channel
    }
  }

  /// Orders `entries` and gives each its place.
  public init(_ entries: [Entry], muxes: [I2CAddress], aging: CommandAging = .hold()) {
    // The exchanges of one device stay in the order in which they were given.
    func key(_ place: Int) -> (Int, Int, Int, Int) {
      let entry = entries[place]
      let route = entry.route.map { Int($0.mux.rawValue) * 8 + Int($0.channel) + 1 } ?? 0
      return (entry.safeRequest == nil ? 1 : 0, route, entry.device, place)
    }
    var ordered = entries.indices.sorted { key($0) < key($1) }.map { entries[$0] }
    var request = 0
    var reply = 0
    for index in ordered.indices {
      ordered[index].requestOffset = request
      ordered[index].replyOffset = reply
      request += ordered[index].exchange.request.count
      reply += ordered[index].exchange.replyCount
    }
    self.entries = ordered
    self.muxes = muxes
    self.aging = aging
    requestBytes = request
    replyBytes = reply
  }

  /// The bytes of all requests, every command safe.
  var safeRequests: [UInt8] {
    entries.flatMap { $0.safeRequest ?? $0.exchange.request }
  }
}
