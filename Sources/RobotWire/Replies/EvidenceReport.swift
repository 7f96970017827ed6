public import RobotUnits

/// One control cycle about a fault.
public struct CycleEvidence: Hashable, Sendable {
  /// Its number.
  public var cycle: UInt64
  /// Its start.
  public var time: MonotonicInstant
  /// Where the robot stood after it.
  public var lifecycle: Lifecycle
  /// Conditions of the whole robot.
  public var flags: StateFlags
  /// The joints, in robot order.
  public var joints: [JointSnapshot]

  /// A cycle.
  public init(
    cycle: UInt64, time: MonotonicInstant, lifecycle: Lifecycle, flags: StateFlags,
    joints: [JointSnapshot]
  ) {
    self.cycle = cycle
    self.time = time
    self.lifecycle = lifecycle
    self.flags = flags
    self.joints = joints
  }
}

/// A fault, or a stop without one, and the cycles before and after it.
public struct EvidenceReport: Hashable, Sendable {
  /// What happened.
  public var event: FaultEvent
  /// How many events the daemon still knows.
  public var kept: UInt8
  /// The cycles, the oldest first.
  public var cycles: Page<CycleEvidence>

  /// An event with a part of its cycles.
  public init(event: FaultEvent, kept: UInt8, cycles: Page<CycleEvidence>) {
    self.event = event
    self.kept = kept
    self.cycles = cycles
  }

  /// The part of `cycles` that begins with number `first` and fits in one frame; `nil` where there is no
  /// such number. Real-time: no.
  public init?(event: FaultEvent, kept: UInt8, cycles: [CycleEvidence], from first: UInt16) {
    var writer = WireWriter(reservingHeader: 0)
    event.encode(into: &writer)
    guard
      let part = Pages.part(of: cycles, from: first, fixed: writer.bytes.count + 1 + 2 + 2 + 2)
    else { return nil }
    self.init(
      event: event, kept: kept,
      cycles: Page<CycleEvidence>(
        total: UInt16(clamping: cycles.count), first: first, elements: part))
  }
}

extension CycleEvidence: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(cycle)
    writer.integer(time.nanoseconds)
    writer.integer(lifecycle.rawValue)
    writer.integer(flags.rawValue)
    writer.list(joints)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cycle = try reader.integer()
    time = MonotonicInstant(nanoseconds: try reader.integer())
    lifecycle = try reader.choice("lifecycle")
    flags = StateFlags(rawValue: try reader.integer())
    joints = try reader.list()
  }
}

extension EvidenceReport: WireCodable {
  func encode(into writer: inout WireWriter) {
    event.encode(into: &writer)
    writer.integer(kept)
    cycles.encode(into: &writer)
  }

  init(from reader: inout WireReader) throws(WireError) {
    event = try FaultEvent(from: &reader)
    kept = try reader.integer()
    cycles = try Page<CycleEvidence>(from: &reader)
  }
}
