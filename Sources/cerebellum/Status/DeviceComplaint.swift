import RobotAssembly
import RobotConfiguration
import RobotWire

extension DeviceState {
  /// What somebody should know of the device; `nil` where it answers as it should.
  var complaint: Message? {
    if hasLostSettings {
      return Message(
        "device \(name) lost its settings and is being set up again", "器件 \(name) 的配置已丢失，正在重新配置")
    }
    switch health {
    case .good: return nil
    case .degraded:
      return Message(
        "device \(name) is degraded: \(errors) exchanges failed or were invalid lately; check its plug, "
          + "cable and supply",
        "器件 \(name) 性能下降：最近有 \(errors) 次交换失败或无效；请检查其插头、线缆和供电")
    case .failing:
      return Message(
        "device \(name) is beyond its error budget: \(errors) exchanges failed or were invalid lately",
        "器件 \(name) 超出错误预算：最近有 \(errors) 次交换失败或无效")
    }
  }

  /// The object that Documentation/command-line.md describes.
  var json: JSONValue {
    .object([
      ("name", .text(name)), ("health", .text("\(health)")), ("errors", .count(UInt64(errors))),
      ("has_lost_settings", .boolean(hasLostSettings)),
    ])
  }
}
