public import RobotUnits

/// What a latched fault was raised on.
public struct FaultEvidence: Hashable, Sendable {
  /// The fault's number. Range: 1 to 65535.
  public var code: UInt16
  /// The joint's index in robot order, where the fault belongs to one. Range: 0 to 65534.
  public var joint: UInt16?
  /// The value that broke the limit, in its own unit and as it was, NaN and infinities included.
  public var value: Double
  /// The limit that it broke.
  public var limit: Double

  /// A fault and its evidence.
  public init(code: UInt16, joint: UInt16?, value: Double, limit: Double) {
    self.code = code
    self.joint = joint
    self.value = value
    self.limit = limit
  }
}

/// A fault at the moment when it was latched, or a stop or a slower speed without a fault: its number is
/// none of a fault.
public struct FaultEvent: Hashable, Sendable {
  /// The start of the control cycle that found it.
  public var time: MonotonicInstant
  /// That cycle's number.
  public var cycle: UInt64
  /// What was found.
  public var fault: FaultEvidence
  /// What happened and what to do, in English.
  public var english: String
  /// What happened and what to do, in Chinese.
  public var chinese: String

  /// A fault found in `cycle`.
  public init(
    time: MonotonicInstant, cycle: UInt64, fault: FaultEvidence, english: String, chinese: String
  ) {
    self.time = time
    self.cycle = cycle
    self.fault = fault
    self.english = english
    self.chinese = chinese
  }
}

extension FaultEvidence {
  /// On the wire, code 0 stands for "no fault" and joint 65535 for "no joint".
  static func encode(_ fault: FaultEvidence?, into writer: inout WireWriter) {
    if fault?.code == 0 { writer.refuse("code") }
    if fault?.joint == .max { writer.refuse("joint") }
    writer.integer(fault?.code ?? 0)
    writer.integer(fault?.joint ?? .max)
    writer.number(fault?.value ?? 0)
    writer.number(fault?.limit ?? 0)
  }

  static func decode(from reader: inout WireReader) throws(WireError) -> FaultEvidence? {
    let code = try reader.integer(UInt16.self)
    let joint = try reader.integer(UInt16.self)
    let value = try reader.number()
    let limit = try reader.number()
    guard code != 0 else { return nil }
    return FaultEvidence(
      code: code, joint: joint == .max ? nil : joint, value: value, limit: limit)
  }
}

extension FaultEvent: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(time.nanoseconds)
    writer.integer(cycle)
    FaultEvidence.encode(fault, into: &writer)
    writer.string(english)
    writer.string(chinese)
  }

  init(from reader: inout WireReader) throws(WireError) {
    time = MonotonicInstant(nanoseconds: try reader.integer())
    cycle = try reader.integer()
    guard let fault = try FaultEvidence.decode(from: &reader) else {
      throw .badPayload(field: "code")
    }
    self.fault = fault
    english = try reader.string("english")
    chinese = try reader.string("chinese")
  }
}
