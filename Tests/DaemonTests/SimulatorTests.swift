import Glibc
import RobotWire
import Testing

extension RestingRobots {
  /// The shipped daemon before the simulator of the examples, in lock-step.
  @Suite struct SimulatorTests {
    private static let joints = [
      "shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper",
    ]

    private func address(_ way: String, _ directory: TemporaryDirectory) -> String {
      way == "unix"
        ? "unix:\(directory.path)/simulator.sock"
        : "shm:" + (directory.path.split(separator: "/").last ?? "")
    }

    private func file(_ address: String) -> String {
      address.hasPrefix("unix:")
        ? String(address.dropFirst(5)) : "/dev/shm/" + address.dropFirst(4)
    }

    /// Starts the example, and waits until its address is there.
    private func simulator(_ address: String, _ joints: [String] = joints) throws -> Child {
      unlink(file(address))
      let child = try Child([Places.pendulum, address] + joints)
      let deadline = Deadline()
      while access(file(address), F_OK) != 0 {
        guard !deadline.hasPassed else { throw Failure("no \(address): \(try child.lastWords())") }
        usleep(1000)
      }
      return child
    }

    /// It moves, the simulator is killed, the outputs are off with the cause by its name; the next simulator, clear,
    /// arm, and it moves again.
    @Test(arguments: ["unix", "shm"]) func aSimulatorIsKilled(_ way: String) throws {
      let directory = try TemporaryDirectory()
      let address = address(way, directory)
      defer { unlink(file(address)) }
      let first = try simulator(address)
      let daemon = try Daemon(
        in: directory,
        options: ["--simulator", address, "--lock-step", "--simulator-timeout", "2000"])
      let brain = try Brain(daemon)
      try brain.arm()
      try brain.jogUntilMoving()
      first.send(SIGKILL)
      let states = try brain.states(until: { $0.lifecycle == .faulted })
      let state = try brain.last(states)
      #expect(!state.flags.contains(.outputsEnabled))
      #expect(state.fault?.code == 606)
      let second = try simulator(address)
      let deadline = Deadline()
      while try brain.ask(.clear).code != .ok {
        try #require(!deadline.hasPassed, "the daemon does not find the simulator")
        usleep(10_000)
      }
      try brain.arm()
      try brain.jogUntilMoving()
      #expect(try daemon.end() == 0)
      let words = try daemon.process.lastWords()
      #expect(words.contains("fault 606: the simulator is lost: "), "\(words)")
      #expect(words.contains("仿真器失联"), "\(words)")
      #expect(words.contains("is back; clear and arm"), "\(words)")
      withExtendedLifetime(second) {}
    }

    @Test func aSimulatorOfAnotherRobotIsRefused() throws {
      let directory = try TemporaryDirectory()
      let address = address("unix", directory)
      let other = try simulator(address, ["knee"])
      let child = try Child(
        Daemon.command(robot: Places.arm, socket: directory.path + "/control.sock") + [
          "--simulator", address,
        ])
      #expect(try child.exitStatus() == 4)
      let words = try child.lastWords()
      #expect(words.contains("the simulator has no joint \"shoulder_pan\""), "\(words)")
      withExtendedLifetime(other) {}
    }

    @Test func noSimulatorIsSaid() throws {
      let directory = try TemporaryDirectory()
      let child = try Child(
        Daemon.command(robot: Places.arm, socket: directory.path + "/control.sock") + [
          "--simulator", "shm:nobody-\(getpid())",
        ])
      #expect(try child.exitStatus() == 4)
      #expect(try child.lastWords().contains("No such file"))
    }
  }
}
