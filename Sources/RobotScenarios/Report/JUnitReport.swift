import RobotConfiguration

/// Played scenarios as JUnit XML, for whatever gathers results of tests.
///
/// Source: the schema that Jenkins' xUnit plug-in publishes (junit-10.xsd): testsuites, testsuite, testcase, skipped,
/// failure, system-out; times in seconds.
public struct JUnitReport {
  private let suite: String
  private let played: [PlayedScenario]

  /// A report of `played` as the suite `suite`.
  public init(suite: String, _ played: [PlayedScenario]) {
    self.suite = suite
    self.played = played
  }

  /// The document.
  public var text: String {
    let seconds = Self.time(played.reduce(0) { $0 + $1.seconds })
    let counts =
      "tests=\"\(played.count)\" failures=\"\(played.failed)\" errors=\"0\" time=\"\(seconds)\""
    let name = suite.escapedForMarkup
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites \(counts)>
      <testsuite name="\(name)" \(counts) skipped="\(played.skipped)">
      \(played.map(element).joined(separator: "\n"))
      </testsuite>
      </testsuites>

      """
  }

  private func element(_ played: PlayedScenario) -> String {
    let head =
      "<testcase name=\"\(played.scenario.name.escapedForMarkup)\" "
      + "classname=\"\(suite.escapedForMarkup)\" time=\"\(Self.time(played.seconds))\""
    switch played.outcome {
    case .passed:
      return "\(head)>\n<system-out>\(played.summary.escapedForMarkup)</system-out>\n</testcase>"
    case .failed(let reasons):
      let first = (reasons.first ?? "").escapedForMarkup
      let all = reasons.joined(separator: "\n").escapedForMarkup
      return "\(head)>\n<failure message=\"\(first)\" type=\"scenario\">\(all)</failure>\n"
        + "<system-out>\(played.summary.escapedForMarkup)</system-out>\n</testcase>"
    case .skipped(let reason):
      return "\(head)>\n<skipped message=\"\(reason.escapedForMarkup)\"/>\n</testcase>"
    }
  }

  private static func time(_ seconds: Double) -> String { Decimals.text(seconds, places: 3) }
}
