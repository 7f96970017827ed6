import ArgumentParser
import FoundationEssentials
import Testing

@testable import cerebellum

@Suite struct ExitReasonTests {
  @Test func numbersAreThoseOfTheDocumentation() throws {
    let numbers: [(ExitReason, Int32)] = [
      (.ok, 0), (.usage, 2), (.configuration, 3), (.hardware, 4), (.refused, 5), (.fault, 6),
      (.interrupted, 130),
    ]
    #expect(numbers.count == ExitReason.allCases.count)
    let page = try Repository.text("Documentation/exit-codes.md")
    for (status, number) in numbers {
      #expect(status.rawValue == number)
      let isDocumented = page.contains("| \(number) |")
      #expect(isDocumented)
    }
  }

  @Test(
    arguments: [
      ["frobnicate"], ["jog"], ["run"], ["status", "--lang", "fr"], ["arm", "--no-such-option"],
    ])
  func wrongCommandLineIsTwo(arguments: [String]) throws {
    let error = try #require(throws: (any Error).self) {
      try CerebellumCommand.parseAsRoot(arguments)
    }
    #expect(Program.exitStatus(of: error) == .usage)
  }

  @Test(
    arguments: [["--help"], ["help", "run"], ["--generate-completion-script", "zsh"]])
  func askedForTextIsZero(arguments: [String]) throws {
    // "help" parses to a command that shows the text when it runs.
    let error = try #require(throws: (any Error).self) {
      var command = try CerebellumCommand.parseAsRoot(arguments)
      try command.run()
    }
    #expect(Program.exitStatus(of: error) == .ok)
  }
}
