public import RobotConfiguration

/// What became of a scenario on hardware that is there.
public struct PlayedScenario: Sendable {
  /// How it ended.
  public enum Outcome: Sendable {
    /// As its file expects.
    case passed
    /// What speaks against it, one or more.
    case failed([String])
    /// Not played, and why.
    case skipped(String)
  }

  /// The scenario.
  public let scenario: FaultScenario
  /// How it ended.
  public let outcome: Outcome
  /// What came of it; `nil` of one that was skipped.
  public let report: FaultReport?
  /// How long it took, with all that belongs to it [s].
  public let seconds: Double

  /// An outcome.
  public init(
    _ scenario: FaultScenario, _ outcome: Outcome, report: FaultReport? = nil, seconds: Double = 0
  ) {
    self.scenario = scenario
    self.outcome = outcome
    self.report = report
    self.seconds = seconds
  }

  /// What was noticed and when, in a few words: `emergency_stop after 1.2 ms, off after 1.4 ms (bound 2 ms)`.
  public var summary: String {
    guard let report else { return "" }
    var parts: [String] = []
    if let verdict = report.verdict {
      parts.append(
        "\(FaultReport.name(verdict.code)) after \(Self.milliseconds(verdict.detection)) ms")
    } else if let refusal = report.refusal {
      parts.append("refused: \(refusal)")
    } else {
      parts.append("no fault")
    }
    if let secured = report.secured {
      let bound = scenario.expectation.within.map { " (bound \(Self.milliseconds($0)) ms)" } ?? ""
      parts.append(
        "\(report.outputsOff == nil ? "at rest" : "off") after \(Self.milliseconds(secured)) ms\(bound)"
      )
    }
    if let moved = report.moved {
      parts.append("moved \(Decimals.text(moved, places: 4)) rad then")
    }
    if let tracking = report.tracking {
      parts.append("tracking \(Decimals.text(tracking, places: 4)) rad RMS")
    }
    parts.append("\(report.state)")
    return parts.joined(separator: ", ")
  }

  private static func milliseconds(_ seconds: Double) -> String {
    Decimals.text(seconds * 1e3, places: 1)
  }
}

extension [PlayedScenario] {
  /// `3 passed, 0 failed, 1 skipped`.
  public var summary: String { "\(passed) passed, \(failed) failed, \(skipped) skipped" }

  /// How many were as expected.
  public var passed: Int { count { if case .passed = $0.outcome { true } else { false } } }
  /// How many were not.
  public var failed: Int { count { if case .failed = $0.outcome { true } else { false } } }
  /// How many were not played.
  public var skipped: Int { count { if case .skipped = $0.outcome { true } else { false } } }
}
