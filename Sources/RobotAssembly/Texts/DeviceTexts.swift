public import RobotConfiguration
public import RobotCore

extension FaultRecord {
  /// The text of a fault that belongs to a device.
  func deviceText(
    _ joint: String, _ units: JointUnitNames, _ device: String?
  ) -> BilingualText {
    let name = device.map { " \($0)" } ?? ""
    switch code {
    case .encoderFrozen:
      let error = DecimalText.text(value, digits: units.digits)
      let allowed = DecimalText.text(limit, digits: units.digits)
      return BilingualText(
        "joint \(joint): \(error) \(units.position) behind its reference (allowed \(allowed)), and its "
          + "encoder\(name) has not changed by a single count: it is frozen, its magnet is loose, or the "
          + "joint is blocked; outputs are off. Turn the joint by hand and look whether the reading "
          + "follows, then clear and arm.",
        "关节 \(joint)：跟随误差 \(error) \(units.position)（允许 \(allowed)），且编码器\(name) 的读数一个计数也没有变化："
          + "编码器读数冻结、磁铁松动或关节被卡住；输出已关闭。请用手转动关节并观察读数是否变化，然后 clear、arm。")
    default:
      let isEncoder = code == .encoderUnreliable
      return BilingualText(
        "joint \(joint): its \(isEncoder ? "encoder" : "PWM device")\(name) failed or gave invalid "
          + "replies \(Int(value)) times within its window (allowed \(Int(limit))); outputs are off. Check its "
          + "plug, cable and supply, on I2C the bus's pull-ups too, then clear and arm.",
        "关节 \(joint)：其\(isEncoder ? "编码器" : "PWM 器件")\(name) 在统计窗口内失败或无效 \(Int(value)) 次"
          + "（允许 \(Int(limit))），输出已关闭。请检查其插头、线缆和供电（I2C 还需检查总线上拉电阻），然后 clear、arm。")
    }
  }
}

extension StopRecord {
  /// The text of a device that slows the robot.
  func degradedText(_ joint: String, _ device: String?) -> BilingualText {
    let name = device.map { " \($0)" } ?? ""
    let isEncoder = code == .encoderDegraded
    let well = Int(limit) / 2
    return BilingualText(
      "joint \(joint): its \(isEncoder ? "encoder" : "PWM device")\(name) is degraded: \(Int(value)) "
        + "exchanges failed or were invalid within its window (degraded above \(Int(limit)), good again at "
        + "\(well)). The robot goes on at reduced speed. Check the device's plug, cable and supply, on I2C "
        + "the bus's pull-ups too; then arm, which gives back the full speed once the device is good.",
      "关节 \(joint)：其\(isEncoder ? "编码器" : "PWM 器件")\(name) 性能下降：统计窗口内有 \(Int(value)) 次交换失败或无效"
        + "（超过 \(Int(limit)) 次为性能下降，降至 \(well) 次恢复正常）。机器人降速继续运行。"
        + "请检查该器件的插头、线缆和供电（I2C 还需检查总线上拉电阻）；器件恢复正常后 arm 即恢复全速。")
  }
}

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
  /// The name of the device that `record` belongs to, for a fault that belongs to one.
  public func device(of record: FaultRecord) -> String? {
    guard joints.indices.contains(record.joint) else { return nil }
    let joint = joints[record.joint]
    switch record.code {
    case .actuatorLost, .settingsLost, .actuatorFault, .actuatorUnreliable:
      return joint.actuator.device.map { devices[$0].name } ?? servo(of: joint)
    case .encoderLost, .encoderJump, .encoderUnreliable, .encoderFrozen:
      return joint.encoder.device.map { devices[$0].name } ?? servo(of: joint)
    case .servoFault: return servo(of: joint)
    default: return nil
    }
  }

  /// The name of the device that `record` belongs to, for a stop that belongs to one.
  public func device(of record: StopRecord) -> String? {
    guard joints.indices.contains(record.joint) else { return nil }
    let joint = joints[record.joint]
    switch record.code {
    case .actuatorDegraded:
      return joint.actuator.device.map { devices[$0].name } ?? servo(of: joint)
    case .encoderDegraded: return joint.encoder.device.map { devices[$0].name } ?? servo(of: joint)
    case .overrunCredits, .limitSwitch: return nil
    }
  }

  private func servo(of joint: JointDescription) -> String? {
    joint.actuator.servo.map { servos[$0].name }
  }
}
