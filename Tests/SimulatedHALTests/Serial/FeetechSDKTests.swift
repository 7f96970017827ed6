import Glibc
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Feetech's own SDK in the environment of the differential tests.
enum FeetechSDK {
  static let python: String = {
    if let chosen = getenv("CEREBELLUM_VENV") { return String(cString: chosen) + "/bin/python" }
    let home = getenv("HOME").map { String(cString: $0) } ?? ""
    return home + "/.cache/cerebellum/venv/bin/python"
  }()

  static let program: String = {
    // Tests/SimulatedHALTests/Serial/ -> Tests
    let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/" + tests + "/Differential/feetech_sdk.py"
  }()

  static let isThere: Bool = {
    guard let child = start(["-c", "import scservo_sdk"]) else { return false }
    var status: Int32 = 0
    return waitpid(child, &status, 0) == child && status == 0
  }()

  static let missing = "feetech-servo-sdk is not in \(python): run Tests/Differential/setup.sh"

  static func start(_ arguments: [String]) -> pid_t? {
    var argv = ([python] + arguments).map { strdup($0) } + [nil]
    var envp = [strdup("PATH=/usr/bin:/bin"), nil]
    defer { for string in argv + envp { free(string) } }
    var child: pid_t = 0
    return posix_spawn(&child, python, nil, nil, &argv, &envp) == 0 ? child : nil
  }
}

@Suite(
  "Feetech's SDK", .enabled(if: FeetechSDK.isThere, Comment(rawValue: FeetechSDK.missing)))
struct FeetechSDKTests {
  @Test("pings, reads and moves our servos through a pseudo-terminal", .timeLimit(.minutes(10)))
  func movesSimulatedServos() throws {
    let line = SimulatedSerialLine(
      speed: Frequency(unchecked: 1_000_000), clock: SimulationClock(.wall))
    let servos = [FeetechServoModel(id: 1, counts: 1000), FeetechServoModel(id: 2, counts: 2000)]
    for servo in servos { line.attach(servo) }
    let terminal = try SimulatedTerminal(line)
    let child = try #require(FeetechSDK.start([FeetechSDK.program, terminal.path]))
    var status: Int32 = 0
    while waitpid(child, &status, WNOHANG) == 0 { try terminal.serve(for: .milliseconds(10)) }
    #expect(status == 0, "what it says is above")
    // At rest at their goals, and then without torque.
    #expect(servos.map { $0.shaft.rounded() } == [1300, 1700])
    #expect(servos.map { $0.peek(register: 40) } == [0, 0])
  }
}
