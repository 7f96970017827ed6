import RobotConfiguration
import RobotCore
import RobotScenarios
import Testing

@testable import cerebellum

/// A report of what was played, for people and for whatever gathers results of tests.
@Suite struct RunReportTests {
  private func scenario(_ name: String) throws -> FaultScenario {
    let text = """
      scenario: \(name)
      robot: any
      seed: 1
      duration: 1 s
      expect: { fault: none, state: active, within: 10 ms }
      """.replacing(", within: 10 ms", with: "")
    return try FaultScenarioFile.load(text: Array(text.utf8), file: "s")
  }

  private func played() throws -> [PlayedScenario] {
    var report = FaultReport()
    report.state = .active
    report.tracking = 0.0123
    report.trace = FaultTrace(jointCount: 1)
    for step in 0..<10 {
      report.trace?.add(references: [1], measured: [0.5], at: Double(step) * 0.1)
    }
    return [
      PlayedScenario(try scenario("good"), .passed, report: report, seconds: 2.5),
      PlayedScenario(
        try scenario("bad"), .failed(["ended <holding> & \"more\"", "late"]), report: FaultReport(),
        seconds: 1),
      PlayedScenario(try scenario("other"), .skipped("it is for arm6")),
    ]
  }

  @Test func junitIsAsGatherersReadIt() throws {
    let text = JUnitReport(suite: "cerebellum.hil.bench", try played()).text
    #expect(
      text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites tests="3" failures="1" errors="0" time="3.500">
        <testsuite name="cerebellum.hil.bench" tests="3" failures="1" errors="0" time="3.500" skipped="1">
        <testcase name="good" classname="cerebellum.hil.bench" time="2.500">
        <system-out>no fault, tracking 0.0123 rad RMS, active</system-out>
        </testcase>
        <testcase name="bad" classname="cerebellum.hil.bench" time="1.000">
        <failure message="ended &lt;holding&gt; &amp; &quot;more&quot;" type="scenario">ended &lt;holding&gt; \
        &amp; &quot;more&quot;
        late</failure>
        <system-out>no fault, unconfigured</system-out>
        </testcase>
        <testcase name="other" classname="cerebellum.hil.bench" time="0.000">
        <skipped message="it is for arm6"/>
        </testcase>
        </testsuite>
        </testsuites>

        """)
  }

  @Test func markdownHasATableAndThePlots() throws {
    let report = RunReport(title: "t", joints: ["damps"], notes: ["a note"], try played())
    let text = report.markdown
    for line in [
      "1 passed, 1 failed, 1 skipped.", "- a note",
      "| good | passed | no fault, tracking 0.0123 rad RMS, active |",
      "| bad | FAILED | ended <holding> & \"more\"; late; no fault, unconfigured |",
      "| other | skipped | it is for arm6 |", "![damps](good-damps.svg)",
    ] {
      #expect(text.split(separator: "\n").contains(line[...]), "\(line): \(text)")
    }
    #expect(report.plots.map(\.file) == ["good-damps.svg"])
    #expect(report.plots[0].svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
  }
}
