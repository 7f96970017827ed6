import RobotUnits
import RobotWire
import Testing

/// A message and the frame that it is, computed apart from this package (Python `struct`, bitwise
/// CRC-32C). All are sent at 1 s. `Documentation/wire-protocol.md` shows the same frames.
struct Golden<Message: Sendable>: Sendable {
  let envelope: Envelope<Message>
  let hex: String

  init(_ message: Message, sequence: UInt32, answers: UInt32, hex: String) {
    envelope = Envelope(
      header: FrameHeader(
        sequence: sequence, answers: answers, sentAt: MonotonicInstant(nanoseconds: 1_000_000_000)),
      message: message)
    self.hex = hex
  }
}

enum GoldenFrames {
  static let requests: [Golden<Request>] = [
    Golden(
      .hello(clientName: "tool", protocolVersion: 1), sequence: 7, answers: 0,
      hex: "43424c3101010000070000000700000000000000d2e1bf5100ca9a3b00000000"
        + "010400746f6f6c"),
    Golden(
      .describe, sequence: 7, answers: 0,
      hex: "43424c31010200000000000007000000000000007efcfd7e00ca9a3b00000000"),
    Golden(
      .subscribe(stateEvery: 50), sequence: 7, answers: 0,
      hex: "43424c310103000004000000070000000000000016f3e3b700ca9a3b00000000"
        + "32000000"),
    Golden(
      .command(
        validFor: .milliseconds(100),
        joints: [JointTarget(position: 0.5, kp: 20, kd: 0.8, feedforwardEffort: -1.25)]),
      sequence: 7, answers: 0,
      hex: "43424c3101040000320000000700000000000000b144cca700ca9a3b00000000"
        + "00e1f505000000000100000000000000e03f000000000000f87f00000000000034409a9999999999"
        + "e93f000000000000f4bf"),
    Golden(
      .trajectoryBegin(knotCount: 300, jointCount: 6), sequence: 7, answers: 0,
      hex: "43424c31010500000600000007000000000000000973f42d00ca9a3b00000000"
        + "2c0100000600"),
    Golden(
      .trajectoryKnots(
        TrajectoryKnots(
          first: 2,
          knots: [
            Knot(
              time: 0.25,
              joints: [
                KnotJoint(position: 0.5, velocity: 1, acceleration: -2),
                KnotJoint(position: -0.5, velocity: 0, acceleration: 4),
              ])
          ])), sequence: 7, answers: 0,
      hex: "43424c3101060000400000000700000000000000afdd997e00ca9a3b00000000"
        + "0200000001000200000000000000d03f000000000000e03f000000000000f03f00000000000000c0"
        + "000000000000e0bf00000000000000000000000000001040"),
    Golden(
      .trajectoryStart, sequence: 7, answers: 0,
      hex: "43424c3101070000000000000700000000000000af52d55d00ca9a3b00000000"),
    Golden(
      .arm, sequence: 7, answers: 0,
      hex: "43424c3101080000000000000700000000000000dca1ac3800ca9a3b00000000"),
    Golden(
      .disarm, sequence: 7, answers: 0,
      hex: "43424c31010900000000000007000000000000007c33926600ca9a3b00000000"),
    Golden(
      .stop, sequence: 7, answers: 0,
      hex: "43424c31010a00000000000007000000000000009c84d18400ca9a3b00000000"),
    Golden(
      .clear, sequence: 7, answers: 0,
      hex: "43424c31010b00000000000007000000000000003c16efda00ca9a3b00000000"),
    Golden(
      .jog(joint: 3, displacement: -0.1, speed: 0.25), sequence: 7, answers: 0,
      hex: "43424c31010c0000120000000700000000000000ccad542300ca9a3b00000000"
        + "03009a9999999999b9bf000000000000d03f"),
    Golden(
      .statistics, sequence: 7, answers: 0,
      hex: "43424c31010d00000000000007000000000000000d0f841b00ca9a3b00000000"),
    Golden(
      .setLine(name: "estop", isHigh: true), sequence: 7, answers: 0,
      hex: "43424c31010e00000800000007000000000000000324778a00ca9a3b00000000"
        + "0105006573746f70"),
    Golden(
      .histogram(thread: 2, stage: .transfer), sequence: 7, answers: 0,
      hex: "43424c31010f00000300000007000000000000005199b55400ca9a3b00000000"
        + "020003"),
    Golden(
      .lateCycles, sequence: 7, answers: 0,
      hex: "43424c31011000000000000007000000000000000b5e343300ca9a3b00000000"),
    Golden(
      .push(joint: 1, effort: -0.8), sequence: 7, answers: 0,
      hex: "43424c31011100000a0000000700000000000000f32685dc00ca9a3b00000000"
        + "01009a9999999999e9bf"),
    Golden(
      .jointKinds, sequence: 7, answers: 0,
      hex: "43424c31011200000000000007000000000000004b7b498f00ca9a3b00000000"),
    Golden(
      .sensors(first: 0), sequence: 7, answers: 0,
      hex: "43424c3101130000020000000700000000000000b36912e300ca9a3b00000000"
        + "0000"),
    Golden(
      .sensorSamples(first: 2), sequence: 7, answers: 0,
      hex: "43424c310114000002000000070000000000000044c58c0800ca9a3b00000000"
        + "0200"),
    Golden(
      .tactileFrames(first: 0), sequence: 7, answers: 0,
      hex: "43424c31011500000200000007000000000000008f3e12d800ca9a3b00000000"
        + "0000"),
    Golden(
      .tare(skin: 1), sequence: 7, answers: 0,
      hex: "43424c3101160000020000000700000000000000668d30d600ca9a3b00000000"
        + "0100"),
    Golden(
      .devices(first: 0), sequence: 7, answers: 0,
      hex: "43424c310117000002000000070000000000000034de493200ca9a3b00000000"
        + "0000"),
    Golden(
      .evidence(event: 1, first: 50), sequence: 7, answers: 0,
      hex: "43424c3101180000030000000700000000000000e529b8fc00ca9a3b00000000"
        + "013200"),
    Golden(
      .examine, sequence: 7, answers: 0,
      hex: "43424c310119000000000000070000000000000049b4269700ca9a3b00000000"),
    Golden(
      .recover, sequence: 7, answers: 0,
      hex: "43424c31011a0000000000000700000000000000a903657500ca9a3b00000000"),
    Golden(
      .files, sequence: 7, answers: 0,
      hex: "43424c31011b000000000000070000000000000009915b2b00ca9a3b00000000"),
  ]

  static func replies() throws -> [Golden<Reply>] {
    let hertz500 = try #require(Frequency(hertz: 500))
    return [
      Golden(
        .welcome(
          RobotInfo(
            name: "arm6", rate: hertz500, isSimulated: true, isRealtime: false,
            degradedReason: "no rtprio",
            joints: [
              JointInfo(
                name: "pan", lower: -1.5, upper: .infinity, velocity: 3, acceleration: 20,
                effort: .nan)
            ],
            buses: [BusInfo(name: "left", planned: .microseconds(810), utilisation: 0.405)],
            supplies: ["supply"])), sequence: 1, answers: 7,
        hex: "43424c31018100006c0000000100000007000000c50c522400ca9a3b00000000"
          + "040061726d360000000000407f40010009006e6f2072747072696f0100030070616e000000000000"
          + "f8bf000000000000f07f00000000000008400000000000003440000000000000f87f010004006c65"
          + "6674105c0c0000000000ec51b81e85ebd93f01000600737570706c79"),
      Golden(
        .result(RequestResult(.refused, english: "clear first", chinese: "先清除")), sequence: 2,
        answers: 8,
        hex: "43424c31018200001900000002000000080000003756a96c00ca9a3b00000000"
          + "010b00636c6561722066697273740900e58588e6b885e999a4"),
      Golden(
        .state(
          StateSnapshot(
            cycle: 1000, time: MonotonicInstant(nanoseconds: 2_000_000_000), lifecycle: .active,
            motion: MotionStatus(state: .running, progress: 0.5),
            fault: FaultEvidence(code: 203, joint: 4, value: 3.5, limit: 3),
            flags: [.outputsEnabled, .degraded],
            supplies: [SupplySnapshot(volts: 12, amperes: 1.5)],
            joints: [
              JointSnapshot(
                referencePosition: 0.5, referenceVelocity: 0.25, measuredPosition: 0.49,
                measuredVelocity: .nan, effortApplied: -1, effortDesired: -2.5,
                limiting: [.position, .voltage], age: 2)
            ])), sequence: 3, answers: 0,
        hex: "43424c31018300007800000003000000000000000300b5f800ca9a3b00000000"
          + "e80300000000000000943577000000000301000000000000e03fcb0004000000000000000c400000"
          + "000000000840060001000000000000002840000000000000f83f0100000000000000e03f00000000"
          + "0000d03f5c8fc2f5285cdf3f000000000000f87f000000000000f0bf00000000000004c011000200"),
      Golden(
        .statistics(
          StatisticsSnapshot(
            lateReplies: 2, faults: 5, lostRecords: 6, window: .milliseconds(60_500),
            control: ThreadStatistics(
              cycles: 100_000, late: 2, overruns: 3, skipped: 1, transfers: 0, failures: 0,
              retries: 0,
              stages: [
                StageStatistics(
                  .execution, sinceStart: times(100_000, 150, 200, 250, 300, 900),
                  lastMinute: times(30_000, 140, 190, 240, 290, 310)),
                StageStatistics(
                  .wakeUp, sinceStart: times(100_000, 12, 35, 60, 80, 90),
                  lastMinute: times(30_000, 11, 34, 59, 79, 81)),
              ]),
            buses: [
              ThreadStatistics(
                cycles: 100_000, late: 0, overruns: 0, skipped: 0, transfers: 100_000, failures: 4,
                retries: 3,
                stages: [
                  StageStatistics(
                    .transfer, sinceStart: times(100_000, 800, 810, 820, 830, 1500),
                    lastMinute: .none)
                ])
            ],
            tracking: [TrackingError(rms: 0.004, maximum: 0.02)])), sequence: 4, answers: 9,
        hex: "43424c3101840000cb010000040000000900000031234a7f00ca9a3b00000000"
          + "02000000000000000500000000000000060000000000000000bd14160e000000a086010000000000"
          + "02000000000000000300000000000000010000000000000000000000000000000000000000000000"
          + "0000000000000000020000a086010000000000f049020000000000400d03000000000090d0030000"
          + "000000e093040000000000a0bb0d00000000003075000000000000e02202000000000030e6020000"
          + "00000080a9030000000000d06c040000000000f0ba04000000000001a086010000000000e02e0000"
          + "00000000b88800000000000060ea0000000000008038010000000000905f01000000000030750000"
          + "00000000f82a000000000000d08400000000000078e60000000000009834010000000000683c0100"
          + "000000000100a086010000000000000000000000000000000000000000000000000000000000a086"
          + "01000000000004000000000000000300000000000000010003a08601000000000000350c00000000"
          + "00105c0c000000000020830c000000000030aa0c000000000060e316000000000000000000000000"
          + "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
          + "000100fca9f1d24d62703f7b14ae47e17a943f"),
      Golden(
        .event(
          FaultEvent(
            time: MonotonicInstant(nanoseconds: 2_000_000_000), cycle: 1000,
            fault: FaultEvidence(code: 203, joint: nil, value: .nan, limit: 3), english: "e-stop",
            chinese: "急停")), sequence: 5, answers: 0,
        hex: "43424c3101850000340000000500000000000000f6f53f7800ca9a3b00000000"
          + "0094357700000000e803000000000000cb00ffff000000000000f87f00000000000008400600652d"
          + "73746f700600e680a5e5819c"),
      Golden(
        .lateCycles(
          LateReport(
            counts: [CauseCount(cause: 2, count: 3)], unseen: 5,
            cycles: [
              LateEvent(
                cycle: 1000, due: MonotonicInstant(nanoseconds: 2_000_000_000), thread: "left",
                lateness: .microseconds(412), cause: 2, cost: .microseconds(380), origin: 999,
                english: "late 412 us", chinese: "延迟")
            ],
            before: [
              CycleStages(
                cycle: 1000, lateness: .microseconds(412),
                stages: [.microseconds(10), .microseconds(1)])
            ],
            usual: [.microseconds(9), .microseconds(1)])), sequence: 6, answers: 9,
        hex: "43424c31018600008f0000000600000009000000169c310f00ca9a3b00000000"
          + "010002030000000000000005000000000000000100e803000000000000009435770000000004006c"
          + "65667460490600000000000260cc050000000000e7030000000000000b006c617465203431322075"
          + "730600e5bbb6e8bf9f0100e803000000000000604906000000000002001027000000000000e80300"
          + "000000000002002823000000000000e803000000000000"),
      Golden(
        .histogram(
          HistogramSnapshot(
            thread: 2, stage: .transfer, sum: 2_450_000, maximum: .microseconds(900),
            buckets: [
              HistogramBucket(
                lower: TimeSpan(nanoseconds: 770_048), upper: TimeSpan(nanoseconds: 786_431),
                count: 2),
              HistogramBucket(
                lower: TimeSpan(nanoseconds: 884_736), upper: TimeSpan(nanoseconds: 901_119),
                count: 1),
            ])), sequence: 6, answers: 9,
        hex: "43424c31018700004500000006000000090000007aeb1aad00ca9a3b00000000"
          + "0200035062250000000000a0bb0d0000000000020000c00b0000000000ffff0b0000000000020000"
          + "000000000000800d0000000000ffbf0d00000000000100000000000000"),
      Golden(
        .jointKinds([.revolute, .prismatic]), sequence: 6, answers: 9,
        hex: "43424c3101880000040000000600000009000000998efb8300ca9a3b00000000"
          + "02000001"),
      Golden(
        .sensors(SensorMessages.catalogue), sequence: 6, answers: 9,
        hex: "43424c31018900004d000000060000000900000044f4067f00ca9a3b00000000"
          + "0300010001000700626174746572790600696e6132323601000a00000002000b006275735f766f6c"
          + "74616765010056070063757272656e74010041010006006120636f70790600e4bbbfe588b6"),
      Golden(
        .sensorSamples(SensorMessages.samples), sequence: 6, answers: 9,
        hex: "43424c31018a0000990000000600000009000000c056839e00ca9a3b00000000"
          + "e8030000000000000094357700000000030001000200800f17770000000080841e00000000000480"
          + "07000000090005010000000000002840000000000000f87f000000000000f8bf0000000000000000"
          + "0000000000000000000000000000000000000000000000000000000000000000000000000000d03f"
          + "ffffffffffffffff00000000000000000000000000000100000000000000000000"),
      Golden(
        .tactileFrames(SensorMessages.skins), sequence: 6, answers: 9,
        hex: "43424c31018b0000ba000000060000000900000057d187b700ca9a3b00000000"
          + "e8030000000000000094357700000000020001000100030001005403800f17770000000002000101"
          + "0102000000000000d03f000000000000e0bf000000000000603f0000000000000000000000000000"
          + "f03f000000000000000000000000000010c000000000000000400000000000000000000000000000"
          + "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
          + "0000000000000000000000000000000000000000000000000000"),
      Golden(
        .devices(
          Page<DeviceState>(
            total: 3, first: 1,
            elements: [
              DeviceState(name: "left_mux", health: .good, errors: 0),
              DeviceState(
                name: "battery", health: .degraded, errors: 7, hasLostSettings: true),
            ])), sequence: 6, answers: 9,
        hex: "43424c31018c0000250000000600000009000000fe6935af00ca9a3b00000000"
          + "03000100020008006c6566745f6d7578000000000000070062617474657279010107000000"),
      Golden(
        .evidence(evidence), sequence: 6, answers: 9,
        hex: "43424c31018d0000dc000000060000000900000066dbb6b000ca9a3b00000000"
          + "0094357700000000e803000000000000f501ffff000000000000f03f00000000000000000c007374"
          + "6f7020707265737365640f00e680a5e5819ce5b7b2e68c89e4b88b024c0032000200e70300000000"
          + "0000800f1777000000000302000100000000000000e03f000000000000d03f000000000000e03f00"
          + "0000000000d03f000000000000f83f000000000000f83f00000000e8030000000000000094357700"
          + "0000000601000100000000000000e03f0000000000000000000000000000e03f000000000000d03f"
          + "0000000000000000000000000000000000000100"),
      Golden(
        .files([
          FileInfo(
            role: .robot, path: "/etc/arm.yaml",
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
          FileInfo(
            role: .board, path: "/etc/sim.yaml",
            sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ]), sequence: 6, answers: 9,
        hex: "43424c31018e0000a600000006000000090000000d7b36f200ca9a3b00000000"
          + "0200000d002f6574632f61726d2e79616d6c40006261373831366266386630316366656134313431"
          + "34306465356461653232323362303033363161333936313737613963623431306666363166323030"
          + "31356164030d002f6574632f73696d2e79616d6c4000653362306334343239386663316331343961"
          + "66626634633839393666623932343237616534316534363439623933346361343935393931623738"
          + "353262383535"),
    ]
  }

  /// Two cycles of 76 about a press of the emergency stop.
  private static let evidence = EvidenceReport(
    event: FaultEvent(
      time: MonotonicInstant(nanoseconds: 2_000_000_000), cycle: 1000,
      fault: FaultEvidence(code: 501, joint: nil, value: 1, limit: 0), english: "stop pressed",
      chinese: "急停已按下"), kept: 2,
    cycles: Page<CycleEvidence>(
      total: 76, first: 50,
      elements: [
        CycleEvidence(
          cycle: 999, time: MonotonicInstant(nanoseconds: 1_998_000_000), lifecycle: .active,
          flags: .outputsEnabled,
          joints: [
            JointSnapshot(
              referencePosition: 0.5, referenceVelocity: 0.25, measuredPosition: 0.5,
              measuredVelocity: 0.25, effortApplied: 1.5, effortDesired: 1.5, limiting: [], age: 0)
          ]),
        CycleEvidence(
          cycle: 1000, time: MonotonicInstant(nanoseconds: 2_000_000_000), lifecycle: .faulted,
          flags: .eStopPressed,
          joints: [
            JointSnapshot(
              referencePosition: 0.5, referenceVelocity: 0, measuredPosition: 0.5,
              measuredVelocity: 0.25, effortApplied: 0, effortDesired: 0, limiting: [], age: 1)
          ]),
      ]))

  /// Microseconds to a distribution.
  private static func times(
    _ count: UInt64, _ p50: Int64, _ p99: Int64, _ p999: Int64, _ p9999: Int64, _ max: Int64
  ) -> Distribution {
    Distribution(
      count: count, p50: .microseconds(p50), p99: .microseconds(p99), p999: .microseconds(p999),
      p9999: .microseconds(p9999), max: .microseconds(max))
  }
}

/// The bytes of `hex`, two digits each.
func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

/// The digits of `bytes`.
func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
