import RobotUnits
import RobotWire
import Testing

/// Every way in which bytes fail to be a frame. `describe` is 32 bytes, a header alone.
@Suite struct FrameErrorTests {
  static let describe = bytes("43424c31010200000000000007000000000000007efcfd7e00ca9a3b00000000")

  private func decode(_ frame: [UInt8]) throws(WireError) -> Request {
    try Envelope<Request>(frame: frame).message
  }

  /// A frame of `type` with `payload` and a right checksum, made without the codec.
  private func frame(
    type: UInt8, payload: String, reserved: UInt8 = 0, sentAt: String = "00ca9a3b00000000"
  ) -> [UInt8] {
    let body = bytes(payload)
    var frame =
      bytes("43424c3101") + [type, reserved, 0] + bytes("00000000") + bytes("07000000")
      + bytes("00000000") + bytes("00000000") + bytes(sentAt) + body
    for index in 0..<4 { frame[8 + index] = UInt8(truncatingIfNeeded: body.count >> (8 * index)) }
    let check = bitwiseCRC32C(frame)
    for index in 0..<4 { frame[20 + index] = UInt8(truncatingIfNeeded: check >> (8 * index)) }
    return frame
  }

  @Test func theCheckIsTheCastagnoliCRC() {
    // RFC 3720, appendix B.4: 32 zero bytes give the bytes aa 36 91 8a.
    #expect(bitwiseCRC32C([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(frame(type: 2, payload: "") == Self.describe)
  }

  @Test func tooFewBytesAreTruncated() {
    for length in 0..<32 {
      #expect(throws: WireError.truncated) { try decode(Array(Self.describe[..<length])) }
    }
    #expect(throws: WireError.truncated) {
      try decode(Array(frame(type: 3, payload: "32000000").dropLast()))
    }
    // The payload ends inside a field, though the header agrees with it.
    #expect(throws: WireError.truncated) { try decode(frame(type: 3, payload: "320000")) }
    #expect(throws: WireError.truncated) { try decode(frame(type: 1, payload: "010500746f6f6c")) }
  }

  @Test func tooManyBytesAreTooLong() {
    #expect(throws: WireError.tooLong) { try decode(Self.describe + [0]) }
    #expect(throws: WireError.tooLong) { try decode(frame(type: 2, payload: "00")) }
    #expect(throws: WireError.tooLong) { try decode([UInt8](repeating: 0, count: 65_537)) }
  }

  @Test func foreignHeadersAreNamed() {
    var other = Self.describe
    other[3] = 0x32
    #expect(throws: WireError.badMagic) { try decode(other) }
    other = Self.describe
    other[4] = 2
    #expect(throws: WireError.unsupportedVersion(2)) { try decode(other) }
    #expect(throws: WireError.unknownType(0x1F)) { try decode(frame(type: 0x1F, payload: "")) }
    #expect(throws: WireError.unknownType(0x83)) { try decode(frame(type: 0x83, payload: "")) }
    #expect(throws: WireError.badPayload(field: "reserved")) {
      try decode(frame(type: 2, payload: "", reserved: 1))
    }
    #expect(throws: WireError.badPayload(field: "sentAt")) {
      try decode(frame(type: 2, payload: "", sentAt: "ffffffffffffffff"))
    }
    #expect(throws: WireError.badPayload(field: "sentAt")) {
      try decode(frame(type: 2, payload: "", sentAt: "ffffffffffffff7f"))
    }
  }

  @Test(arguments: [
    (0x0E, "02050065" + "73746f70", "isHigh"),  // a Bool of 2
    (0x0F, "0000" + "0b", "stage"),  // the eleventh stage
    (0x01, "010200c328", "clientName"),  // C3 28 is not UTF-8
    (0x0C, "0000" + "000000000000f87f" + "0000000000000000", "displacement"),  // NaN
    (0x0C, "0000" + "0000000000000000" + "000000000000f0ff", "speed"),  // minus infinity
    (0x11, "0000" + "000000000000f07f", "effort"),  // infinity
    (0x04, "0000000000000000" + "0000", "validFor"),  // no time at all
    (0x04, "01e40b5402000000" + "0000", "validFor"),  // 10 s and 1 ns
    (0x04, "ffffffffffffffff" + "0000", "validFor"),  // -1 ns
    (0x04, "0100000000000000" + "0100" + "000000000000f07f", "position"),  // infinity
    (0x06, "00000000" + "0100" + "0000" + "000000000000f87f", "time"),  // NaN
    (0x06, "e8030000" + "0000" + "0900", "joints"),  // of no knot; found by Fuzzing
  ])
  func valuesThatAFieldMayNotHold(type: UInt8, payload: String, field: String) {
    #expect(throws: WireError.badPayload(field: field)) {
      try decode(frame(type: type, payload: payload))
    }
  }

  /// `sensorSamples` of one sensor up to its first field, and from there up to its channels.
  private static let sampleHead =
    String(repeating: "00", count: 16) + "0100" + "0000" + "0100"
  private static let sampleTimes = String(repeating: "00", count: 22)

  @Test(arguments: [
    (0x82, "06" + "0000" + "0000", "code"),
    (0x81, "0000" + "0000000000000000", "rate"),
    (0x83, "0000000000000000" + "0000000000000000" + "08", "lifecycle"),
    (0x83, "0000000000000000" + "0000000000000000" + "0003", "motion"),
    (
      0x85,
      "0000000000000000" + "0000000000000000" + "0000ffff" + "0000000000000000"
        + "0000000000000000", "code"
    ),
    (0x87, "0000" + "0b", "stage"),
    (0x88, "0200" + "00" + "02", "kind"),  // neither revolute nor prismatic
    (0x89, "0100" + "0200" + "0000", "total"),  // from number 2 on, of one
    (0x89, "0100" + "0000" + "0100" + "00000000" + "0000" + "00000000" + "0000", "every"),
    // A sensor of 257 channels without names.
    (
      0x89,
      "0100" + "0000" + "0100" + "00000000" + "0000" + "01000000" + "0101"
        + String(repeating: "00000000", count: 257), "channels"
    ),
    (0x8A, sampleHead + "feffffffffffffff", "validAt"),  // -2 ns
    (0x8A, sampleHead + "ffffffffffffffff" + "0100000000000000", "age"),  // of nothing
    (0x8A, sampleHead + "0000000000000000" + "ffffffffffffffff", "age"),  // -1 ns
    (0x8A, sampleHead + sampleTimes + "0101", "channels"),  // 257
    (0x8A, sampleHead + sampleTimes + "0300" + "08", "valid"),  // a fourth of three
    (0x8B, sampleHead + "0000" + "0000" + "02", "components"),  // neither 1 nor 3
    (0x8B, sampleHead + "0000" + "0000" + "01" + "feffffffffffffff", "validAt"),
    (0x8B, sampleHead + "0000" + "0000" + "01" + "0000000000000000" + "0101", "taxels"),  // 257
    (
      0x8B, sampleHead + "0000" + "0000" + "01" + "0000000000000000" + "0100" + "01010200",
      "touched"
    ),
    // Four counts, the control thread's seven, and twice stage 1 with twice six numbers.
    (
      0x84,
      String(repeating: "00", count: 88) + "0200" + "01" + String(repeating: "00", count: 96)
        + "01" + String(repeating: "00", count: 96), "stages"
    ),
  ])
  func valuesThatAReplyMayNotHold(type: UInt8, payload: String, field: String) {
    #expect(throws: WireError.badPayload(field: field)) {
      try Envelope<Reply>(frame: frame(type: type, payload: payload))
    }
  }

  @Test(arguments: [
    (Request.jog(joint: 0, displacement: .nan, speed: 1), "displacement"),
    (.command(validFor: .zero, joints: []), "validFor"),
    (.command(validFor: .milliseconds(10_001), joints: []), "validFor"),
    (.command(validFor: .milliseconds(1), joints: [JointTarget(kp: .infinity)]), "kp"),
    (
      .trajectoryKnots(
        TrajectoryKnots(
          first: 0,
          knots: [
            Knot(time: 0, joints: []),
            Knot(time: 1, joints: [KnotJoint(position: 0, velocity: 0, acceleration: 0)]),
          ])), "joints"
    ),
  ])
  func whatTheReceiverWouldRefuseIsNotSent(request: Request, field: String) {
    #expect(throws: WireError.badPayload(field: field)) {
      try Envelope(header: header, message: request).frame()
    }
  }

  @Test func noStageIsSentTwice() {
    let stage = StageStatistics(.wakeUp, sinceStart: .none, lastMinute: .none)
    #expect(throws: WireError.badPayload(field: "stages")) {
      try statistics(buses: 0, stages: [stage, stage], joints: 0).frame()
    }
  }

  @Test func oneFrameHoldsTheStatisticsOfALargeRobot() throws {
    let stages = [LoopStage.wakeUp, .clock, .transfer, .publish, .execution].map {
      StageStatistics($0, sinceStart: .none, lastMinute: .none)
    }
    let large = statistics(buses: 100, stages: stages, joints: 256)
    #expect(try Envelope<Reply>(frame: large.frame()) == large)
    #expect(throws: WireError.tooLong) {
      try statistics(buses: 200, stages: stages, joints: 256).frame()
    }
  }

  private func statistics(
    buses: Int, stages: [StageStatistics], joints: Int
  ) -> Envelope<Reply> {
    let thread = ThreadStatistics(
      cycles: 0, late: 0, overruns: 0, skipped: 0, transfers: 0, failures: 0, retries: 0,
      stages: stages)
    return Envelope(
      header: header,
      message: .statistics(
        StatisticsSnapshot(
          lateReplies: 0, faults: 0, lostRecords: 0, window: .zero, control: thread,
          buses: Array(repeating: thread, count: buses),
          tracking: Array(repeating: TrackingError(rms: 0, maximum: 0), count: joints))))
  }

  @Test func aFrameHasAtMost64KiB() throws {
    // 32 bytes of header, 1 of version, 2 of length.
    let fits = String(repeating: "a", count: 65_501)
    let envelope = Envelope(
      header: header, message: Request.hello(clientName: fits, protocolVersion: 1))
    #expect(try envelope.frame().count == 65_536)
    #expect(try Envelope<Request>(frame: envelope.frame()) == envelope)
    for excess in [1, 35, 70_000] {
      let name = fits + String(repeating: "a", count: excess)
      #expect(throws: WireError.tooLong) {
        try Envelope(
          header: header, message: Request.hello(clientName: name, protocolVersion: 1)
        ).frame()
      }
    }
  }

  @Test func asManyKnotsFitAsTheirCapacitySays() throws {
    #expect(TrajectoryKnots.capacity(jointCount: 6) == 430)  // (65536 - 40) / (8 + 6 * 24)
    #expect(TrajectoryKnots.capacity(jointCount: 3000) == 0)
    let joint = KnotJoint(position: 0, velocity: 0, acceleration: 0)
    let knot = Knot(time: 0, joints: [KnotJoint](repeating: joint, count: 6))
    let full = TrajectoryKnots(first: 0, knots: [Knot](repeating: knot, count: 430))
    let over = TrajectoryKnots(first: 0, knots: [Knot](repeating: knot, count: 431))
    _ = try Envelope(header: header, message: Request.trajectoryKnots(full)).frame()
    #expect(throws: WireError.tooLong) {
      try Envelope(header: header, message: Request.trajectoryKnots(over)).frame()
    }
  }

  private var header: FrameHeader {
    FrameHeader(sequence: 1, sentAt: MonotonicInstant(nanoseconds: 0))
  }
}
