import FoundationEssentials
import Glibc
import Testing

extension ArmedRobots {
  /// `cerebellum hil run` with the built daemon on simulated hardware.
  @Suite struct HilRunTests {
    private let bench = Places.repository + "/Robots/bench/robot.yaml"

    private func run(
      _ suite: [String], report: String, _ options: [String] = []
    ) throws -> Child {
      try Child(
        [
          Places.tool, "hil", "run", "--robot", bench, "--simulate", "--tolerance", "500 ms",
          "--report", report,
        ] + options + suite)
    }

    private func text(_ path: String) throws -> String {
      try String(contentsOfFile: path, encoding: .utf8)
    }

    /// What a client and people do needs no injector, and neither does a button of simulated hardware.
    @Test func whatABenchIsAskedPassesAndLeavesItsReport() throws {
      let folder = try TemporaryDirectory()
      let report = folder.path + "/report"
      let suite = ["command-timeout", "emergency-stop", "track"].map {
        "\(Places.repository)/Scenarios/bench/\($0).yaml"
      }
      let child = try run(suite, report: report)
      let status = try child.exitStatus()
      let junit = try text(report + "/junit.xml")
      let words = try child.lastWords()
      #expect(status == 0, "\(words) \(junit)")
      #expect(junit.contains("<testsuites tests=\"3\" failures=\"0\""), "\(junit)")
      #expect(!junit.contains("<skipped"))
      #expect(try text(report + "/report.md").contains("3 passed, 0 failed, 0 skipped."))
      #expect(try text(report + "/track-coasts.svg").hasPrefix("<svg"))
    }

    /// A scenario that expects what does not happen fails, and what cannot be done is skipped.
    @Test func whatDoesNotEndAsExpectedIsOne() throws {
      let folder = try TemporaryDirectory()
      let wrong = try folder.file(
        "wrong.yaml",
        """
        scenario: wrong
        robot: bench
        seed: 1
        begin: arming
        duration: 0.5 s
        expect: { fault: emergency_stop, state: faulted }
        """)
      let jam = try folder.file(
        "jam.yaml",
        """
        scenario: jam
        robot: bench
        seed: 1
        duration: 0.5 s
        faults: [ { kind: jam, joint: damps, at: 0.1 s } ]
        expect: { fault: none, state: active }
        """)
      let report = folder.path + "/report"
      let child = try run([wrong, jam], report: report)
      #expect(try child.exitStatus() == 1)
      let junit = try text(report + "/junit.xml")
      #expect(junit.contains("<failure message=\"no fault latched\""), "\(junit)")
      #expect(junit.contains("<skipped message=\"there is no injector"), "\(junit)")
    }

    /// Ctrl-C in the second: the first is in the report, and no daemon is left.
    @Test func interruptedItLeavesAReportOfWhatWasDone() throws {
      let folder = try TemporaryDirectory()
      let short = try folder.file("short.yaml", scenario("short", "0.2 s"))
      let long = try folder.file("long.yaml", scenario("long", "60 s"))
      let report = folder.path + "/report"
      let child = try run([short, long], report: report)
      let deadline = Deadline()
      var daemons: [String] = []
      // The first one's daemon, and then the second one's.
      var seen: Set<String> = []
      while seen.count < 2, !deadline.hasPassed {
        daemons = try Self.children(of: child.pid)
        seen.formUnion(daemons)
        usleep(20_000)
      }
      usleep(500_000)
      child.send(SIGINT)
      #expect(try child.exitStatus() == 130)
      #expect(try text(report + "/report.md").contains("1 passed, 0 failed, 0 skipped."))
      for daemon in seen { #expect(kill(pid_t(daemon) ?? 0, 0) != 0, "\(daemon) is left") }
    }

    /// What happens, happens in the world of `hil-backend` here, which is not the daemon's: it is begun, counted and ended
    /// there, and the robot notices nothing.
    @Test func anInjectorIsGivenTheScenario() throws {
      let folder = try TemporaryDirectory()
      let backend = try Child([
        Places.tool, "hil-backend", "--robot", bench, "--directory", folder.path,
      ])
      let deadline = Deadline()
      while access(folder.path + "/control.sock", F_OK) != 0, !deadline.hasPassed { usleep(20_000) }
      let jam = try folder.file(
        "jam.yaml",
        """
        scenario: jam
        robot: bench
        seed: 1
        begin: arming
        duration: 1 s
        faults: [ { kind: jam, joint: damps, at: 0.2 s } ]
        expect: { fault: none, state: active, tracking: 0.02 rad }
        """)
      let report = folder.path + "/report"
      let injector = ["--injector", folder.path + "/control.sock"]
      let child = try run([jam], report: report, injector)
      let status = try child.exitStatus()
      let told = try text(report + "/report.md")
      #expect(status == 0, "\(told)")
      // Gone half-way, it is told as what does not answer.
      let second = try run([jam, jam, jam, jam], report: report, injector)
      while try Self.children(of: second.pid).isEmpty, !deadline.hasPassed { usleep(20_000) }
      backend.send(SIGKILL)
      #expect(try second.exitStatus() == 4)
      #expect(try second.lastWords().contains("the injector"))
    }

    private func scenario(_ name: String, _ duration: String) -> String {
      """
      scenario: \(name)
      robot: bench
      seed: 1
      begin: arming
      duration: \(duration)
      expect: { fault: none, state: active }
      """
    }

    private static func children(of process: pid_t) throws -> [String] {
      try lines(ofProcess: "/proc/\(process)/task/\(process)/children")
        .flatMap { $0.split(separator: " ").map(String.init) }
    }
  }
}
