import Glibc
import RobotWire
import Testing

extension ArmedRobots {
  /// One thread is held by ptrace(2), as a driver's bug would hold it in the kernel.
  @Suite struct HungThreadTests {
    @Test(arguments: ["cbl-control", "cbl-bus"])
    func systemdHearsNothingAndTheOutputsGoOffAtTheEnd(thread: String) throws {
      try ArmedRobots.withDaemon(environment: ["WATCHDOG_USEC": "100000"]) { daemon in
        let brain = try Brain(daemon)
        try brain.arm()
        let hung = try #require(try daemon.threads().first { $0.name == thread })
        guard let held = HeldThread(hung.id) else {
          try Test.cancel("this machine does not allow ptrace(2)")
        }
        defer { held.letGo() }
        let manager = daemon.notifications
        // A ping may still be due, within half of 100 ms, of a bus within a second; the third status from now on is past it.
        manager.drain()
        for _ in 0..<3 { try manager.wait(for: "STATUS=", after: manager.messages.count) }
        let silent = manager.messages.count
        try manager.wait(for: "STATUS=", after: silent)
        #expect(!manager.messages[silent...].contains("WATCHDOG=1"))
        daemon.process.send(SIGTERM)
        try daemon.process.log(until: "hangs: switching off without it")
        // It may be held with the lock of its bus, and then keeps who switches off waiting, as in the kernel: systemd kills.
        if thread == "cbl-bus" { daemon.process.send(SIGKILL) }
        held.waitForDeath()
        let status = try daemon.process.exitStatus()
        #expect(status == 4 || (thread == "cbl-bus" && status == 128 + SIGKILL))
        #expect(thread == "cbl-bus" || access(daemon.socket, F_OK) != 0)
      }
    }
  }
}

/// A thread of a child, stopped until it is let go.
private final class HeldThread {
  private let id: pid_t
  private var isDead = false
  private static let wall: Int32 = 0x4000_0000  // __WALL (wait(2))

  /// `nil` when the system does not allow it.
  init?(_ id: pid_t) {
    let (seize, interrupt) = (0x4206, 0x4207)
    guard HeldThread.ptrace(seize, id), HeldThread.ptrace(interrupt, id),
      waitpid(id, nil, HeldThread.wall) == id
    else { return nil }
    self.id = id
  }

  func waitForDeath() {
    waitpid(id, nil, HeldThread.wall)
    isDead = true
  }

  /// Whoever is held cannot be waited for.
  func letGo() {
    let detach = 17
    if !isDead { _ = HeldThread.ptrace(detach, id) }
  }

  private static func ptrace(_ request: Int, _ id: pid_t) -> Bool {
    // Variadic in C, and so not imported.
    typealias PTrace = @convention(c) (Int, pid_t, Int, Int) -> Int
    guard let symbol = dlsym(nil, "ptrace") else { return false }
    return unsafeBitCast(symbol, to: PTrace.self)(request, id, 0, 0) == 0
  }
}
