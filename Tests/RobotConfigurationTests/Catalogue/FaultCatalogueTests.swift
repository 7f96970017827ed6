import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import Testing

/// Code, texts and manuals are what the catalogue of faults says, and it says enough.
@Suite struct FaultCatalogueTests {
  static let path = "Faults/faults.yaml"

  private func load() throws -> FaultCatalogue {
    try FaultCatalogueFile.load(path: Repository.root + "/" + Self.path)
  }

  @Test func filesAreCurrent() throws {
    let catalogue = try load()
    let code = CatalogueCode(catalogue: catalogue)
    let journal = CatalogueJournal(catalogue: catalogue)
    var files = [
      ("Sources/RobotCore/Faults/FaultCode.swift", code.faultCode),
      ("Sources/RobotCore/Faults/StopCode.swift", code.stopCode),
      ("Sources/RobotConfiguration/Faults/FaultNames.swift", code.names),
      ("Sources/RobotAssembly/Faults/FaultCatalogue+Shipped.swift", code.shipped),
      ("Documentation/faults.md", CatalogueManual(catalogue: catalogue).text),
      ("systemd/catalog/cerebellum.catalog", journal.english),
      ("systemd/catalog/cerebellum.zh_CN.catalog", journal.chinese),
    ]
    for hundred in code.hundreds {
      files.append(
        (
          "Sources/RobotAssembly/Faults/FaultCatalogue+\(hundred)xx.swift",
          code.entries(ofHundred: hundred)
        ))
    }
    for (path, text) in files { try expectCurrent(path, text) }
  }

  private func expectCurrent(_ path: String, _ text: String) throws {
    if ProcessInfo.processInfo.environment["CEREBELLUM_UPDATE_CATALOGUE"] == "1" {
      try Data(text.utf8).write(to: URL(filePath: Repository.root + "/" + path))
    }
    let isCurrent = try Repository.text(path) == text
    #expect(isCurrent, "\(path) is not what \(Self.path) says. Write it anew with: make catalogue")
  }

  /// Codes and names are in logs and clients: none changes or goes.
  @Test func codesAreAppendOnly() throws {
    let codes: [UInt16: String] = [
      101: "actuator_lost", 102: "settings_lost", 103: "actuator_fault", 104: "servo_fault",
      105: "actuator_unreliable", 106: "actuator_degraded", 201: "encoder_lost",
      202: "encoder_jump", 203: "edges_lost",
      204: "encoder_unreliable", 205: "encoder_frozen", 206: "encoder_degraded",
      207: "encoder_disagreement",
      301: "loop_stalled", 302: "loop_overrun",
      303: "overrun_credits", 401: "position_limit", 402: "over_speed", 403: "following_error",
      404: "non_finite_effort", 405: "not_holding", 406: "limit_switch", 407: "motor_overload",
      408: "oscillation", 409: "actuator_silent",
      501: "emergency_stop",
      502: "safety_line_lost", 503: "emergency_stop_discrepancy", 701: "command_timeout",
      410: "wrong_polarity", 411: "motor_without_effect", 601: "over_temperature",
      602: "under_voltage", 603: "over_voltage",
      604: "over_current", 605: "watch_silent", 606: "simulator_lost",
    ]
    let catalogue = try load()
    #expect(Dictionary(uniqueKeysWithValues: catalogue.entries.map { ($0.code, $0.name) }) == codes)
  }

  /// Chinese is Chinese, English is not, and sentences end.
  @Test func everyEntrySpeaksBothLanguages() throws {
    for entry in try load().entries {
      for text in [entry.title, entry.says, entry.cause, entry.remedy] {
        #expect(text.english.utf8.allSatisfy { $0 < 128 }, "\(entry.name): \(text.english)")
        #expect(
          text.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) },
          "\(entry.name): \(text.chinese)")
      }
      for text in [entry.cause, entry.remedy] {
        #expect(text.english.hasSuffix("."), "\(entry.name): \(text.english)")
        #expect(text.chinese.hasSuffix("。"), "\(entry.name): \(text.chinese)")
      }
    }
  }

  /// A scenario that is named exists and expects the fault; a suite that is named speaks of it.
  @Test func everyEntryIsShown() throws {
    let scenarios = Repository.root + "/Scenarios/faults"
    for entry in try load().entries {
      for name in entry.shownBy {
        if name.hasSuffix("Tests") {
          #expect(
            try suites(named: name).contains { $0.contains(".\(entry.caseName)") }, "\(entry.name)"
          )
        } else {
          let scenario = try FaultScenarioFile.load(path: "\(scenarios)/\(name).yaml")
          let expected =
            entry.reaction.latches
            ? scenario.expectation.faults : [scenario.expectation.stop].compactMap(\.self)
          #expect(expected.contains(entry.name), "\(name): \(entry.name)")
        }
      }
    }
  }

  private func suites(named name: String) throws -> [String] {
    let tests = Repository.root + "/Tests"
    return try FileManager.default.subpathsOfDirectory(atPath: tests)
      .filter { $0.hasSuffix("/\(name).swift") }.map { try Repository.text("Tests/\($0)") }
  }

  @Test(
    arguments: [
      (
        "code: 102", "code: 101", "faults.settings_lost.code",
        "101 is the code of actuator_lost already"
      ),
      (
        "{joint}: its servo", "{value}: its servo", "faults.servo_fault.says.en",
        "{value} says nothing"
      ),
      (
        "(allowed {limit}), so", "(allowed), so", "faults.not_holding.says.en",
        "does not say {limit}"
      ),
      ("owner: servo", "owner: sevro", "faults.servo_fault.owner", "sevro"),
    ])
  func aMistakeIsLocated(old: String, new: String, path: String, problem: String) throws {
    var wrong = try Repository.text(Self.path)
    wrong.replaceSubrange(try #require(wrong.firstRange(of: old)), with: new)
    do throws(ConfigurationErrors) {
      _ = try FaultCatalogueFile.load(text: Array(wrong.utf8), file: "faults.yaml")
      Issue.record("\(new) was read without an error")
    } catch {
      let found = try #require(error.errors.first)
      #expect(found.keyPath == path && found.problem.contains(problem), "\(error)")
      #expect(found.position != nil)
    }
  }
}
