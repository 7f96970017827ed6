import FoundationEssentials
import Glibc
import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  /// What a daemon that dies leaves behind, and what the next one says. Its outputs: `make crash`.
  @Suite struct DeathTests {
    @Test func theNextDaemonNamesOneThatWasKilled() throws {
      let place = try Place()
      let first = try place.daemon()
      let text = try String(contentsOfFile: place.mark, encoding: .utf8)
      #expect(text.hasPrefix("process \(first.process.pid), started 2"), "\(text)")
      first.process.send(SIGKILL)
      #expect(try first.process.exitStatus() == 128 + SIGKILL)
      let second = try place.daemon()
      try second.process.log(
        until:
          "the daemon before this one died without switching off (process \(first.process.pid),")
      let status = try second.notifications.wait(for: "STATUS=")
      #expect(
        status.contains("; the daemon before died: process \(first.process.pid),"), "\(status)")
      let death = try Brain(second, stateEvery: 0).deathBefore()
      #expect(death.english.hasPrefix("process \(first.process.pid), started 2"), "\(death)")
      #expect(death.chinese.hasPrefix("进程 \(first.process.pid)，启动于 2"), "\(death)")
      #expect(try second.end() == 0)
      #expect(access(place.mark, F_OK) != 0)
      let third = try place.daemon()
      #expect(try !Brain(third, stateEvery: 0).deathBefore().isDeath)
      #expect(try third.end() == 0)
      #expect(try !third.process.lastWords().contains("died"))
    }

    @Test(arguments: [
      ("cbl-control", SIGSEGV, "SIGSEGV"), ("cbl-bus", SIGBUS, "SIGBUS"),
      ("cerebellumd", SIGILL, "SIGILL"), ("cerebellumd", SIGABRT, "SIGABRT"),
    ])
    func aFaultIsToldByTheProcessThatDiesOfIt(thread: String, signal: Int32, name: String) throws {
      let place = try Place()
      let first = try place.daemon()
      // A thread that has no name yet has that of the process.
      let isNamed = thread != "cerebellumd"
      let id =
        isNamed
        ? try #require(try first.threads().first { $0.name == thread }).id : first.process.pid
      #expect(try tell(id, of: first.process.pid, signal) == 0)
      // As without the handler: who waits for the process, and the core dump, see the signal.
      #expect(try first.process.exitStatus() == 128 + signal)
      let told = "\(name) in thread \(thread) (\(id)), sent by process \(getpid())"
      #expect(try first.process.lastWords().contains(told))
      let second = try place.daemon()
      try second.process.log(until: told)
      // Each language by itself.
      let death = try Brain(second, stateEvery: 0).deathBefore()
      #expect(death.english.contains(told) && !death.english.contains("线程"), "\(death)")
      #expect(death.chinese.contains("\(name)，线程 \(thread)"), "\(death)")
      #expect(!death.chinese.contains("in thread"), "\(death)")
      #expect(try second.end() == 0)
    }

    @Test(arguments: [
      (["--simulate"], "leave --simulate out"), ([], "--board FILE is missing"),
    ])
    func safeOutputsAreOfHardware(options: [String], text: String) throws {
      let child = try Child([Places.daemon, "--safe-outputs", "--robot", Places.arm] + options)
      #expect(try child.exitStatus() == 2)
      #expect(try child.lastWords().contains(text))
    }

    /// This machine has no bus and no line.
    @Test func safeOutputsSayWhatTheyCouldNotDo() throws {
      let place = try Place()
      let board = Places.arm.replacing("Robots/arm6/robot.yaml", with: "Boards/sim.yaml")
      let command = [
        Places.daemon, "--safe-outputs", "--robot", Places.arm, "--board", board, "--socket",
        place.directory.path + "/control.sock",
      ]
      let alone = try Child(command)
      #expect(try alone.exitStatus() == 4)
      #expect(try alone.lastWords().contains("cut the motor supply"))
      let daemon = try place.daemon()
      let beside = try Child(command)
      #expect(try beside.exitStatus() == 4)
      let words = try beside.lastWords()
      #expect(words.contains("nothing was driven"), "\(words)")
      #expect(!words.contains("cut the motor supply"), "\(words)")
      #expect(try daemon.end() == 0)
    }
  }
}

/// What a mark holds that no daemon wrote: nobody is told less for it.
extension RestingRobots {
  @Suite struct SpoiltMarkTests {
    @Test(arguments: [
      ("", "nothing is known of it", "原因不明"), ("  \n \n", "nothing is known of it", "原因不明"),
      ("one\ntwo  二\n", "one; two", "one；二"), ("\u{FF}", "\u{FFFD}", "\u{FFFD}"),
    ])
    func isTold(mark: String, english: String, chinese: String) throws {
      let place = try Place()
      let bytes = mark == "\u{FF}" ? [0xFF] : Array(mark.utf8)
      try Data(bytes).write(to: URL(fileURLWithPath: place.mark))
      let daemon = try place.daemon()
      let death = try Brain(daemon, stateEvery: 0).deathBefore()
      #expect(death.english == english && death.chinese == chinese, "\(death)")
      #expect(try daemon.end() == 0)
    }
  }
}

extension Brain {
  /// What is known of the daemon before.
  fileprivate func deathBefore() throws -> DeathReport {
    let reply = try wire.request(.deathBefore, timeout: .milliseconds(20_000))
    guard case .deathBefore(let report) = reply else { throw Failure("no answer but \(reply)") }
    return report
  }
}

/// tgkill(2): of a process, that thread.
private func tell(_ thread: pid_t, of process: pid_t, _ signal: Int32) throws -> Int32 {
  // Not in the headers that Swift imports.
  typealias TGKill = @convention(c) (pid_t, pid_t, Int32) -> Int32
  let symbol = try #require(dlsym(nil, "tgkill"))
  return unsafeBitCast(symbol, to: TGKill.self)(process, thread, signal)
}

/// A folder with a state directory.
private struct Place {
  let directory: TemporaryDirectory
  let state: String
  var mark: String { state + "/running" }

  init() throws {
    directory = try TemporaryDirectory()
    state = directory.path + "/state"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
  }

  func daemon() throws -> Daemon {
    try Daemon(in: directory, isPatient: true, environment: ["STATE_DIRECTORY": state])
  }
}
