import RobotConfiguration
import Testing

/// Values in the place of a robot file's: nothing else of its text changes.
@Suite struct KeyChangeTests {
  private static let file = """
    robot: arm
    joints:
      pan:
        control:   # of the pan
          law: pid
          kp: 40 N.m/rad   # stiff
          gains: [ { at: 0 rad, kp: 1 } ]
        on_loss: hold
      lift: { control: { law: pid, kp: "30 N.m/rad" }, on_loss: hold }

    """

  private func changed(
    _ changes: [(String, String)], of text: String = file
  ) throws -> (text: String, lines: [ChangedRobotFile.Line]) {
    let changed = try RobotFile.changed(
      Array(text.utf8), file: "robot.yaml",
      changes.map { KeyChange(keyPath: $0.0, value: $0.1) })
    return (String(decoding: changed.text, as: UTF8.self), changed.lines)
  }

  private func refusal(_ keyPath: String, _ others: String...) throws -> String {
    let error = try #require(throws: ConfigurationErrors.self) {
      try changed(([keyPath] + others).map { ($0, "5") })
    }
    return error.description
  }

  @Test func aValueIsReplacedWhereItStands() throws {
    let (text, lines) = try changed([("joints.pan.control.kp", "55 N.m/rad")])
    #expect(text == Self.file.replacing("40 N.m/rad", with: "55 N.m/rad"))
    #expect(lines.map(\.number) == [6])
    #expect(lines.map(\.text) == ["      kp: 55 N.m/rad   # stiff"])
  }

  @Test func aStarIsEveryJoint() throws {
    let (text, lines) = try changed([("joints.*.control.kp", "7")])
    #expect(
      text == Self.file.replacing("40 N.m/rad", with: "7").replacing("\"30 N.m/rad\"", with: "7"))
    #expect(lines.map(\.number) == [6, 9])
  }

  @Test func aPlaceInAList() throws {
    #expect(
      try changed([("joints.pan.control.gains[0].kp", "2")]).text
        == Self.file.replacing("kp: 1 }", with: "kp: 2 }"))
  }

  @Test func aKeyThatIsNotThereIsAdded() throws {
    let (text, lines) = try changed([
      ("joints.pan.control.ki", "3"), ("joints.pan.on_loss", "coast"),
      ("joints.lift.control.kd", "4"), ("joints.lift.control.kp", "8"),
    ])
    #expect(
      text
        == Self.file.replacing("law: pid\n", with: "ki: 3\n      law: pid\n", maxReplacements: 1)
        .replacing("on_loss: hold\n", with: "on_loss: coast\n", maxReplacements: 1)
        .replacing(
          "{ law: pid, kp: \"30 N.m/rad\" }", with: "{ kd: 4, law: pid, kp: 8 }"))
    #expect(lines.map(\.number) == [5, 9, 10])
    #expect(lines[0].text == "      ki: 3")
  }

  @Test func otherLineEndsStay() throws {
    let text = Self.file.replacing("\n", with: "\r\n")
    #expect(
      try changed([("joints.pan.control.kp", "55")], of: text).text
        == text.replacing("40 N.m/rad", with: "55"))
  }

  @Test(arguments: [
    (
      "joints.pam.control.kp",
      "robot.yaml:3:3: joints.pam: the file has no such key; allowed: pan, lift; hint: did you mean \"pan\"?"
    ),
    (
      "joints.pan.control",
      "robot.yaml:5:7: joints.pan.control: expected one value, found a mapping; hint: go on with one of its keys: "
        + "law, kp, gains"
    ),
    (
      "joints.pan.control.kp.x",
      "robot.yaml:6:11: joints.pan.control.kp.x: joints.pan.control.kp has one value, and no keys; hint: end the path "
        + "with joints.pan.control.kp"
    ),
    (
      "joints.pan.control.gains[1].kp",
      "robot.yaml:7:14: joints.pan.control.gains[1]: the list has no such place; allowed: [0] to [0]"
    ),
  ])
  func whatIsNotThereIsTold(_ keyPath: String, _ words: String) throws {
    #expect(try refusal(keyPath) == words)
  }

  @Test func nothingIsChangedTwice() throws {
    #expect(
      try refusal("joints.*.control.kp", "joints.pan.control.kp")
        == "robot.yaml:6:11: joints.pan.control.kp: is changed twice; hint: name it once, by itself or by *"
    )
  }
}
