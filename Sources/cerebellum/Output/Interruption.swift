import Glibc
import Synchronization

/// Ctrl-C, SIGTERM and SIGHUP as a flag, so that a motion is stopped before the tool ends.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  /// Whether the tool was asked to end.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Asks the tool to end.
  static func request() { flag.store(true, ordering: .relaxed) }

  /// From now on the signals set the flag and no longer end the process.
  static func watch() {
    // The handler only stores into an atomic that exists already: async-signal-safe.
    _ = isRequested
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interruption.request() }
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      sigaction(signal, &action, nil)
      sigaddset(&signals, signal)
    }
    // Whoever started the tool may have had them blocked, and that is inherited.
    sigprocmask(SIG_UNBLOCK, &signals, nil)
    var ignore = sigaction()
    ignore.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(SIGPIPE, &ignore, nil)
  }
}
