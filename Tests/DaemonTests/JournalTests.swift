import Glibc
import RobotWire
import Testing

extension ArmedRobots {
  /// What `journalctl -x` and `journalctl CEREBELLUM_CODE=501` find.
  @Suite struct JournalTests {
    /// In a mount namespace of its own, where the journal's socket is the test's.
    @Test(.enabled(if: geteuid() == 0, "only root can mount"))
    func aFaultIsAnEntryWithFields() throws {
      let directory = try TemporaryDirectory()
      let journal = try NotifySocket(path: directory.path + "/journal.sock")
      let script = """
        mount -t tmpfs none /run && mkdir -p /run/systemd/journal \
        && ln -s '\(journal.path)' /run/systemd/journal/socket \
        && JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec "$@"
        """
      try ArmedRobots.withDaemon(
        wrapper: ["unshare", "--mount", "sh", "-c", script, "sh"]
      ) { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        try brain.succeed(.setLine(name: "estop", isHigh: true))
        try brain.states(until: { $0.lifecycle == .faulted })
        let entry = try journal.wait(for: "MESSAGE=fault 501: the emergency stop is pressed")
        let fields = entry.split(separator: "\n").map(String.init)
        #expect(fields.contains("MESSAGE_ID=5b67d2c7a54638e06d0c3ec6e6e201f5"), "\(fields)")
        #expect(fields.contains("CEREBELLUM_FAULT=emergency_stop"), "\(fields)")
        #expect(fields.contains("CEREBELLUM_CODE=501"), "\(fields)")
        #expect(fields.contains("PRIORITY=3"), "\(fields)")
      }
    }
  }
}
