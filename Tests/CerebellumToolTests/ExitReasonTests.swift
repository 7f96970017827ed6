import FoundationEssentials
import Testing

@testable import cerebellum

@Suite struct ExitReasonTests {
  @Test func numbersAreThoseOfTheDocumentation() throws {
    let numbers: [(ExitReason, Int32)] = [
      (.ok, 0), (.failed, 1), (.usage, 2), (.configuration, 3), (.hardware, 4), (.refused, 5),
      (.fault, 6),
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
  func wrongCommandLineIsTwo(arguments: [String]) {
    let listener = Listener()
    #expect(Program.run(arguments, on: listener.console()) == .usage)
    #expect(listener.output.isEmpty)
    #expect(listener.errors.hasPrefix("Error: "))
  }

  @Test(
    arguments: [[], ["--help"], ["help", "run"], ["--generate-completion-script", "zsh"]])
  func textThatWasAskedForIsZero(arguments: [String]) {
    let listener = Listener()
    #expect(Program.run(arguments, on: listener.console()) == .ok)
    #expect(!listener.output.isEmpty)
    #expect(listener.errors.isEmpty)
  }

  @Test func failureOfAVerbIsItsReason() {
    let listener = Listener()
    let reason = Program.run(
      ["stop", "--json", "--socket", "/tmp/no/such.sock"], on: listener.console())
    #expect(reason == .hardware)
    #expect(listener.errors.hasPrefix("cerebellum: no daemon listens on"))
    #expect(listener.output.hasSuffix("\"exit_code\": 4}\n"))
  }
}
