import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotUnits
import Testing

@Suite struct FaultTextTests {
  private func text(
    _ code: FaultCode, _ value: Double, _ limit: Double, _ kind: JointDescription.Kind
  ) -> BilingualText {
    FaultCatalogue.shipped.text(
      code.rawValue,
      FaultCatalogue.Values(
        joint: "lift", units: JointUnitNames(kind), value: value, limit: limit))
  }

  @Test(
    arguments: [
      (
        FaultCode.positionLimit, "joint lift: at 1.235 rad, beyond its limit of 1.1 rad; ",
        "关节 lift：位置 1.235 rad，超出限位 1.1 rad，"
      ),
      (
        .overSpeed, "joint lift: moving at 1.235 rad/s (allowed 1.1 rad/s); ",
        "关节 lift：速度 1.235 rad/s（允许 1.1 rad/s），"
      ),
      (
        .followingError, "joint lift: 1.235 rad behind its reference (allowed 1.1 rad); ",
        "关节 lift：跟随误差 1.235 rad（允许 1.1 rad），"
      ),
    ])
  func aRotaryJointsValuesAreAngles(code: FaultCode, english: String, chinese: String) {
    let text = text(code, 1.234_56, 1.1, .revolute)
    #expect(text.english.hasPrefix(english), "\(text.english)")
    #expect(text.chinese.hasPrefix(chinese), "\(text.chinese)")
  }

  /// Millimetres matter: a length has two digits more than an angle.
  @Test(
    arguments: [
      (
        FaultCode.positionLimit, "joint lift: at 0.03412 m, beyond its limit of 0.03 m; ",
        "关节 lift：位置 0.03412 m，超出限位 0.03 m，"
      ),
      (
        .overSpeed, "joint lift: moving at 0.03412 m/s (allowed 0.03 m/s); ",
        "关节 lift：速度 0.03412 m/s（允许 0.03 m/s），"
      ),
      (
        .followingError, "joint lift: 0.03412 m behind its reference (allowed 0.03 m); ",
        "关节 lift：跟随误差 0.03412 m（允许 0.03 m），"
      ),
    ])
  func aPrismaticJointsValuesAreLengths(code: FaultCode, english: String, chinese: String) {
    let text = text(code, 0.034_123, 0.03, .prismatic)
    #expect(text.english.hasPrefix(english), "\(text.english)")
    #expect(text.chinese.hasPrefix(chinese), "\(text.chinese)")
    for words in [text.english, text.chinese] { #expect(!words.contains("rad"), "\(words)") }
  }

  /// A late bus thread looks like a lost encoder.
  @Test func aLostEncoderMayBeALateBus() {
    let text = text(.encoderLost, 4, 3, .revolute)
    #expect(text.english.contains("Check the magnet, the cable and the mux channel"))
    #expect(
      text.english.hasSuffix(
        "If several joints of a bus, or late cycles (cerebellum late), are reported at once, the bus "
          + "thread was late; look for what keeps the processor busy. Then clear and arm."),
      "\(text.english)")
    #expect(text.chinese.contains("请检查磁铁、线缆和多路复用通道"))
    #expect(
      text.chinese.hasSuffix(
        "若同一总线的多个关节或延迟周期（cerebellum late）同时报告，则是总线线程延迟，请检查占用处理器的程序。然后 clear、arm。"),
      "\(text.chinese)")
  }

  @Test func aFaultOfNoJointNeedsNoUnits() {
    let text = FaultCatalogue.shipped.text(
      301, FaultCatalogue.Values(joint: nil, units: nil, value: 0.25, limit: 0.1))
    #expect(text.english.hasPrefix("the control loop lost 250 ms at once (allowed 100 ms)"))
  }

  /// The value of fault 103 is what the bridge reports, a bit for each cause.
  @Test(
    arguments: [
      (1, "over-current (a short at its outputs); ", "过流（输出短路），"),
      (2, "over-temperature; ", "过温，"),
      (4, "under-voltage of its supply; ", "供电欠压，"),
      (8, "the current limit for too long (a stalled motor); ", "限流时间过长（电机堵转），"),
      (
        9,
        "over-current (a short at its outputs), the current limit for too long (a stalled motor); ",
        "过流（输出短路）、限流时间过长（电机堵转），"
      ),
      (0, "a fault; ", "故障，"),
    ])
  func aBridgesFaultNamesItsCauses(value: Double, english: String, chinese: String) {
    let text = text(.actuatorFault, value, 0, .revolute)
    #expect(
      text.english.hasPrefix("joint lift: its bridge reports " + english), "\(text.english)")
    #expect(text.chinese.hasPrefix("关节 lift：其驱动桥报告" + chinese), "\(text.chinese)")
  }

  @Test func lostEdgesSayHowThePositionIsFoundAgain() {
    let text = text(.edgesLost, 1, 0, .revolute)
    #expect(text.english.contains("joint lift") && text.english.contains("index"))
    #expect(text.chinese.contains("关节 lift") && text.chinese.contains("Z 信号"))
  }
}
