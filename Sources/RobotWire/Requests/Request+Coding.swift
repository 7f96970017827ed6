import RobotUnits

extension Request: WireMessage {
  var type: UInt8 {
    switch self {
    case .hello: 0x01
    case .describe: 0x02
    case .subscribe: 0x03
    case .command: 0x04
    case .trajectoryBegin: 0x05
    case .trajectoryKnots: 0x06
    case .trajectoryStart: 0x07
    case .arm: 0x08
    case .disarm: 0x09
    case .stop: 0x0A
    case .clear: 0x0B
    case .jog: 0x0C
    case .statistics: 0x0D
    case .setLine: 0x0E
    case .histogram: 0x0F
    case .lateCycles: 0x10
    case .push: 0x11
    case .jointKinds: 0x12
    case .sensors: 0x13
    case .sensorSamples: 0x14
    case .tactileFrames: 0x15
    case .tare: 0x16
    case .devices: 0x17
    case .evidence: 0x18
    case .examine: 0x19
    case .recover: 0x1A
    case .files: 0x1B
    case .access: 0x1C
    case .deathBefore: 0x1D
    }
  }

  func encodePayload(into writer: inout WireWriter) {
    switch self {
    case .describe, .trajectoryStart, .arm, .disarm, .stop, .clear, .statistics, .lateCycles,
      .jointKinds, .examine, .recover, .files, .access, .deathBefore:
      break
    case .hello(let clientName, let protocolVersion):
      writer.integer(protocolVersion)
      writer.string(clientName)
    case .subscribe(let stateEvery):
      writer.integer(stateEvery)
    case .command(let validFor, let joints):
      if !Self.isValid(validFor) { writer.refuse("validFor") }
      writer.span(validFor)
      writer.list(joints)
    case .trajectoryBegin(let knotCount, let jointCount):
      writer.integer(knotCount)
      writer.integer(jointCount)
    case .trajectoryKnots(let part):
      part.encode(into: &writer)
    case .jog(let joint, let displacement, let speed):
      writer.integer(joint)
      writer.finite(displacement, "displacement")
      writer.finite(speed, "speed")
    case .setLine(let name, let isHigh):
      writer.bool(isHigh)
      writer.string(name)
    case .push(let joint, let effort):
      writer.integer(joint)
      writer.finite(effort, "effort")
    case .histogram(let thread, let stage):
      writer.integer(thread)
      writer.integer(stage.rawValue)
    case .sensors(let first), .sensorSamples(let first), .tactileFrames(let first),
      .devices(let first):
      writer.integer(first)
    case .tare(let skin):
      writer.integer(skin)
    case .evidence(let event, let first):
      writer.integer(event)
      writer.integer(first)
    }
  }

  init(type: UInt8, from reader: inout WireReader) throws(WireError) {
    switch type {
    case 0x01:
      let protocolVersion = try reader.integer(UInt8.self)
      self = .hello(
        clientName: try reader.string("clientName"), protocolVersion: protocolVersion)
    case 0x02: self = .describe
    case 0x03: self = .subscribe(stateEvery: try reader.integer())
    case 0x04:
      let validFor = try reader.span()
      guard Self.isValid(validFor) else { throw .badPayload(field: "validFor") }
      self = .command(validFor: validFor, joints: try reader.list())
    case 0x05:
      let knotCount = try reader.integer(UInt32.self)
      self = .trajectoryBegin(knotCount: knotCount, jointCount: try reader.integer())
    case 0x06: self = .trajectoryKnots(try TrajectoryKnots(from: &reader))
    case 0x07: self = .trajectoryStart
    case 0x08: self = .arm
    case 0x09: self = .disarm
    case 0x0A: self = .stop
    case 0x0B: self = .clear
    case 0x0C:
      let joint = try reader.integer(UInt16.self)
      let displacement = try reader.finite("displacement")
      self = .jog(joint: joint, displacement: displacement, speed: try reader.finite("speed"))
    case 0x0D: self = .statistics
    case 0x0E:
      let isHigh = try reader.bool("isHigh")
      self = .setLine(name: try reader.string("name"), isHigh: isHigh)
    case 0x0F:
      let thread = try reader.integer(UInt16.self)
      self = .histogram(thread: thread, stage: try reader.choice("stage"))
    case 0x10: self = .lateCycles
    case 0x11:
      let joint = try reader.integer(UInt16.self)
      self = .push(joint: joint, effort: try reader.finite("effort"))
    case 0x12: self = .jointKinds
    case 0x13: self = .sensors(first: try reader.integer())
    case 0x14: self = .sensorSamples(first: try reader.integer())
    case 0x15: self = .tactileFrames(first: try reader.integer())
    case 0x16: self = .tare(skin: try reader.integer())
    case 0x17: self = .devices(first: try reader.integer())
    case 0x18:
      let event = try reader.integer(UInt8.self)
      self = .evidence(event: event, first: try reader.integer())
    case 0x19: self = .examine
    case 0x1A: self = .recover
    case 0x1B: self = .files
    case 0x1C: self = .access
    case 0x1D: self = .deathBefore
    default: throw .unknownType(type)
    }
  }

  private static func isValid(_ validFor: TimeSpan) -> Bool {
    validFor > .zero && validFor <= longestValidity
  }
}
