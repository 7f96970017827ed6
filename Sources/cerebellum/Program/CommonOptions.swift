import ArgumentParser
import RobotWire

/// What every verb understands.
struct CommonOptions: ParsableArguments {
  @Option(help: "Language of messages: zh or en (default: from the locale).")
  var lang: Language?

  @Flag(help: "Answer in JSON, one object (Documentation/command-line.md).")
  var json = false

  /// Where messages go.
  func console() -> Console {
    let environment = Environment.variables()
    return Console.standard(
      language: lang ?? Language(environment: environment), environment: environment)
  }
}

/// Where the daemon is.
struct SocketOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Socket of the daemon (default: $CEREBELLUM_SOCKET, the service's, or the user's own).",
      valueName: "path"))
  var socket: String?

  /// The path that was given, or the default one.
  var path: String { socket ?? SocketPath.standard() }
}

/// Leave to move a robot.
struct ConsentOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Do not ask before a real robot moves.")
  var yes = false
}
