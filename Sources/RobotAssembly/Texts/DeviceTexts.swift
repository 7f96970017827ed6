public import RobotConfiguration

/// What a device's health has become.
enum HealthText {
  static func text(_ device: String, _ health: DeviceHealth) -> BilingualText {
    switch health.state {
    case .good:
      BilingualText("device \(device) is well again", "器件 \(device) 已恢复正常")
    case .degraded:
      BilingualText(
        "device \(device) is degraded: \(health.errors) exchanges failed or were invalid within its "
          + "window; check its plug, cable and supply, on I2C the bus's pull-ups too",
        "器件 \(device) 性能下降：统计窗口内有 \(health.errors) 次交换失败或无效；请检查其插头、线缆和供电（I2C 还需检查总线上拉电阻）")
    case .failing:
      BilingualText(
        "device \(device) is beyond its error budget: \(health.errors) exchanges failed or were invalid "
          + "within its window",
        "器件 \(device) 超出错误预算：统计窗口内有 \(health.errors) 次交换失败或无效")
    }
  }
}

extension RobotDescription {
  /// The name of the device that a fault or stop with this code blames: `device` where that is none of a joint,
  /// else one of `joint`; `nil` where there is none.
  public func blamedDevice(_ code: UInt16, joint: Int, device: Int) -> String? {
    if deviceNames.indices.contains(device) { return deviceNames[device] }
    guard joints.indices.contains(joint) else { return nil }
    let joint = joints[joint]
    switch FaultCatalogue.shipped[code]?.owner {
    case .actuator: return joint.actuator.device.map { devices[$0].name } ?? servo(of: joint)
    case .encoder: return joint.encoder.device.map { devices[$0].name } ?? servo(of: joint)
    case .servo: return servo(of: joint)
    case .robot, .joint, .device, nil: return nil
    }
  }

  private func servo(of joint: JointDescription) -> String? {
    joint.actuator.servo.map { servos[$0].name }
  }
}
