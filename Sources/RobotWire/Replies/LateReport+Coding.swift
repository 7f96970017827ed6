import RobotUnits

extension LateEvent: WireCodable {
  /// On the wire it stands for "no earlier cycle".
  private static let noOrigin = UInt64.max

  func encode(into writer: inout WireWriter) {
    if origin == Self.noOrigin { writer.refuse("origin") }
    writer.integer(cycle)
    writer.integer(due.nanoseconds)
    writer.string(thread)
    writer.span(lateness)
    writer.integer(cause)
    writer.span(cost)
    writer.integer(origin ?? Self.noOrigin)
    writer.string(english)
    writer.string(chinese)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cycle = try reader.integer()
    due = MonotonicInstant(nanoseconds: try reader.integer())
    thread = try reader.string("thread")
    lateness = try reader.span()
    cause = try reader.integer()
    cost = try reader.span()
    let origin = try reader.integer(UInt64.self)
    self.origin = origin == Self.noOrigin ? nil : origin
    english = try reader.string("english")
    chinese = try reader.string("chinese")
  }
}

extension CauseCount: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(cause)
    writer.integer(count)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cause = try reader.integer()
    count = try reader.integer()
  }
}

extension CycleStages: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(cycle)
    writer.span(lateness)
    writer.list(stages)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cycle = try reader.integer()
    lateness = try reader.span()
    stages = try reader.list()
  }
}

extension LateReport: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.list(counts)
    writer.integer(unseen)
    writer.list(cycles)
    writer.list(before)
    writer.list(usual)
  }

  init(from reader: inout WireReader) throws(WireError) {
    counts = try reader.list()
    unseen = try reader.integer()
    cycles = try reader.list()
    before = try reader.list()
    usual = try reader.list()
  }
}

extension TimeSpan: WireCodable {
  func encode(into writer: inout WireWriter) { writer.span(self) }

  init(from reader: inout WireReader) throws(WireError) { self = try reader.span() }
}
