import FoundationEssentials
import RobotCore
import Testing

/// The documentation shows the table that the runtime uses.
@Suite struct LifecycleDocumentationTests {
  private static let page = "Documentation/safety.md"
  private static let suffix = "/Tests/RobotCoreTests/LifecycleDocumentationTests.swift"
  private static let path = String(#filePath.dropLast(suffix.count)) + "/" + page

  @Test func diagramIsCurrent() throws {
    let url = URL(filePath: Self.path)
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let head = try #require(text.firstRange(of: LifecycleDiagram.begin + "\n"))
    let tail = try #require(text.firstRange(of: LifecycleDiagram.end))
    let current =
      text[..<head.upperBound] + LifecycleDiagram.text + "\n" + text[tail.lowerBound...]
    if ProcessInfo.processInfo.environment["CEREBELLUM_UPDATE_SCHEMAS"] == "1" {
      try Data(current.utf8).write(to: url)
      return
    }
    let isCurrent = current == text
    #expect(
      isCurrent,
      """
      \(Self.page) does not show the lifecycle's table. Regenerate it with:
      CEREBELLUM_UPDATE_SCHEMAS=1 swift test --filter LifecycleDocumentationTests
      """)
  }
}
