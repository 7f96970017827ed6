import RobotAssembly
import RobotConfiguration
import Testing

@testable import cerebellum

@Suite struct DaemonProgramTests {
  @Test func prefersTheOneBesideTheTool() throws {
    let program = try DaemonProgram.find(
      programPath: "/opt/bin/cerebellum", searchPath: "/usr/bin:/bin", isExecutable: { _ in true })
    #expect(program.path == "/opt/bin/cerebellumd")
  }

  @Test func looksOnThePath() throws {
    let program = try DaemonProgram.find(
      programPath: "/opt/bin/cerebellum", searchPath: "/usr/bin:/bin",
      isExecutable: { $0 == "/bin/cerebellumd" })
    #expect(program.path == "/bin/cerebellumd")
  }

  @Test func saysHowToGetIt() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try DaemonProgram.find(programPath: nil, searchPath: nil, isExecutable: { _ in false })
    }
    #expect(failure.exit == .hardware)
    let saysHow = failure.message.english.contains("make build")
    #expect(saysHow)
  }

  @Test func startsASimulation() throws {
    let arguments = DaemonProgram(path: "/d").simulation(
      robot: "r", board: "b", socket: "s", isPatient: true)
    #expect(
      arguments == [
        "/d", "--simulate", "--robot", "r", "--socket", "s", "--board", "b", "--patient",
      ])
    // An installed tool finds no Boards/ in the working directory.
    let alone = DaemonProgram(path: "/d").simulation(
      robot: "r", board: nil, socket: "s", isPatient: false)
    #expect(alone == ["/d", "--simulate", "--robot", "r", "--socket", "s"])
  }

  @Test func endedDaemonTellsItsLastWords() throws {
    // The shell ends at once with status 2: it knows no such option.
    let daemon = try DaemonProcess(DaemonProgram(path: "/bin/sh"), robot: "r", board: "b")
    let failure = try #require(throws: ToolFailure.self) {
      try daemon.connect(seconds: 10, console: Listener().console())
    }
    #expect(failure.exit == .usage)
    let quotesIt = failure.message.english.hasPrefix(
      "the daemon ended with status 2. It said:\n/bin/sh: ")
    #expect(quotesIt, "\(failure.message.english)")
  }
}
