/// How the tool ends, for scripts. Documented in Documentation/exit-codes.md.
enum ExitReason: Int32, CaseIterable {
  /// Done.
  case ok = 0
  /// Scenarios were played, and not all ended as expected.
  case failed = 1
  /// The command line was wrong, or an answer that it needs was not given.
  case usage = 2
  /// A robot, board or motion file is wrong.
  case configuration = 3
  /// No daemon, a lost daemon, or hardware that does not answer.
  case hardware = 4
  /// The daemon refused: not in this state, or beyond a limit.
  case refused = 5
  /// A fault is latched.
  case fault = 6
  /// Ctrl-C, SIGTERM or SIGHUP; what moved has been stopped.
  case interrupted = 130
}
