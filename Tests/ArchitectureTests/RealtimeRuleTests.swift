import Testing

/// The rule is broken once here for each of its parts, and once nearly.
@Suite struct RealtimeRuleTests {
  static let onPath = "Sources/RobotAssembly/ControlLoop.swift"

  @Test(
    arguments: [
      "  mutating func run(_ turn: Turn) {}",
      "  @discardableResult\n  private func run() -> Int { 1 }",
      "  @_noAllocation @_noLocks\n  var a = 1\n  func run() {}",
      "  // @_noAllocation @_noLocks\n  func run() {}",
      "  @_noAllocation @_noLocks\n  func a() {}\n\n  func run() {}",
    ])
  func findsAFunctionOfThePathWithoutAttributes(code: String) throws {
    let found = RealtimeRule.findings(in: SourceFile(path: Self.onPath, text: code))
    #expect(found.count == 1)
    #expect(try #require(found.first).message.hasPrefix("run runs in a cycle"))
  }

  @Test(
    arguments: [
      "  @_noAllocation @_noLocks\n  mutating func run(_ turn: Turn) {}",
      "  @_noAllocation @_noLocks @discardableResult\n  func run() -> Int { 1 }",
      "  @inlinable public mutating func push(_ element: Element) -> Bool {}",
      "  @inlinable\n  @discardableResult\n  func run() -> Int { 1 }",
      "  init() {}", "  // func run() {}", "protocol Task {\n  mutating func run()\n}",
    ])
  func letsPassWhatCarriesThem(code: String) {
    let found = RealtimeRule.findings(in: SourceFile(path: Self.onPath, text: code))
    #expect(found.map(\.description) == [])
  }

  @Test func letsPassWhatIsSetUpOrBesideThePath() {
    let setUp = SourceFile(
      path: "Sources/RobotAssembly/BusLinks.swift", text: "func makeExecutor() {}")
    let beside = SourceFile(path: "Sources/RobotAssembly/Hardware.swift", text: "func open() {}")
    #expect(RealtimeRule.findings(in: setUp).isEmpty)
    #expect(RealtimeRule.findings(in: beside).isEmpty)
  }

  @Test(
    arguments: [
      "@_noAllocation func a() {}", "@_noLocks\nfunc a() {}",
      #"@_semantics("no_performance_analysis") func a() {}"#,
      #"@_silgen_name("sin") func a() {}"#, "let a = unsafeBitCast(b, to: Int.self)",
    ])
  func findsHalfAnAttributeAndAWayPast(code: String) {
    let path = "Sources/RobotUnits/A.swift"
    #expect(RealtimeRule.findings(in: SourceFile(path: path, text: code)).count == 1)
  }

  @Test func letsTheOneFileEscape() {
    let file = SourceFile(
      path: RealtimeRule.escapes, text: #"@_semantics("no_performance_analysis") func a() {}"#)
    #expect(RealtimeRule.findings(in: file).isEmpty)
  }

  @Test(
    arguments: [
      ("Sources/CYAML/include/cyaml.h", "CRT_REALTIME int f(void);", 1),
      ("Sources/CI2C/include/ci2c.h", "CI2C_REALTIME int f(void);", 0),
      ("Sources/CI2C/ci2c.c", #"__attribute__((swift_attr("@_noLocks")))"#, 1),
      ("Sources/CRealtime/crealtime.c", "CRT_REALTIME int f(void) { return 0; }", 1),
      ("Sources/CRealtime/include/crealtime.h", "CRT_REALTIME int f(void);", 0),
      ("Package.swift", #".unsafeFlags(["-Ounchecked"])"#, 1),
      ("Package.swift", #".unsafeFlags(["-enforce-exclusivity=unchecked"])"#, 1),
      ("Package.swift", ".enableUpcomingFeature(a)", 0),
    ])
  func onlyHeadersOfShimsVouchForC(path: String, text: String, count: Int) {
    #expect(RealtimeRule.findings(inText: text, path: path).count == count)
  }
}
