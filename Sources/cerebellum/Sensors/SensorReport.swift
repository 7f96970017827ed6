import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// A sensor and what it has measured.
struct SensorReport {
  let info: SensorInfo
  let readings: SensorReadings
  /// It as a skin, where it is one.
  let skin: SkinFrame?

  /// A condition of a sensor, with its names for programs and people.
  private static let conditions: [(condition: SensorConditions, key: String, words: Message)] = [
    (.invalid, "invalid", Message("its replies mean nothing", "应答无意义")),
    (.notReady, "not_ready", Message("nothing new", "无新数据")),
    (.clipped, "clipped", Message("at the end of its range", "达到量程上限")),
    (.wasReset, "was_reset", Message("the device was reset", "器件已复位")),
    (
      .deviceFault, "device_fault", Message("the device reports a failure", "器件报告自身故障")
    ),
    (.weak, "weak", Message("weak measurement", "测量信号弱")),
    (.lostSettings, "lost_settings", Message("lost its settings", "配置已丢失")),
  ]

  /// A device that has nothing new now and then is as it should be.
  private static let ordinary: SensorConditions = [.notReady]

  private var present: [(condition: SensorConditions, key: String, words: Message)] {
    Self.conditions.filter { readings.conditions.contains($0.condition) }
  }

  /// The conditions that are present, for programs.
  var conditionKeys: [String] { present.map(\.key) }

  /// What is not as it should be with the whole sensor, for people.
  var troubles: [Message] {
    present.filter { !Self.ordinary.contains($0.condition) }.map(\.words)
  }

  /// How a channel is: `ok`, or what keeps its number from being worth something, and what else is.
  func quality(_ channel: Int) -> Message {
    let state: [Message]
    if readings.channels[channel].isValid {
      state = troubles.isEmpty ? [Message("ok", "正常")] : []
    } else {
      state = [
        readings.validAt == nil ? Message("no value yet", "尚无数值") : Message("not valid", "无效")
      ]
    }
    return Self.joined(state + troubles)
  }

  /// One line for a sensor that somebody should look at; `nil` for one that is well.
  var complaint: Message? {
    let invalid = info.channels.indices.filter { !readings.channels[$0].isValid }
    var reasons = troubles
    if invalid.count == info.channels.count, !invalid.isEmpty {
      let failures = readings.failures
      reasons.insert(
        readings.validAt == nil
          ? Message("has no value yet", "尚无数值") : Message("has no valid value", "没有有效数值"), at: 0)
      if failures > 0 {
        reasons.append(Message("\(failures) failed exchanges", "\(failures) 次通信失败"))
      }
    } else if !invalid.isEmpty {
      let names = invalid.map { info.channels[$0].name }
      let shown = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", ..." : "")
      reasons.insert(Message("not valid: \(shown)", "无效：\(shown)"), at: 0)
    }
    guard !reasons.isEmpty else { return nil }
    let text = Self.joined(reasons)
    return Message(
      "SENSOR \(info.name) (\(info.driver)): \(text.english)",
      "传感器 \(info.name)（\(info.driver)）：\(text.chinese)")
  }

  /// What was found about it before the first cycle.
  var warnings: [Message] { info.warnings.map { Message($0.english, $0.chinese) } }

  private static func joined(_ messages: [Message]) -> Message {
    Message(
      messages.map(\.english).joined(separator: "; "),
      messages.map(\.chinese).joined(separator: "；"))
  }
}

extension SensorReport {
  /// The object that Documentation/command-line.md describes.
  var json: JSONValue {
    .object([
      ("name", .text(info.name)), ("driver", .text(info.driver)),
      ("bus", .integer(Int(info.bus))), ("every_cycles", .integer(Int(info.every))),
      ("warnings", .array(info.warnings.map { .text($0.english) })),
      ("valid_at_ns", readings.validAt.map { .integer(Int($0.nanoseconds)) } ?? .null),
      ("age_ns", readings.validAt.map { _ in .integer(Int(readings.age.nanoseconds)) } ?? .null),
      ("conditions", .array(conditionKeys.map { .text($0) })),
      ("failures", .integer(Int(readings.failures))),
      ("is_well", .boolean(complaint == nil)),
      ("skin", skin.map(\.json) ?? .null),
      (
        "channels",
        .array(
          zip(info.channels, readings.channels).map { channel, value in
            .object([
              ("name", .text(channel.name)), ("unit", .text(channel.unit)),
              ("value", value.isValid ? .number(value.value) : .null),
              ("is_valid", .boolean(value.isValid)),
            ])
          })
      ),
    ])
  }
}
