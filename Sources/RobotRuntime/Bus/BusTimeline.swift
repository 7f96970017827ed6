internal import RobotHAL
internal import RobotUnits

/// Every message of a bus until its cycles repeat, with its time: what the bus executor itself hands to an
/// adapter that only writes down. What is predicted is what is executed.
///
/// The time of a transfer is the adapter's overhead, then its clocks without gaps: nine per byte, one for
/// each START, repeated START and STOP (Documentation/buses.md). Real-time: no.
public struct BusTimeline: Sendable, Hashable {
  /// What carries the traffic.
  public let wire: BusWire
  /// The cycles that differ.
  public let cycles: [Cycle]
  /// The number of each cycle in `cycles`, from a cycle on whose index is a multiple of `order.count`.
  public let order: [Int]
  /// Whether the cycles are those that are executed. They are not when they repeat only after
  /// `Hyperperiod.most` cycles: then there is one, in which all devices meet, and which no cycle exceeds.
  public let isExact: Bool
  /// What repeating each exchange of the plan alone takes after a failure, selects before and behind it
  /// included; in the plan's order.
  public let repeats: [Load]

  /// What a message is for.
  public enum Kind: String, Sendable, CaseIterable {
    /// Switches a mux.
    case select
    /// Carries an output.
    case command
    /// Measures.
    case reading
    /// Reads settings back.
    case watch
  }

  /// One message on the wire.
  public struct Message: Hashable, Sendable {
    /// What it is for.
    public let kind: Kind
    /// The exchange in the plan's order; `nil` for a select.
    public let entry: Int?
    /// The caller's number of the device; `nil` for a select.
    public let device: Int?
    /// The 7-bit address on the wire.
    public let address: UInt8
    /// Whether the device sends.
    public let isRead: Bool
    /// Its bytes, without the address byte.
    public let byteCount: Int
    /// Whether a STOP follows, at the end of the transfer too.
    public let stops: Bool
    /// The transfer of the cycle, from 0.
    public let transfer: Int
    /// The cycle's clocks before it.
    public let firstClock: Int
    /// Its clocks, with START and the STOP that follows.
    public let clocks: Int
  }

  /// An amount of traffic.
  public struct Load: Hashable, Sendable {
    /// Transfers: on Linux, system calls.
    public var transfers = 0
    /// Messages.
    public var messages = 0
    /// Bytes on the wire, address bytes included.
    public var bytes = 0
    /// SCL clocks.
    public var clocks = 0

    /// Nothing.
    public init() {}
  }

  /// The messages of one cycle.
  public struct Cycle: Hashable, Sendable {
    /// The messages in the order of the wire.
    public let messages: [Message]
    /// All of them together.
    public let load: Load
  }

  /// The messages of `plan` on `wire`.
  public init(_ plan: BusPlan, on wire: BusWire) {
    self.wire = wire
    var recorder = TimelineRecorder(plan, wire)
    (cycles, order, isExact) = recorder.record()
    repeats = recorder.repeats()
  }

  /// The cycle with `index`, once the first cycles have brought muxes and pointers into their steady state.
  public func cycle(_ index: UInt64) -> Cycle {
    cycles[order[Int(index % UInt64(order.count))]]
  }

  /// When `message` begins, from the grid point on [us].
  public func start(of message: Message) -> Double {
    wire.microseconds(clocks: message.firstClock, transfers: message.transfer + 1)
  }

  /// How long `message` takes [us].
  public func length(of message: Message) -> Double {
    wire.microseconds(clocks: message.clocks, transfers: 0)
  }

  /// How long `load` takes [us].
  public func microseconds(_ load: Load) -> Double {
    wire.microseconds(clocks: load.clocks, transfers: load.transfers)
  }

  /// The first of the longest cycles.
  public var worst: Cycle {
    var worst = cycles[0]
    for cycle in cycles where microseconds(cycle.load) > microseconds(worst.load) { worst = cycle }
    return worst
  }

  /// The index of the first of the longest cycles.
  public var worstIndex: Int {
    let worst = worst
    return order.firstIndex { cycles[$0] == worst } ?? 0
  }

  /// What a cycle takes on average [us].
  public var averageMicroseconds: Double {
    order.reduce(0) { $0 + microseconds(cycles[$1].load) } / Double(order.count)
  }
}
