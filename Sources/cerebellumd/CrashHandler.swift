import CCrash
import RobotAssembly
import RobotConfiguration

/// What the daemon does when it dies of a fault (SIGSEGV, a trap, an abort): CCrash drives the outputs to their safe
/// levels.
enum CrashHandler {
  /// Takes the signals. To be called before the first output is claimed.
  static func install(_ log: Log) {
    let result = ccrash_install(log.prefix(.critical))
    guard result != 0 else { return }
    log.write(
      .error, "sigaction", result,
      BilingualText("a crash would leave the outputs to the board", "崩溃时输出将由主板决定"))
  }

  /// What it is to drive from now on.
  static func take(_ last: LastResort, _ log: Log) {
    var fits = true
    for line in last.lines where !ccrash_add_line(line.descriptor, line.level) { fits = false }
    for write in last.writes
    where !ccrash_add_write(
      write.descriptor, UInt16(write.address), write.bytes, UInt32(write.bytes.count),
      write.isSMBus)
    { fits = false }
    guard !fits else { return }
    log.write(
      .warning,
      "more outputs than the crash handler has room for (64 lines, 64 writes): those beyond are left to the board  "
        + "输出数量超出崩溃处理程序的容量（64 条输出线，64 次写入）：其余由主板决定")
  }

  /// The file to note a death in; false where its path is too long.
  static func note(in path: String) -> Bool { ccrash_set_note(path) }
}
