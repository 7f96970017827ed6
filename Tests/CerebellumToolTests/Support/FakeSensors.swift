import RobotUnits
import RobotWire

/// Two sensors of a fake robot, one frame each.
struct FakeSensors {
  var infos = [
    SensorInfo(
      name: "battery", driver: "ina226", bus: 0, every: 10,
      channels: [
        ChannelInfo(name: "bus_voltage", unit: "V"), ChannelInfo(name: "current", unit: "A"),
      ]),
    SensorInfo(
      name: "skin", driver: "mlx90393", bus: 0, every: 5,
      channels: [
        ChannelInfo(name: "field_x", unit: "T"), ChannelInfo(name: "temperature", unit: "degC"),
      ]),
  ]
  var readings = [
    SensorReadings(
      validAt: MonotonicInstant(nanoseconds: 1_980_000_000), age: .milliseconds(20),
      conditions: [.notReady], failures: 0,
      channels: [ChannelValue(12.0625, isValid: true), ChannelValue(-1.5, isValid: true)]),
    SensorReadings(
      validAt: MonotonicInstant(nanoseconds: 1_999_000_000), age: .milliseconds(1),
      conditions: [], failures: 0,
      channels: [ChannelValue(-4.5e-5, isValid: true), ChannelValue(101_325, isValid: true)]),
  ]

  /// The skins among them, one frame each.
  var skins: [SkinFrame] = []
  /// The answer to the next tare, where it is not ok.
  var tareRefusal: RequestResult?
  /// A taxel that gives no good readings.
  var deadTaxel: Int?
  private var cycle: UInt64 = 1000
  private var tares: [Int: UInt64] = [:]
  /// There are none at all.
  var isNone = false

  func catalogue(_ first: UInt16) -> Reply {
    if isNone { return .sensors(Page<SensorInfo>(total: 0, first: 0, elements: [])) }
    guard infos.indices.contains(Int(first)) else { return Self.none }
    return .sensors(
      Page<SensorInfo>(
        total: UInt16(infos.count), first: first, elements: [infos[Int(first)]]))
  }

  func samples(_ first: UInt16) -> Reply {
    guard readings.indices.contains(Int(first)) else { return Self.none }
    return .sensorSamples(
      SensorSamples(
        cycle: 1000, time: MonotonicInstant(nanoseconds: 2_000_000_000),
        total: UInt16(readings.count), first: first, sensors: [readings[Int(first)]]))
  }

  /// The skins, a cycle later each time; a baseline takes ten cycles.
  mutating func frames(_ first: UInt16) -> Reply {
    cycle += 1
    let total = UInt16(skins.count)
    let time = MonotonicInstant(nanoseconds: 2_000_000_000)
    guard skins.indices.contains(Int(first)) else {
      return first == 0
        ? .tactileFrames(TactileFrames(cycle: cycle, time: time, total: 0, first: 0, skins: []))
        : Self.none
    }
    var skin = skins[Int(first)]
    if let begin = tares[Int(first)] {
      for index in skin.taxels.indices {
        // The loop takes the request in its next cycle.
        skin.taxels[index].isTaring = cycle > begin + 1 && cycle < begin + 10
        skin.taxels[index].isTared = cycle >= begin + 10 && index != deadTaxel
      }
    }
    return .tactileFrames(
      TactileFrames(cycle: cycle, time: time, total: total, first: first, skins: [skin]))
  }

  mutating func tare(_ skin: Int) -> Reply {
    if let tareRefusal { return .result(tareRefusal) }
    tares[skin] = cycle
    return .result(RequestResult(.ok))
  }

  /// Makes both sensors skins, of two taxels and of one with three components.
  mutating func addSkins() {
    func taxel(_ value: Double, _ count: Int) -> Taxel {
      Taxel(
        isValid: true, isTared: true, isTouched: value > 1, isTaring: false,
        components: Array(
          repeating: Taxel.Component(value: value, baseline: 10, drift: 0.5), count: count))
    }
    skins = [
      SkinFrame(
        sensor: 0, unit: "V", components: 1, validAt: MonotonicInstant(nanoseconds: 1),
        taxels: [taxel(2, 1), taxel(0, 1)]),
      SkinFrame(
        sensor: 1, unit: "T", components: 3, validAt: MonotonicInstant(nanoseconds: 1),
        taxels: [taxel(0.25, 3)]),
    ]
  }

  private static let none = Reply.result(
    RequestResult(.invalid, english: "no such sensor", chinese: "没有该传感器"))
}
