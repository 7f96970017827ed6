/// How the daemon ends. The same numbers as the tool's; documented in Documentation/exit-codes.md.
enum ExitCode: Int32, Error {
  /// Asked to end, and ended with the outputs off.
  case ok = 0
  /// The command line was wrong.
  case usage = 2
  /// A robot, board or URDF file was refused.
  case configuration = 3
  /// A device, a bus, a line or the socket could not be had.
  case hardware = 4
}
