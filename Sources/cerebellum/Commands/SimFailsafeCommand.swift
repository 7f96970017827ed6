import ArgumentParser

/// Plays with the lifecycle: events in, places out, by the table that the control cycle uses.
struct SimFailsafeCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "sim-failsafe",
    abstract:
      "Try out what faults, stops and requests do to the robot's lifecycle; needs no daemon.",
    discussion: """
      Give events, or faults by their names, as arguments: "cerebellum sim-failsafe configured arm \
      ramp-ended emergency_stop arm clear". Without arguments they are read from standard input, one \
      or several a line. Also: table, reset, help, quit.
      """)
  @Argument(help: "Events and faults, in order.")
  var words: [String] = []
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    var game = FailsafeGame(console: console, asJSON: common.json)
    if words.isEmpty {
      try game.play()
    } else {
      try game.walk(words)
    }
  }
}
