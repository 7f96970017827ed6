import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotWire
import Testing

@testable import cerebellum

@Suite struct TextTests {
  @Test(
    arguments: [
      (0.0, 2, "0.00"), (1.005, 1, "1.0"), (-0.5, 0, "-1"), (-0.001, 2, "0.00"),
      (12.3456, 3, "12.346"), (0.05, 1, "0.1"), (.nan, 2, "–"), (.infinity, 2, "–"),
      (1e20, 1, "1e+20"),
    ])
  func roundsNumbers(value: Double, digits: Int, expected: String) {
    #expect(Figures.fixed(value, digits) == expected)
  }

  @Test func alignsWideCharacters() {
    var table = Table(header: ["关节", "rad"])
    table.add(["pan", "0.5"])
    #expect(table.lines == ["关节  rad", "pan   0.5"])
  }

  @Test(
    arguments: [
      (["LANG": "zh_CN.UTF-8"], Language.chinese), (["LANG": "de_DE.UTF-8"], .english),
      ([:], .english), (["LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"], .chinese),
      (["LANG": "zh_CN", "LC_ALL": "C"], .english), (["LANG": "zh_CN", "LC_ALL": ""], .chinese),
    ])
  func followsTheLocale(environment: [String: String], expected: Language) {
    #expect(Language(environment: environment) == expected)
  }

  @Test func redrawsInPlace() {
    let listener = Listener()
    var area = LiveArea()
    area.show(["a", "b"], on: listener.console())
    area.show(["c"], on: listener.console())
    #expect(
      listener.output == "a\u{1B}[K\nb\u{1B}[K\n\u{1B}[2A\rc\u{1B}[K\n\u{1B}[J")
  }

  @Test func coloursOnlyWhereTheyAreWelcome() {
    var console = Listener().console()
    #expect(console.coloured("x", .alarm) == "x")
    console.usesColour = true
    #expect(console.coloured("x", .alarm) == "\u{1B}[31mx\u{1B}[0m")
  }

  /// The tool, the protocol and the control cycle have the same states, numbers and names.
  @Test func statesAreTheSameEverywhere() {
    let states = RobotWire.Lifecycle.allCases
    #expect(states.map(\.rawValue) == LifecycleState.allCases.map(\.rawValue))
    #expect(states.map { "\($0)" } == LifecycleState.allCases.map { "\($0)" })
    for state in states {
      #expect(state.words.english == "\(state)")
      #expect(LifecycleState(rawValue: state.rawValue)?.followsCommands() == state.followsCommands)
    }
  }
}
