public import RobotConfiguration
public import RobotCore

extension Refusal {
  /// Why a request was refused and what to do, for a person. `jointName` and `deviceName` name the joint and
  /// the device concerned; `readings` says where two encoders see the joint, or how fast it is and may be.
  public func text(
    jointName: String?, deviceName: String? = nil, readings: [String] = []
  ) -> BilingualText {
    let joint = jointName ?? "?"
    let device = deviceName ?? "?"
    switch self {
    case .none: return BilingualText("done", "完成")
    case .wrongState:
      return BilingualText(
        "not possible in the robot's present state; see status. Motion needs an armed robot at rest: "
          + "arm it, or wait until it stands still. Arming needs one that is disarmed or holds, clear "
          + "one with a latched fault.",
        "机器人当前状态不允许该操作，请查看 status。运动需要机器人已 arm 且静止：请先 arm，或等待其停稳；arm 需要未使能或保持状态；"
          + "clear 需要有已锁存的故障。")
    case .emergencyStopPressed:
      return BilingualText(
        "the emergency stop is pressed, or its circuit is open; release it first.",
        "急停已按下或其回路断开；请先松开。")
    case .encoderNotFresh:
      return BilingualText(
        "joint \(joint): its encoder\(deviceName.map { " \($0)" } ?? "") gives no steady readings; check the "
          + "magnet, the cable and the mux channel.",
        "关节 \(joint)：编码器\(deviceName.map { " \($0) " } ?? "")没有稳定读数；请检查磁铁、线缆和多路复用通道。")
    case .encodersDisagree:
      return BilingualText(
        "joint \(joint): its two encoders see it at \(readings.joined(separator: " and ")), the second "
          + "(\(device)) further from the first than its tolerance. Turn the joint by hand to a place that is "
          + "known, see which is wrong, and mend it or correct its zero.",
        "关节 \(joint)：两个编码器所测位置为 \(readings.joined(separator: " 和 "))，第二个（\(device)）与第一个之差"
          + "超出 tolerance。请用手把关节转到已知位置，判断哪个有误，然后修理或修正其零点。")
    case .jointMoves:
      return BilingualText(
        "joint \(joint): it moves at \(readings.first ?? "?"), and beyond \(readings.last ?? "?") it "
          + "would be switched off at once (402): it falls, or somebody turns it; wait until it rests.",
        "关节 \(joint)：正以 \(readings.first ?? "?") 运动，超过 \(readings.last ?? "?") 会立即断电（402）：可能正在下落或被人转动；"
          + "请等待其静止。")
    case .outsideLimits:
      return BilingualText(
        "joint \(joint): the position is, or would be, outside its limits; move it inside, or ask for "
          + "less.",
        "关节 \(joint)：位置超出或将超出限位；请移回限位内，或减小目标。")
    case .faultLatched:
      return BilingualText(
        "a fault is latched; read it in status, remove its cause, then clear.",
        "故障已锁存；请在 status 中查看、排除原因，然后 clear。")
    case .causePersists:
      return BilingualText(
        "the cause of the fault is still there; remove it first.", "故障原因仍然存在；请先排除。")
    case .motionStartsElsewhere:
      return BilingualText(
        "joint \(joint): the motion does not begin where the robot is; begin it at the present "
          + "reference.",
        "关节 \(joint)：运动起点与机器人当前位置不符；请从当前参考位置开始。")
    case .noMotion:
      return BilingualText(
        "no motion was uploaded; upload at least two knots first.",
        "尚未上传运动；请先上传至少两个节点。")
    case .invalidValue:
      return BilingualText(
        "a number is not finite or out of range; the speed must be above 0 and the joint must exist.",
        "数值非有限或超出范围；速度必须大于 0，且关节必须存在。")
    case .actuatorNotAnswering:
      return BilingualText(
        "joint \(joint): its PWM device does not answer; check its wiring and supply.",
        "关节 \(joint)：PWM 器件无应答；请检查接线和供电。")
    case .settingsLost:
      return BilingualText(
        "joint \(joint): its PWM device lost its settings and is being set up again; try in a second, and "
          + "check its supply.",
        "关节 \(joint)：其 PWM 器件的配置已丢失，正在重新配置；请稍后重试，并检查供电。")
    case .actuatorFault:
      return BilingualText(
        "joint \(joint): its bridge reports a fault of its own, which is being cleared; try in a second. If "
          + "it stays, look for a short, a stalled motor, heat and the bridge's supply.",
        "关节 \(joint)：其驱动桥报告自身故障，正在清除；请稍后重试。若仍存在，请检查短路、电机堵转、过热及驱动桥供电。")
    case .positionUnknown:
      return BilingualText(
        "joint \(joint): its incremental encoder does not know where the joint stands. Turn the joint by "
          + "hand until the encoder has passed its index; without an index, put the joint at its position "
          + "0, write `zero: at_start` in the robot file and start the daemon again.",
        "关节 \(joint)：其增量编码器不知道关节的位置。请用手转动关节，直到编码器经过零位（Z）信号；"
          + "若没有 Z 信号，请把关节放在位置 0，在机器人文件中写 `zero: at_start`，再重启守护进程。")
    case .servoFault:
      return BilingualText(
        "joint \(joint): its servo switched itself off, because of overload, heat or current; take the load "
          + "off and let it cool.",
        "关节 \(joint)：舵机因过载、过热或过流自行关断扭矩；请卸除负载并等待冷却。")
    case .supplyOutOfRange:
      return BilingualText(
        "the supply that \(device) measures is out of its range, or was within the last two seconds; look for "
          + "the cause (sensors shows the value, `watch` in the robot file the range).",
        "\(device) 所测电源超出范围，或两秒内曾超出；请查明原因（sensors 显示数值，机器人文件的 watch 给出范围）。")
    case .tooHot:
      return BilingualText(
        "the temperature that \(device) measures is above its greatest, or not yet 10 degC below it; let it "
          + "cool (sensors shows the value).",
        "\(device) 所测温度高于上限，或尚未低于上限 10 °C；请等待冷却（sensors 显示数值）。")
    case .sensorNotFresh:
      return BilingualText(
        "\(device) gives no number, and it is watched; check its plug, cable and supply.",
        "\(device) 没有读数，而它受到监视；请检查其插头、线缆和供电。")
    case .loopUnsteady:
      return BilingualText(
        "the control loop lost more time in the last two seconds than safety.stall allows at once; see what "
          + "keeps the processor busy (cerebellum late).",
        "控制循环在最近两秒内丢失的时间超过 safety.stall 允许值；请检查占用处理器的程序（cerebellum late）。")
    case .motorWarm:
      return BilingualText(
        "joint \(joint): its motor is still warm; let it cool, and look for what overloaded it.",
        "关节 \(joint)：电机仍然过热；请等待冷却，并检查过载原因。")
    case .safetyLineLost:
      return BilingualText(
        "an emergency-stop, limit-switch, brake or output-enable line cannot be read or driven; check "
          + "the GPIO wiring and who else holds the line.",
        "急停、限位、制动器或输出使能信号线无法读写；请检查 GPIO 接线及是否被其他程序占用。")
    case .configurationNotApproved:
      return BilingualText(
        "the configuration is not the one that a person approved; `cerebellum approve` shows what changed. "
          + "Then start the daemon again.",
        "配置与已批准的不一致；请用 `cerebellum approve` 查看变化并批准，再重启守护进程。")
    case .outputReleaseUnsafe:
      return BilingualText(
        "the outputs may stay on after the daemon died; `cerebellum check` says which. Mend it, or accept it in "
          + "the robot file: `safety: { accept: [output_release] }`.",
        "守护进程退出后输出可能保持开启；`cerebellum check` 会列出。请消除该风险，或在机器人文件中接受："
          + "`safety: { accept: [output_release] }`。")
    case .calibrationMissing:
      return BilingualText(
        "joint \(joint): its encoder is not calibrated: `cerebellum calibrate`.",
        "关节 \(joint)：编码器尚未标定：请执行 `cerebellum calibrate`。")
    case .calibrationDamaged:
      return BilingualText(
        "the calibration file is damaged: take back the edit, or calibrate again (`cerebellum calibrate`).",
        "标定文件已损坏：请撤销修改，或重新标定（`cerebellum calibrate`）。")
    case .calibrationOfOtherDevice:
      return BilingualText(
        "joint \(joint): it was calibrated with another device; calibrate it again (`cerebellum calibrate`).",
        "关节 \(joint)：标定时使用的是另一个器件；请重新标定（`cerebellum calibrate`）。")
    case .calibrationOutOfDate:
      return BilingualText(
        "joint \(joint): its calibration is too old, or the clock is wrong; calibrate it again (`cerebellum "
          + "calibrate`).",
        "关节 \(joint)：标定已过期或系统时钟有误；请重新标定（`cerebellum calibrate`）。")
    case .limitsUnspecified:
      return BilingualText(
        "joint \(joint): its velocity or effort limit is unspecified (0 or missing in the URDF); give "
          + "it in the robot file.",
        "关节 \(joint)：速度或力矩限值未指定（URDF 中为 0 或缺失）；请在机器人文件中给出。")
    }
  }
}

extension BilingualText {
  /// Everything that forbids to arm, a line each.
  public init(listOf reasons: [BilingualText]) {
    self.init(
      "\(reasons.count) things forbid to arm:"
        + reasons.map { "\n- \($0.english)" }.joined(),
      "有 \(reasons.count) 项原因禁止 arm：" + reasons.map { "\n- \($0.chinese)" }.joined())
  }
}
