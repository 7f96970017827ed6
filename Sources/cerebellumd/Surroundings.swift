import CRealtime
import Glibc

/// What whoever started the daemon left it with, and must not reach the robot.
enum Surroundings {
  /// Opens those of the descriptors 0 to 2 that are closed. A device that got number 2 would be sent
  /// the log.
  static func occupyStandardDescriptors() {
    while true {
      let descriptor = open("/dev/null", O_RDWR)
      guard (0...2).contains(descriptor) else {
        if descriptor > 2 { close(descriptor) }
        return
      }
    }
  }

  /// Turns the signals that ask for something into a readable descriptor, and ignores those that would
  /// end or freeze the process while its outputs keep their last duty. Call it before any thread
  /// exists, so that all inherit the mask. A negative result is -errno.
  static func takeSignals() -> Int32 {
    // A log or client that nobody reads; Ctrl-Z, and a terminal that stops who writes from behind; a file that must not
    // grow (setrlimit).
    for ignored in [SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU, SIGXFSZ] { signal(ignored, SIG_IGN) }
    let taken = [SIGTERM, SIGINT, SIGQUIT, SIGHUP]
    return crt_signal_descriptor(taken, Int32(taken.count))
  }
}
