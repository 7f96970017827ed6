import CSerial
import FoundationEssentials
import Glibc
import Testing

/// What it says, and how it ends, when it cannot start.
@Suite struct RefusalToStartTests {
  private func outcome(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = try Child([Places.daemon] + arguments)
    return (try process.exitStatus(), try process.lastWords())
  }

  /// As `outcome`, with a socket in a directory of the test's own.
  private func outcome(robot: String, _ directory: TemporaryDirectory) throws -> (Int32, String) {
    try outcome([
      "--simulate", "--robot", robot, "--socket", directory.path + "/control.sock",
    ])
  }

  @Test(arguments: [
    ([], "--robot FILE is missing"),
    (["--robot", "r.yaml"], "use --simulate"),
    (["--robot"], "--robot needs a value"),
    (["--robot", "--simulate"], "--robot needs a value"),
    (["--robot=", "--simulate"], "--robot needs a value"),
    (["--simulate=yes", "--robot", "r.yaml"], "unknown argument \"--simulate=yes\""),
    (["--simulate", "--robot", "r.yaml", "--priority", "91"], "0 to 90"),
    (["--patient", "--board", "b.yaml", "--robot", "r.yaml"], "for simulations"),
    (["--simulate", "--robot", "r.yaml", "--priority", "-1"], "0 to 90"),
    (["--simulate", "--robot", "r.yaml", "--priority", "high"], "0 to 90"),
    (["--simulate", "--robot", "r.yaml", "--simulator", "tcp:x"], "unix:PATH or shm:NAME"),
    (["--robot", "r.yaml", "--board", "b.yaml", "--simulator", "shm:x"], "add --simulate"),
    (["--simulate", "--robot", "r.yaml", "--lock-step"], "go with --simulator"),
    (
      [
        "--simulate", "--robot", "r.yaml", "--simulator", "shm:x", "--simulator-timeout", "0",
      ], "1 to 3600000"
    ),
    (["--simulate", "--robot", "r.yaml", "--operate"], "--operate needs a value"),
    (["--armed"], "unknown argument \"--armed\""),
    (["robot.yaml"], "unknown argument \"robot.yaml\""),
    ([""], "unknown argument"),
  ])
  func usage(arguments: [String], part: String) throws {
    let (status, text) = try outcome(arguments)
    #expect(status == 2)
    #expect(text.contains(part), "\(text)")
  }

  /// Before it reads a file or touches a device: a role that nobody can have was not meant.
  @Test(arguments: ["--operate", "--maintain"])
  func aGroupThatIsNotThere(option: String) throws {
    let directory = try TemporaryDirectory()
    let (status, text) = try outcome([
      "--simulate", "--robot", Places.arm, "--socket", directory.path + "/control.sock", option,
      "no-such-group",
    ])
    #expect(status == 3)
    #expect(text.contains("\(option) no-such-group: there is no such group"), "\(text)")
  }

  @Test func reportsAllErrorsOfAFile() throws {
    let directory = try TemporaryDirectory()
    let robot = try directory.file(
      "bad.yaml",
      """
      robot: bad
      rate: 500 Hzz
      colour: red
      buses:
        left: { i2c: header, speed: 400 kHz }
      devices:
        pwm: { driver: pca9686, bus: left, address: 0x41 }
      joints: {}

      """)
    let (status, text) = try outcome(robot: robot, directory)
    #expect(status == 3)
    for place in [
      "bad.yaml:2:7: rate", "bad.yaml:3:1: colour", "bad.yaml:7:18: devices.pwm.driver",
      "bad.yaml:8:9: joints",
    ] {
      #expect(text.contains(place), "\(text)")
    }
  }

  @Test func saysHowToGetAPackage() throws {
    let directory = try TemporaryDirectory()
    let robot = try directory.arm([
      ("{ path: \(Places.urdf) }", "{ package: example-robot-data, path: so101.urdf }")
    ])
    let (status, text) = try outcome(robot: robot, directory)
    #expect(status == 3)
    #expect(text.contains("robot.yaml:6:44: urdf"))
    #expect(text.contains("pip install"))
    #expect(text.contains("CEREBELLUM_URDF_PATH"))
  }

  @Test func refusesARateThatTheBusesCannotCarry() throws {
    let directory = try TemporaryDirectory()
    let (status, text) = try outcome(
      robot: try directory.arm([("rate: 500 Hz", "rate: 2 kHz")]), directory)
    #expect(status == 3)
    #expect(text.contains("robot.yaml:5:7: rate"), "\(text)")
    #expect(text.contains("at most"))
    #expect(text.contains("\"left\"") && text.contains("\"right\""))
  }

  @Test func refusesWhatIsNoFile() throws {
    let directory = try TemporaryDirectory()
    let missing = try outcome(robot: directory.path + "/none.yaml", directory)
    #expect(missing.0 == 3)
    #expect(missing.1.contains("none.yaml"))
    #expect(missing.1.contains("No such file"))
    let folder = try outcome(robot: directory.path, directory)
    #expect(folder.0 == 3)
    #expect(folder.1.contains("Is a directory"))
  }

  @Test func refusesABoardFileThatIsNone() throws {
    let directory = try TemporaryDirectory()
    let (status, text) = try outcome([
      "--robot", Places.arm, "--board", directory.path + "/none.yaml", "--socket",
      directory.path + "/control.sock",
    ])
    #expect(status == 3)
    #expect(text.contains("none.yaml"))
  }

  @Test(.enabled(if: access("/dev/i2c-1", F_OK) != 0, "this machine has /dev/i2c-1"))
  func namesTheMissingDevice() throws {
    let directory = try TemporaryDirectory()
    let socket = directory.path + "/control.sock"
    let (status, text) = try outcome([
      "--robot", Places.arm, "--board", Places.raspberryPi, "--socket", socket,
    ])
    #expect(status == 4)
    #expect(text.contains("/dev/i2c-1"))
    #expect(text.contains("modprobe i2c-dev"))
    #expect(access(socket, F_OK) != 0)
  }

  /// Two masters on one line undo each other's commands.
  @Test func namesWhoHasTheDevice() throws {
    let directory = try TemporaryDirectory()
    var name = [CChar](repeating: 0, count: 64)
    let terminal = cserial_open_pseudo_terminal(&name, name.count)
    try #require(terminal >= 0)
    defer { close(terminal) }
    let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let arm = try String(contentsOfFile: Places.so101, encoding: .utf8)
      .replacing("/dev/ttyACM0", with: path)
      .replacing("path: so101.urdf", with: "path: \(Places.repository)/Robots/so101/so101.urdf")
    // Says so once it has the line, and keeps it until the test ends it.
    let other = try Child([
      "/usr/bin/flock", "--no-fork", path, "/bin/sh", "-c",
      "echo locked >&2; while :; do sleep 0.1; done",
    ])
    try other.log(until: "locked")
    let (status, text) = try outcome([
      "--robot", try directory.file("robot.yaml", arm), "--board",
      Places.repository + "/Boards/sim.yaml", "--socket", directory.path + "/control.sock",
    ])
    #expect(status == 4)
    #expect(text.contains("\(path): in use by sh (process \(other.pid)) (EBUSY)"), "\(text)")
    #expect(text.contains("\(path)：正被 sh（进程 \(other.pid)）使用"))
  }

  @Test func refusesSocketPathsThatCannotBe() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.file("file", "precious")
    for (path, part) in [
      (directory.path + "/none/control.sock", "does not exist"),
      (file + "/control.sock", "does not exist"),
      (directory.path + "/" + String(repeating: "x", count: 108), "107"),
      (file, "not a socket"),
    ] {
      let (status, text) = try outcome(["--simulate", "--robot", Places.arm, "--socket", path])
      #expect(status == 4)
      #expect(text.contains(part), "\(text)")
    }
    #expect(access(file, F_OK) == 0)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become someone else"))
  func refusesASocketWhereItMayNotWrite() throws {
    let directory = try TemporaryDirectory()
    chmod(directory.path, 0o755)
    let process = try Child(
      ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        + Daemon.command(robot: Places.arm, socket: directory.path + "/control.sock"))
    #expect(try process.exitStatus() == 4)
    #expect(try process.lastWords().contains("no permission"))
  }
}
