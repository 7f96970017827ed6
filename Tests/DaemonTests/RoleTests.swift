import Glibc
import RobotWire
import Testing

/// Clients of other users. Only root can start any.
extension RestingRobots {
  @Suite(.enabled(if: geteuid() == 0, "needs root")) struct RoleTests {
    /// No user or group of any machine.
    private static let user = 54_321
    private static let groups = (open: 54_310, operate: 54_311, maintain: 54_312)

    /// A daemon whose socket the group `open` may open.
    private func makeDaemon(_ options: [String]? = nil) throws -> Daemon {
      let daemon = try Daemon(
        options: options ?? [
          "--operate", "\(Self.groups.operate)", "--maintain=\(Self.groups.maintain)",
        ])
      #expect(chmod(daemon.directory.path, 0o711) == 0)
      #expect(chown(daemon.socket, 0, gid_t(Self.groups.open)) == 0)
      return daemon
    }

    /// The tool as that user, in `open` and `groups`; its exit status, and what it says on standard error.
    private func tool(
      _ daemon: Daemon, groups: [Int], _ arguments: [String]
    ) throws -> (status: Int32, text: String) {
      let member = groups.map(String.init).joined(separator: ",")
      let process = try Child(
        ["setpriv", "--reuid=\(Self.user)", "--regid=\(Self.groups.open)"]
          + [groups.isEmpty ? "--clear-groups" : "--groups=\(member)", "--no-new-privs"]
          + [Places.tool] + arguments + ["--socket", daemon.socket],
        environment: ["LANG": "C.UTF-8"])
      return (try process.exitStatus(), try process.lastWords())
    }

    @Test func anObserverLooksAndStopsAndNothingElse() throws {
      let daemon = try makeDaemon()
      let root = try Brain(daemon, stateEvery: 0)
      #expect(try root.access().role == .maintain)
      #expect(try tool(daemon, groups: [], ["status"]).status == 0)
      #expect(try tool(daemon, groups: [], ["stop"]).status == 0)
      let before = try root.access()
      for arguments in [["arm", "--check"], ["clear"], ["disarm"]] {
        let refused = try tool(daemon, groups: [], arguments)
        #expect(refused.status == 5, "\(arguments): \(refused)")
        #expect(
          refused.text.contains(
            "needs the role operate, and user \(Self.user) has observe: join the group \(Self.groups.operate)"
          ),
          "\(refused.text)")
      }
      let after = try root.access()
      #expect(after[.wrongRole] - before[.wrongRole] == 3)
      #expect(after.control == .nobody, "a refused request took control")
    }

    @Test func anOperatorMovesAndAMaintainerDoesAll() throws {
      let daemon = try makeDaemon()
      #expect(
        try tool(daemon, groups: [Self.groups.operate], ["clear"]).text.contains("role") == false)
      let refused = try tool(
        daemon, groups: [Self.groups.operate],
        ["push", "shoulder_pan", "0", "N.m", "--for", "50 ms"])
      #expect(refused.text.contains("role maintain"), "\(refused.text)")
      #expect(refused.text.contains("has operate"), "\(refused.text)")
      let done = try tool(
        daemon, groups: [Self.groups.maintain],
        ["push", "shoulder_pan", "0", "N.m", "--for", "50 ms"])
      #expect(!done.text.contains("role"), "\(done.text)")
    }

    /// Every system has the group `daemon`, and it is number 1 (Debian's base-passwd).
    @Test func groupsHaveNames() throws {
      let daemon = try makeDaemon(["--operate", "daemon"])
      let refused = try tool(daemon, groups: [2], ["disarm"])
      #expect(
        refused.text.contains("join the group daemon (sudo usermod -aG daemon USER"),
        "\(refused.text)")
      #expect(try tool(daemon, groups: [1], ["disarm"]).text == "")
    }

    /// 100 supplementary groups: more than the first question to the kernel has room for.
    @Test func groupsBeyondTheFirst64Count() throws {
      let daemon = try makeDaemon()
      let groups = Array(60_000..<60_100) + [Self.groups.operate]
      let taken = try tool(daemon, groups: groups, ["disarm"])
      #expect(!taken.text.contains("role"), "\(taken.text)")
    }
  }
}
