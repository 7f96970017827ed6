import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire
import Testing

@testable import cerebellum

@Suite struct SensorsCommandTests {
  @Test func showsEveryChannelOfEverySensor() throws {
    let listener = Listener()
    try run(["sensors"], on: try FakeDaemon(), listener.console())
    let expected = [
      "device       channel       value  unit  age ms  quality",
      "battery  bus_voltage      12.063     V    20.0       ok",
      "             current    -1.50000     A    20.0       ok",
      "skin         field_x  -4.500e-05     T     1.0       ok",
      "         temperature      101325  degC     1.0       ok",
    ]
    #expect(listener.output.split(separator: "\n").map(String.init) == expected)
  }

  @Test func saysWhatIsWrongInTheLanguageOfTheUser() throws {
    let daemon = try FakeDaemon()
    daemon.change {
      $0.sensors.readings[1].conditions = [.clipped, .lostSettings]
      $0.sensors.readings[1].channels[0].isValid = false
    }
    let listener = Listener()
    try run(["sensors", "--device", "skin"], on: daemon, listener.console())
    let expected = [
      "device      channel   value  unit  age ms                                                quality",
      "skin        field_x       –     T     1.0  not valid; at the end of its range; lost its settings",
      "        temperature  101325  degC     1.0             at the end of its range; lost its settings",
    ]
    #expect(listener.output.split(separator: "\n").map(String.init) == expected)
    try run(["sensors", "--device", "skin"], on: daemon, listener.console(.chinese))
    #expect(listener.output.contains("无效；达到量程上限；配置已丢失"))
  }

  @Test func aDeviceThatIsNoSensorIsRefused() throws {
    let listener = Listener()
    let error = #expect(throws: ToolFailure.self) {
      try run(["sensors", "--device", "nose"], on: try FakeDaemon(), listener.console())
    }
    #expect(error?.exit == .usage)
    #expect(error?.message.english == "no sensor is named \"nose\"; there are: battery, skin")
  }

  @Test func aRobotWithoutSensorsSaysSo() throws {
    let daemon = try FakeDaemon()
    daemon.change { $0.sensors.isNone = true }
    let listener = Listener()
    try run(["sensors"], on: daemon, listener.console())
    #expect(listener.output == "the robot has no sensors\n")
  }

  @Test func watchEndsWithTheInterruption() throws {
    let listener = Listener()
    var rounds = 0
    listener.isInterrupted = {
      rounds += 1
      return rounds == 3
    }
    try run(["sensors", "--watch", "--json"], on: try FakeDaemon(), listener.console())
    #expect(listener.output.split(separator: "\n").count == 3)
  }

  @Test func jsonHasStableKeysAndUnits() throws {
    struct Answer: Decodable {
      struct Channel: Decodable {
        let name, unit: String
        let value: Double?
        let is_valid: Bool
      }
      struct Sensor: Decodable {
        let name, driver: String
        let bus, every_cycles, failures: Int
        let valid_at_ns, age_ns: Int?
        let conditions: [String]
        let is_well: Bool
        let channels: [Channel]
      }
      let robot: String
      let sensors: [Sensor]
    }
    let daemon = try FakeDaemon()
    daemon.change {
      $0.sensors.readings[1] = SensorReadings(
        validAt: nil, age: .zero, conditions: [.invalid, .wasReset, .deviceFault, .weak],
        failures: 4,
        channels: [ChannelValue(0, isValid: false), ChannelValue(0, isValid: false)])
    }
    let listener = Listener()
    try run(["sensors", "--json"], on: daemon, listener.console(.chinese))
    #expect(listener.output.split(separator: "\n").count == 1)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(listener.output.utf8))
    #expect(answer.robot == "two")
    let battery = try #require(answer.sensors.first)
    #expect(battery.driver == "ina226")
    #expect(battery.every_cycles == 10)
    #expect(battery.valid_at_ns == 1_980_000_000)
    #expect(battery.age_ns == 20_000_000)
    #expect(battery.conditions == ["not_ready"])
    #expect(battery.is_well)
    #expect(battery.channels.map(\.value) == [12.0625, -1.5])
    #expect(battery.channels.map(\.unit) == ["V", "A"])
    let skin = try #require(answer.sensors.last)
    #expect(skin.valid_at_ns == nil)
    #expect(skin.age_ns == nil)
    #expect(skin.failures == 4)
    #expect(skin.conditions == ["invalid", "was_reset", "device_fault", "weak"])
    #expect(!skin.is_well)
    #expect(skin.channels.map(\.value) == [nil, nil])
    #expect(skin.channels.map(\.is_valid) == [false, false])
  }

  @Test func statusNamesTheSensorsThatAreNotWell() throws {
    let daemon = try FakeDaemon()
    let listener = Listener()
    try run(["status"], on: daemon, listener.console())
    #expect(!listener.output.contains("SENSOR"))
    daemon.change {
      $0.sensors.readings[0].channels[1].isValid = false
      $0.sensors.readings[1] = SensorReadings(
        validAt: nil, age: .zero, conditions: [], failures: 4,
        channels: [ChannelValue(0, isValid: false), ChannelValue(0, isValid: false)])
    }
    try run(["status"], on: daemon, listener.console())
    let lines = Set(listener.output.split(separator: "\n").map(String.init))
    #expect(lines.contains("SENSOR battery (ina226): not valid: current"))
    #expect(lines.contains("SENSOR skin (mlx90393): has no value yet; 4 failed exchanges"))
    try run(["status"], on: daemon, listener.console(.chinese))
    #expect(listener.output.contains("传感器 skin（mlx90393）：尚无数值；4 次通信失败"))
  }

  @Test(arguments: [
    (0.0, "0"), (12.0, "12.000"), (-0.001, "-0.00100"), (0.000999, "9.990e-04"),
    (-4.5e-5, "-4.500e-05"), (101_325.4, "101325"), (2400.256, "2400.26"), (1e7, "1.000e+07"),
    (9.9996e-5, "1.000e-04"), (.nan, "–"),
  ])
  func numbersOfAnySizeCanBeRead(value: Double, text: String) {
    #expect(SensorFigures.text(value) == text)
  }
}
