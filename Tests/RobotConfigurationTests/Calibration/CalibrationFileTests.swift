import RobotConfiguration
import Testing

@Suite struct CalibrationFileTests {
  private static let text = """
    # Written by `cerebellum calibrate`. The checksum is the SHA-256 of all before its line.
    joints:
      "lift": { device: lift_angle, zero: -0.000001 rad, date: 2024-02-29 }
      "pan.1": { device: pan_angle, serial: "A \\"0\\\\42\\" 甲", zero: 6.283185 rad, date: 2026-11-23 }

    """
  private let calibration = CalibrationDescription(joints: [
    "pan.1": .init(
      device: "pan_angle", serial: "A \"0\\42\" 甲", zero: 6.283185, day: CalendarDay(number: 20_780)
    ),
    "lift": .init(
      device: "lift_angle", serial: nil, zero: -0.000001, day: CalendarDay(number: 19_782)),
  ])

  private func load(_ text: String) throws(ConfigurationErrors) -> CalibrationDescription {
    try CalibrationFile.load(text: Array(text.utf8), file: "c.yaml")
  }

  @Test func isWrittenAndReadBack() throws {
    let written = CalibrationFile.text(of: calibration)
    #expect(written == "\(Self.text)checksum: \(FileDigest(of: Array(Self.text.utf8)))\n")
    let read = try load(written)
    #expect(read.joints.keys.sorted() == ["lift", "pan.1"])
    for (name, entry) in calibration.joints {
      let found = try #require(read.joints[name])
      #expect((found.device, found.serial, found.day) == (entry.device, entry.serial, entry.day))
      #expect(found.zero == entry.zero)
    }
    #expect(read.joints["lift"]?.position == SourcePosition(line: 3, column: 3))
  }

  /// Whatever is changed or missing: a digit, a comment, a space, the end.
  @Test func everyEditIsFound() throws {
    let written = CalibrationFile.text(of: calibration)
    #expect(throws: Never.self) { try load(written) }
    for (old, new) in [
      ("6.283185", "6.283184"), ("A ", "B "), ("2024-02-29", "2024-02-28"), ("Written", "written"),
      ("joints:\n", "joints: \n"), ("checksum: ", "checksum:  "),
    ] {
      let errors = try #require(throws: ConfigurationErrors.self, "\(old)") {
        try load(written.replacing(old, with: new))
      }
      #expect(errors.description.contains("checksum: it is not that of the contents"), "\(errors)")
    }
    for length in 0..<written.utf8.count {
      let torn = Array(written.utf8.prefix(length))
      #expect(throws: ConfigurationErrors.self, "\(length) bytes") {
        try CalibrationFile.load(text: torn, file: "c.yaml")
      }
    }
  }
}
