import RobotUnits
import RobotWire
import Testing

/// More sensors than a frame has room for.
@Suite struct SensorPageTests {
  private static let skin = SensorReadings(
    validAt: MonotonicInstant(nanoseconds: 1), age: .zero, conditions: [], failures: 0,
    channels: Array(repeating: ChannelValue(0.5, isValid: true), count: 256))

  /// 8 + 8 + 2 + 4 + 2 bytes, 32 of mask, 2048 of numbers: 2104 each; (65536 - 32 - 22) / 2104 = 31.1.
  @Test func aFrameHoldsAsManySamplesAsFit() throws {
    let all = Array(repeating: Self.skin, count: 70)
    var counts: [Int] = []
    var first: UInt16 = 0
    while Int(first) < all.count {
      let page = try #require(
        SensorSamples(cycle: 7, time: MonotonicInstant(nanoseconds: 2), all, from: first))
      #expect(page.total == 70)
      #expect(page.first == first)
      let frame = try Envelope<Reply>(header: Self.header, message: .sensorSamples(page)).frame()
      #expect(frame.count == 54 + 2104 * page.sensors.count)
      counts.append(page.sensors.count)
      first += UInt16(page.sensors.count)
    }
    #expect(counts == [31, 31, 8])
  }

  /// The most taxels of a pad, three components each: 2 + 3 + 1 + 8 + 2 bytes, four masks of 30, and 239 times 72:
  /// 17 344; (65536 - 32 - 22) / 17344 = 3.8. Nothing is cut off.
  @Test func aFrameHoldsAsManySkinsAsFit() throws {
    let component = Taxel.Component(value: 0.5, baseline: 0.25, drift: 0.125)
    let taxel = Taxel(
      isValid: true, isTared: true, isTouched: false, isTaring: false,
      components: [component, component, component])
    let pad = SkinFrame(
      sensor: 0, unit: "N", components: 3, validAt: MonotonicInstant(nanoseconds: 1),
      taxels: Array(repeating: taxel, count: 239))
    let all = Array(repeating: pad, count: 28)
    var first: UInt16 = 0
    var counts: [Int] = []
    while Int(first) < all.count {
      let page = try #require(
        TactileFrames(cycle: 7, time: MonotonicInstant(nanoseconds: 2), all, from: first))
      let frame = try Envelope<Reply>(header: Self.header, message: .tactileFrames(page)).frame()
      #expect(frame.count == 54 + 17_344 * page.skins.count)
      counts.append(page.skins.count)
      first += UInt16(page.skins.count)
    }
    #expect(counts == [3, 3, 3, 3, 3, 3, 3, 3, 3, 1])
  }

  @Test func aFrameHoldsAsMuchOfTheCatalogueAsFits() throws {
    // 2 + 10 + 2 + 8 + 2 + 4 + 2 + 2 = 32 bytes and 256 times 2 + 8 + 2 + 6 = 18: 4640 each.
    let skin = SensorInfo(
      name: String(repeating: "n", count: 10), driver: "mlx90393", bus: 0, every: 1,
      channels: Array(
        repeating: ChannelInfo(name: "taxel_00", unit: "counts"), count: 256))
    let page = try #require(Page<SensorInfo>(Array(repeating: skin, count: 20), from: 3))
    #expect(page.elements.count == 14)  // (65536 - 32 - 6) / 4640 = 14.1
    _ = try Envelope<Reply>(header: Self.header, message: .sensors(page)).frame()
  }

  /// 2 + 20 + 1 + 1 + 4 = 28 bytes each: (65536 - 32 - 6) / 28 = 2339.2.
  @Test func aFrameHoldsAsManyDevicesAsFit() throws {
    let device = DeviceState(
      name: String(repeating: "n", count: 20), health: .good, errors: 0)
    let page = try #require(Page<DeviceState>(Array(repeating: device, count: 3000), from: 1))
    #expect(page.elements.count == 2339 && page.total == 3000)
    _ = try Envelope<Reply>(header: Self.header, message: .devices(page)).frame()
    #expect(Page<DeviceState>([device], from: 1) == nil)
    #expect(Page<DeviceState>([], from: 0)?.elements.isEmpty == true)
  }

  @Test func aNumberThatIsNoneHasNoPage() throws {
    let none = Page<SensorInfo>(total: 0, first: 0, elements: [])
    #expect(Page<SensorInfo>([], from: 0) == none)
    #expect(Page<SensorInfo>([], from: 1) == nil)
    let time = MonotonicInstant(nanoseconds: 0)
    #expect(SensorSamples(cycle: 0, time: time, [Self.skin], from: 1) == nil)
    #expect(SensorSamples(cycle: 0, time: time, [Self.skin], from: 0)?.sensors.count == 1)
  }

  @Test(arguments: [
    (
      Reply.sensors(
        Page<SensorInfo>(
          total: 1, first: 0,
          elements: [SensorInfo(name: "", driver: "", bus: 0, every: 0, channels: [])])), "every"
    ),
    (.sensors(Page<SensorInfo>(total: 1, first: 2, elements: [])), "total"),
    (samples(total: 0, skin), "total"),
    (samples(total: 1, changed { $0.age = .milliseconds(-1) }), "age"),
    (
      samples(
        total: 1,
        changed {
          $0.validAt = nil; $0.age = .milliseconds(1)
        }), "age"
    ),
    (
      samples(total: 1, changed { $0.channels.append(ChannelValue(0, isValid: true)) }),
      "channels"
    ),
    (
      samples(total: 1, changed { $0.validAt = MonotonicInstant(nanoseconds: -1) }), "validAt"
    ),
  ])
  func whatTheReceiverWouldRefuseIsNotSent(reply: Reply, field: String) {
    #expect(throws: WireError.badPayload(field: field)) {
      try Envelope(header: Self.header, message: reply).frame()
    }
  }

  private static func samples(total: UInt16, _ readings: SensorReadings) -> Reply {
    .sensorSamples(
      SensorSamples(
        cycle: 0, time: MonotonicInstant(nanoseconds: 0), total: total, first: 0,
        sensors: [readings]))
  }

  private static func changed(_ change: (inout SensorReadings) -> Void) -> SensorReadings {
    var readings = skin
    change(&readings)
    return readings
  }

  private static let header = FrameHeader(
    sequence: 1, sentAt: MonotonicInstant(nanoseconds: 0))
}
