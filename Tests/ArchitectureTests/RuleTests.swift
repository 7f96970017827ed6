import Testing

/// Each rule is broken once here, and once nearly.
@Suite struct RuleTests {
  @Test(
    arguments: [
      ("RobotConfiguration", "let a = try? f()", "try?"),
      ("RobotAssembly", "let a = try! f()", "try!"),
      ("cerebellumd", "let a = b as! C", "as!"),
      ("cerebellum", #"fatalError("no")"#, "fatalError("),
      ("RobotRuntime", "print(1)", "print("),
      ("LinuxHAL", "debugPrint(1)", "debugPrint("),
      ("RobotWire", "func f() async -> Int { 1 }", "async"),
      ("SimulatedHAL", "async let a = f()", "async"),
      ("SimulatedHAL", "await f()", "await"),
      ("RobotCore", "func f() throws(any Error) {}", "any Error"),
      ("RobotUnits", "let a: Result<Int, any Error>", "any Error"),
      ("RobotHAL", "final class A: @unchecked Sendable {}", "@unchecked Sendable"),
      ("RobotHAL", "nonisolated(unsafe) var a = 1", "nonisolated(unsafe)"),
      ("RobotDrivers", "clock_gettime(CLOCK_MONOTONIC, &now)", "clock_gettime("),
      ("RobotControl", "let clock = ContinuousClock()", "ContinuousClock"),
      ("Unheard", "await f()", "await"),
      ("RobotCore", #"let a = "\(try! f())""#, "try!"),
      ("RobotCore", ##"let a = #"" \#(try! f("("))"#"##, "try!"),
      ("RobotCore", #"let a = "\(g(1) + (try! f()))""#, "try!"),
      ("RobotCore", #"let a = "\\"; try! f()"#, "try!"),
      ("RobotCore", "/* a /* b */ c */ try! f()", "try!"),
      ("RobotCore", #"let a = "unterminated"# + "\ntry! f()", "try!"),
    ])
  func findsTheWord(module: String, code: String, word: String) throws {
    let findings = SourceRule.findings(in: source(module, code))
    #expect(findings.count == 1)
    #expect(try #require(findings.first).message.hasPrefix("`\(word)`"))
  }

  @Test(
    arguments: [
      ("cerebellum", "print(1)"),
      ("cerebellumd", "await f()"),
      ("RobotRuntime", "func f() throws(any Error) {}"),
      ("RobotRuntime", "let clock = ContinuousClock()"),
      ("RobotCore", "log.print(1); blueprint(1)"),
      ("RobotCore", "let asynchronous = 1, isasync = 2"),
      ("RobotCore", "// try! f()"),
      ("RobotCore", "/// Unlike `try!`, it reports."),
      ("RobotCore", "/* try! /* as! */ try! */ f()"),
      ("RobotCore", #"let a = "try! f()""#),
      ("RobotCore", ##"let a = #"a "try!" \(b"#"##),
      ("RobotCore", "let a = \"\"\"\n  try! \"f\"\n  \"\"\""),
      ("RobotCore", #"let a = "\"try! f()""#),
      ("RobotHAL", "final class A: @unchecked Sendable {}  // immutable after init"),
      ("RobotHAL", "/// Immutable after init.\nfinal class A: @unchecked Sendable {}"),
    ])
  func letsPass(module: String, code: String) {
    #expect(SourceRule.findings(in: source(module, code)).map(\.description) == [])
  }

  @Test func namesTheLine() throws {
    let findings = SourceRule.findings(in: source("RobotCore", "let a = 1\n\ntry! f()\n"))
    #expect(try #require(findings.first).description.hasPrefix("Sources/RobotCore/A.swift:3: "))
  }

  @Test(arguments: ["TO" + "DO: later", "/* " + "FIX" + "ME */ wrong"])
  func findsUnfinishedWork(comment: String) {
    let file = source("cerebellum", "let a = 1 // \(comment)")
    #expect(SourceRule.findings(in: file).count == 1)
    #expect(SourceRule.findings(inTest: file).count == 1)
  }

  @Test(arguments: [(400, 0), (401, 1)])
  func findsALongFile(length: Int, expected: Int) {
    let file = source("RobotCore", String(repeating: "let a = 1\n", count: length))
    #expect(SourceRule.findings(in: file).count == expected)
  }

  @Test func findsAFolderThatIsNotOnTheMap() {
    let findings = FolderMap.findings(
      folders: ["Sources", "Sources/RobotUnits", "Robots", "Boards", "systemd"],
      map: "| `Sources/RobotUnits`, `Robots` | see `Sources` |\n| `Boards` | |\nAnd `systemd`.")
    #expect(
      findings.map(\.message) == [
        "the folder map does not name `Sources`; say what it holds",
        "the folder map does not name `systemd`; say what it holds",
      ])
  }

  private func source(_ module: String, _ text: String) -> SourceFile {
    SourceFile(path: "Sources/\(module)/A.swift", text: text)
  }
}
