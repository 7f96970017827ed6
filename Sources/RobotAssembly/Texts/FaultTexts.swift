internal import RobotConfiguration
public import RobotCore

/// The same sentence in English and Chinese.
public struct BilingualText: Hashable, Sendable {
  /// English.
  public let english: String
  /// 中文.
  public let chinese: String

  /// Both.
  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }
}

extension FaultRecord {
  /// What happened and what to do, for a person. `jointName` names the record's joint, `units` what its
  /// values are in; a fault that belongs to no joint needs neither.
  /// `deviceName` names the device of a fault that belongs to one, where it is known.
  public func text(
    jointName: String?, units: JointUnitNames?, deviceName: String? = nil
  ) -> BilingualText {
    let joint = jointName ?? "?"
    let units = units ?? JointUnitNames(.revolute)
    func rounded(_ value: Double) -> String { DecimalText.text(value, digits: units.digits) }
    switch code {
    case .actuatorUnreliable, .encoderUnreliable, .encoderFrozen:
      return deviceText(joint, units, deviceName)
    case .actuatorLost:
      return BilingualText(
        "joint \(joint): its PWM device does not answer; outputs are off. Check the wiring and supply "
          + "of the device, then clear and arm.",
        "关节 \(joint)：PWM 器件无应答，输出已关闭。请检查该器件的接线和供电，然后 clear、arm。")
    case .settingsLost:
      return BilingualText(
        "joint \(joint): its PWM device lost its settings, as after a dip of its supply; outputs are off "
          + "and the device is being set up again. Check its supply and its wiring, then clear and arm.",
        "关节 \(joint)：其 PWM 器件的配置已丢失（例如供电瞬间跌落），输出已关闭，正在重新配置该器件。"
          + "请检查供电和接线，然后 clear、arm。")
    case .actuatorFault: return bridgeText(joint)
    case .edgesLost:
      return BilingualText(
        "joint \(joint): its incremental encoder lost edges, so where the joint stands is unknown; outputs "
          + "are off. Look for interference on A and B, a speed that the board cannot follow, and late "
          + "cycles (cerebellum late). Then clear, and turn the joint by hand over the encoder's index; "
          + "without an index put the joint at its position 0 and start the daemon again.",
        "关节 \(joint)：其增量编码器丢失边沿，关节位置未知，输出已关闭。请检查 A、B 线干扰、转速是否超出主板能力以及延迟周期"
          + "（cerebellum late）。然后 clear，并用手转动关节经过编码器的 Z 信号；没有 Z 信号时，请把关节放在位置 0 并重启守护进程。")
    case .servoFault:
      return BilingualText(
        "joint \(joint): its servo switched itself off, because of overload, heat or current; outputs are "
          + "off. Take the load off and let it cool, then clear and arm.",
        "关节 \(joint)：舵机因过载、过热或过流自行关断扭矩，输出已关闭。请卸除负载并等待冷却，然后 clear、arm。")
    case .encoderLost:
      return BilingualText(
        "joint \(joint): no valid encoder reading for \(Int(value)) cycles (allowed \(Int(limit))); "
          + "outputs are off. Check the magnet, the cable and the mux channel, of a servo its line and its "
          + "supply, then clear and arm. If "
          + "several joints of a bus, or late cycles (cerebellum late), are reported at once, the bus "
          + "thread was late: look for what keeps the processor busy.",
        "关节 \(joint)：编码器已连续 \(Int(value)) 个周期无有效读数（允许 \(Int(limit))），输出已关闭。"
          + "请检查磁铁、线缆和多路复用通道（舵机则检查串行总线和供电），然后 clear、arm。若同一总线的多个关节或延迟周期（cerebellum late）"
          + "同时报告，则是总线线程延迟：请检查占用处理器的程序。")
    case .encoderJump:
      return BilingualText(
        "joint \(joint): the encoder jumps further than the joint can move; outputs are off. Check "
          + "the magnet and the cable for interference, then clear and arm.",
        "关节 \(joint)：编码器读数跳变超出关节可能的运动，输出已关闭。"
          + "请检查磁铁和线缆干扰，然后 clear、arm。")
    case .loopStalled:
      return BilingualText(
        "the control loop lost \(milliseconds(value)) ms at once (allowed \(milliseconds(limit)) ms); "
          + "the robot braked and is off. Give the daemon SCHED_FIFO and a quiet processor, then "
          + "clear and arm.",
        "控制循环一次丢失 \(milliseconds(value)) 毫秒（允许 \(milliseconds(limit)) 毫秒），"
          + "机器人已制动并断电。请为守护进程配置 SCHED_FIFO 和空闲处理器，然后 clear、arm。")
    case .loopOverrun:
      return BilingualText(
        "the control loop lost \(Int(value)) cycles and had no credits for them (stock \(Int(limit))); "
          + "the robot braked and is off. Look for what keeps the processor busy, or lower the rate, "
          + "then clear and arm.",
        "控制循环丢失 \(Int(value)) 个周期，已超出额度（上限 \(Int(limit))），机器人已制动并断电。"
          + "请检查占用处理器的程序或降低频率，然后 clear、arm。")
    case .positionLimit:
      return BilingualText(
        "joint \(joint): at \(rounded(value)) \(units.position), beyond its limit of "
          + "\(rounded(limit)) \(units.position); outputs are off. Move the joint inside by hand, then "
          + "clear and arm.",
        "关节 \(joint)：位置 \(rounded(value)) \(units.position)，超出限位 \(rounded(limit)) "
          + "\(units.position)，输出已关闭。请用手把关节移回限位内，然后 clear、arm。")
    case .overSpeed:
      return BilingualText(
        "joint \(joint): moving at \(rounded(value)) \(units.velocity) (allowed "
          + "\(rounded(limit))); outputs are off. Check the gains and the load, then clear and arm.",
        "关节 \(joint)：速度 \(rounded(value)) \(units.velocity)（允许 \(rounded(limit))），输出已关闭。"
          + "请检查增益和负载，然后 clear、arm。")
    case .followingError:
      return BilingualText(
        "joint \(joint): \(rounded(value)) \(units.position) behind its reference (allowed "
          + "\(rounded(limit))); the robot braked and is off. Look for an obstacle, a loose coupling "
          + "or a wrong direction, then clear and arm.",
        "关节 \(joint)：跟随误差 \(rounded(value)) \(units.position)（允许 \(rounded(limit))），"
          + "机器人已制动并断电。请检查是否有障碍、联轴松动或方向错误，然后 clear、arm。")
    case .nonFiniteEffort:
      return BilingualText(
        "joint \(joint): the control law gave a number that is not finite; outputs are off. Please "
          + "report this with the robot file, then clear and arm.",
        "关节 \(joint)：控制律输出非有限数，输出已关闭。请连同机器人文件一起报告，然后 clear、arm。")
    case .notHolding:
      return BilingualText(
        "joint \(joint): \(rounded(value)) \(units.position) away from where it should be held "
          + "(allowed \(rounded(limit))), so its brake was not released; outputs are off and the brakes "
          + "are engaged. Look for a brake that slips, a motor without current or a wrong direction, "
          + "then clear and arm.",
        "关节 \(joint)：偏离应保持的位置 \(rounded(value)) \(units.position)（允许 \(rounded(limit))），"
          + "制动器未释放；输出已关闭，制动器已抱紧。请检查制动器打滑、电机无电流或方向错误，然后 clear、arm。")
    case .emergencyStopDiscrepancy:
      return BilingualText(
        "the two channels of the emergency stop disagreed for \(milliseconds(value)) ms (allowed "
          + "\(milliseconds(limit)) ms); outputs are off. A contact, a wire or a line is broken, and the "
          + "next press may do nothing: have it repaired. Then press the button until both channels are "
          + "open, release it, clear and arm.",
        "急停的两个通道不一致已达 \(milliseconds(value)) 毫秒（允许 \(milliseconds(limit)) 毫秒），输出已关闭。"
          + "触点、导线或信号线有故障，下次按下可能不起作用：请修理。"
          + "然后按下急停使两个通道都断开，再松开，并 clear、arm。")
    case .emergencyStop:
      return BilingualText(
        "the emergency stop is pressed, or its circuit is open; outputs are off. Make the place safe, "
          + "release the button, then clear and arm.",
        "急停已按下或其回路断开，输出已关闭。请确认现场安全并松开按钮，然后 clear、arm。")
    case .safetyLineLost:
      return BilingualText(
        "an emergency-stop, limit-switch, brake or output-enable line cannot be read or driven; outputs "
          + "are off. Check the GPIO wiring and who else holds the line, then clear and arm.",
        "急停、限位、制动器或输出使能信号线无法读写，输出已关闭。请检查 GPIO 接线及是否被其他程序占用，然后 clear、arm。")
    }
  }

  private func milliseconds(_ seconds: Double) -> String {
    DecimalText.text(seconds * 1e3, digits: 0)
  }
}

extension StopRecord {
  /// What happened and what to do, for a person. `jointName` names the record's joint, `units` what its
  /// values are in; a stop that belongs to no joint needs neither. `deviceName` names the device of one
  /// that belongs to one, where it is known.
  public func text(
    jointName: String?, units: JointUnitNames?, deviceName: String? = nil
  ) -> BilingualText {
    switch code {
    case .actuatorDegraded, .encoderDegraded: return degradedText(jointName ?? "?", deviceName)
    case .limitSwitch: return limitSwitchText(jointName ?? "?", units ?? JointUnitNames(.revolute))
    case .overrunCredits:
      return BilingualText(
        "the control loop was late too often: the last overrun lost \(Int(value)) cycles and took the "
          + "last of \(Int(limit)) credits. The robot stopped and holds. Look for what keeps the "
          + "processor busy, or lower the rate, then arm.",
        "控制循环超时过于频繁：最近一次丢失 \(Int(value)) 个周期，\(Int(limit)) 个额度已用尽。"
          + "机器人已停止并保持位置。请检查占用处理器的程序或降低频率，然后 arm。")
    }
  }

  private func limitSwitchText(_ joint: String, _ units: JointUnitNames) -> BilingualText {
    let place = DecimalText.text(value, digits: units.digits)
    return BilingualText(
      "joint \(joint): its limit switch opened at \(place) \(units.position); the robot stopped and holds, "
        + "and the joint goes no further that way. Arm, and drive it away from the switch; if it is not "
        + "at the switch, check the switch's wire.",
      "关节 \(joint)：在 \(place) \(units.position) 处限位开关断开，机器人已停止并保持位置，该关节不能再朝该方向运动。"
        + "请 arm 后驶离限位开关；若关节不在开关处，请检查开关接线。")
  }
}

/// Decimal numbers for sentences, without Foundation.
enum DecimalText {
  /// `value` with at most `digits` digits behind the point.
  static func text(_ value: Double, digits: Int) -> String {
    guard abs(value) < 1e9 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value * scale).rounded()
    return digits == 0 ? "\(Int(scaled))" : "\(scaled / scale)"
  }
}
