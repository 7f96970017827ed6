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
      "Socket of the daemon (default: $CEREBELLUM_SOCKET, or \(WireClient.defaultPath)).",
      valueName: "path"))
  var socket: String?

  /// The path that was given, or the default one.
  var path: String { socket ?? SocketOptions.defaultPath(Environment.variables()) }

  static func defaultPath(_ environment: [String: String]) -> String {
    if let path = environment["CEREBELLUM_SOCKET"], !path.isEmpty { return path }
    return WireClient.defaultPath
  }
}

/// Leave to move a robot.
struct ConsentOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Do not ask before a real robot moves.")
  var yes = false
}
