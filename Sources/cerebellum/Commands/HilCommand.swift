import ArgumentParser

/// Hardware in the loop: real buses, or those of a virtual machine.
struct HilCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hil", abstract: "Play scenarios on the hardware that is there.",
    subcommands: [HilRunCommand.self])
}
