import FaultRig
import RobotConfiguration
import RobotScenarios
import Testing

extension ArmedRobots {
  /// The scenarios of `Scenarios/faults` that are about the daemon as a process, its files and its clients. How fast
  /// it is, is no subject here.
  @Suite struct DaemonScenarioTests {
    private static let folder = Places.repository + "/Scenarios/faults"

    private static func scenarios() throws -> [String] {
      try names(in: folder).filter { name in
        try FaultScenarioFile.load(path: "\(folder)/\(name)").isOfDaemon
      }.sorted()
    }

    private func report(of scenario: FaultScenario) throws -> FaultReport {
      let directory = try TemporaryDirectory()
      return DaemonRun(
        program: Places.daemon, robot: Places.arm, folder: directory.path,
        unit: Places.repository + "/systemd/cerebellumd.service"
      ).report(of: scenario)
    }

    @Test(arguments: try scenarios())
    func endsAsExpected(_ file: String) throws {
      var scenario = try FaultScenarioFile.load(path: "\(Self.folder)/\(file)")
      scenario.expectation.within = nil
      let report = try report(of: scenario)
      #expect(report.failures(of: scenario).isEmpty, "\(report)")
      #expect(report.observed != nil && report.observedAfter != nil)
    }

    /// A file that is right starts a daemon, which then does not end by itself.
    @Test func anEditThatChangesNothingThatMattersFails() throws {
      var scenario = try FaultScenarioFile.load(path: "\(Self.folder)/config-misspelt.yaml")
      scenario.faults[0].kind = .configurationEdited("no such text", with: "any")
      let report = try report(of: scenario)
      #expect(report.problems == ["\(Places.arm) has no \"no such text\""])
    }
  }
}
