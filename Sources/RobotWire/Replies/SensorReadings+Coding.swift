import RobotUnits

extension SensorSamples: WireCodable {
  func encode(into writer: inout WireWriter) {
    if !Pages.isPart(sensors.count, from: first, of: total) { writer.refuse("total") }
    writer.integer(cycle)
    writer.integer(time.nanoseconds)
    writer.integer(total)
    writer.integer(first)
    writer.list(sensors)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cycle = try reader.integer()
    time = MonotonicInstant(nanoseconds: try reader.integer())
    total = try reader.integer()
    first = try reader.integer()
    sensors = try reader.list()
    guard Pages.isPart(sensors.count, from: first, of: total) else {
      throw .badPayload(field: "total")
    }
  }
}

extension SensorReadings: WireCodable {
  func encode(into writer: inout WireWriter) {
    if !Self.isAge(age, validAt) { writer.refuse("age") }
    if channels.count > Self.mostChannels { writer.refuse("channels") }
    writer.instant(validAt, "validAt")
    writer.span(age)
    writer.integer(conditions.rawValue)
    writer.integer(failures)
    writer.count(channels.count)
    writer.mask(channels.map(\.isValid))
    for channel in channels { writer.number(channel.value) }
  }

  init(from reader: inout WireReader) throws(WireError) {
    validAt = try reader.instant("validAt")
    age = try reader.span()
    guard Self.isAge(age, validAt) else { throw .badPayload(field: "age") }
    conditions = SensorConditions(rawValue: try reader.integer())
    failures = try reader.integer()
    let count = Int(try reader.integer(UInt16.self))
    guard count <= Self.mostChannels else { throw .badPayload(field: "channels") }
    channels = []
    for isValid in try reader.mask(count, "valid") {
      channels.append(ChannelValue(try reader.number(), isValid: isValid))
    }
  }

  private static func isAge(_ age: TimeSpan, _ validAt: MonotonicInstant?) -> Bool {
    validAt == nil ? age == .zero : age >= .zero
  }
}
