import RobotUnits
import RobotWire

/// What sensors are and have measured.
extension RandomMessages {
  mutating func tactileFrames() -> TactileFrames {
    let skins = list { $0.skin() }
    let (total, first) = page(skins.count)
    return TactileFrames(
      cycle: integer(), time: instant(), total: total, first: first, skins: skins)
  }

  private mutating func skin() -> SkinFrame {
    let components: UInt8 = .random(using: &random) ? 1 : 3
    return SkinFrame(
      sensor: integer(), unit: text(), components: components,
      validAt: .random(using: &random)
        ? MonotonicInstant(nanoseconds: .random(in: 0...Int64.max, using: &random)) : nil,
      taxels: (0..<Int.random(in: 0...20, using: &random)).map { _ in
        Taxel(
          isValid: .random(using: &random), isTared: .random(using: &random),
          isTouched: .random(using: &random), isTaring: .random(using: &random),
          components: (0..<components).map { _ in
            Taxel.Component(value: number(), baseline: number(), drift: number())
          })
      })
  }

  mutating func sensorCatalogue() -> Page<SensorInfo> {
    let sensors = list {
      SensorInfo(
        name: $0.text(), driver: $0.text(), bus: $0.integer(),
        every: .random(in: 1...UInt32.max, using: &$0.random),
        channels: $0.list { ChannelInfo(name: $0.text(), unit: $0.text()) },
        warnings: $0.list { SensorWarning(english: $0.text(), chinese: $0.text()) })
    }
    let (total, first) = page(sensors.count)
    return Page<SensorInfo>(total: total, first: first, elements: sensors)
  }

  mutating func deviceStates() -> Page<DeviceState> {
    let devices = list {
      DeviceState(
        name: $0.text(), health: DeviceHealth.allCases.randomElement(using: &$0.random) ?? .good,
        errors: $0.integer(), hasLostSettings: .random(using: &$0.random))
    }
    let (total, first) = page(devices.count)
    return Page<DeviceState>(total: total, first: first, elements: devices)
  }

  mutating func sensorSamples() -> SensorSamples {
    let sensors = list { $0.sensorReadings() }
    let (total, first) = page(sensors.count)
    return SensorSamples(
      cycle: integer(), time: instant(), total: total, first: first, sensors: sensors)
  }

  private mutating func sensorReadings() -> SensorReadings {
    let isRead = Bool.random(using: &random)
    return SensorReadings(
      validAt: isRead
        ? MonotonicInstant(nanoseconds: .random(in: 0...Int64.max, using: &random)) : nil,
      age: isRead ? TimeSpan(nanoseconds: .random(in: 0...Int64.max, using: &random)) : .zero,
      conditions: SensorConditions(rawValue: integer()), failures: integer(),
      channels: (0..<Int.random(in: 0...30, using: &random)).map { _ in
        ChannelValue(number(), isValid: .random(using: &random))
      })
  }

  /// Where `count` elements may begin.
  mutating func page(_ count: Int) -> (total: UInt16, first: UInt16) {
    let total = UInt16.random(in: UInt16(count)...UInt16.max, using: &random)
    return (total, .random(in: 0...total - UInt16(count), using: &random))
  }
}
