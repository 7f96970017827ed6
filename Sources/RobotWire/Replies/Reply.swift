/// What the daemon says: an answer to a request (`FrameHeader.answers` names it), or news.
public enum Reply: Hashable, Sendable {
  /// Answers `hello` and `describe`.
  case welcome(RobotInfo)
  /// Answers every request that has no answer of its own, and any request that was not accepted.
  case result(RequestResult)
  /// News for a subscriber. Dropped when the client does not read.
  case state(StateSnapshot)
  /// Answers `statistics`.
  case statistics(StatisticsSnapshot)
  /// News for every client: a fault was latched.
  case event(FaultEvent)
  /// Answers `histogram`.
  case histogram(HistogramSnapshot)
  /// Answers `lateCycles`.
  case lateCycles(LateReport)
  /// Answers `jointKinds`: one for each joint, in robot order.
  case jointKinds([JointKind])
  /// Answers `sensors`.
  case sensors(Page<SensorInfo>)
  /// Answers `sensorSamples`.
  case sensorSamples(SensorSamples)
  /// Answers `tactileFrames`.
  case tactileFrames(TactileFrames)
  /// Answers `devices`.
  case devices(Page<DeviceState>)
  /// Answers `evidence`.
  case evidence(EvidenceReport)
  /// Answers `files`: the robot file, its URDF, its calibration and the board file, as far as there are any.
  case files([FileInfo])
  /// Answers `access`.
  case access(AccessReport)
  /// Answers `deathBefore`.
  case deathBefore(DeathReport)
}

extension Reply: WireMessage {
  var type: UInt8 {
    switch self {
    case .welcome: 0x81
    case .result: 0x82
    case .state: 0x83
    case .statistics: 0x84
    case .event: 0x85
    case .histogram: 0x87
    case .lateCycles: 0x86
    case .jointKinds: 0x88
    case .sensors: 0x89
    case .sensorSamples: 0x8A
    case .tactileFrames: 0x8B
    case .devices: 0x8C
    case .evidence: 0x8D
    case .files: 0x8E
    case .access: 0x8F
    case .deathBefore: 0x90
    }
  }

  func encodePayload(into writer: inout WireWriter) {
    switch self {
    case .welcome(let info): info.encode(into: &writer)
    case .result(let result): result.encode(into: &writer)
    case .state(let snapshot): snapshot.encode(into: &writer)
    case .statistics(let snapshot): snapshot.encode(into: &writer)
    case .event(let event): event.encode(into: &writer)
    case .histogram(let histogram): histogram.encode(into: &writer)
    case .lateCycles(let report): report.encode(into: &writer)
    case .jointKinds(let kinds): writer.list(kinds)
    case .sensors(let catalogue): catalogue.encode(into: &writer)
    case .sensorSamples(let samples): samples.encode(into: &writer)
    case .tactileFrames(let frames): frames.encode(into: &writer)
    case .devices(let states): states.encode(into: &writer)
    case .evidence(let report): report.encode(into: &writer)
    case .files(let files): writer.list(files)
    case .access(let report): report.encode(into: &writer)
    case .deathBefore(let report): report.encode(into: &writer)
    }
  }

  init(type: UInt8, from reader: inout WireReader) throws(WireError) {
    switch type {
    case 0x81: self = .welcome(try RobotInfo(from: &reader))
    case 0x82: self = .result(try RequestResult(from: &reader))
    case 0x83: self = .state(try StateSnapshot(from: &reader))
    case 0x84: self = .statistics(try StatisticsSnapshot(from: &reader))
    case 0x85: self = .event(try FaultEvent(from: &reader))
    case 0x87: self = .histogram(try HistogramSnapshot(from: &reader))
    case 0x86: self = .lateCycles(try LateReport(from: &reader))
    case 0x88: self = .jointKinds(try reader.list())
    case 0x89: self = .sensors(try Page<SensorInfo>(from: &reader))
    case 0x8A: self = .sensorSamples(try SensorSamples(from: &reader))
    case 0x8B: self = .tactileFrames(try TactileFrames(from: &reader))
    case 0x8C: self = .devices(try Page<DeviceState>(from: &reader))
    case 0x8D: self = .evidence(try EvidenceReport(from: &reader))
    case 0x8E: self = .files(try reader.list())
    case 0x8F: self = .access(try AccessReport(from: &reader))
    case 0x90: self = .deathBefore(try DeathReport(from: &reader))
    default: throw .unknownType(type)
    }
  }
}
