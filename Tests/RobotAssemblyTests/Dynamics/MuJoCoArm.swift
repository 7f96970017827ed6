import Glibc
import RobotDynamics

/// An arm in MuJoCo, stepped through Tests/Differential/impedance_plant.py.
final class MuJoCoArm {
  /// The Python environment that Tests/Differential/setup.sh makes; nil where it is not there.
  static let environment: String? = {
    let given = getenv("CEREBELLUM_VENV").map { String(cString: $0) }
    let home = getenv("HOME").map { String(cString: $0) + "/.cache/cerebellum/venv" }
    guard let venv = given ?? home, access(venv + "/bin/python", X_OK) == 0 else { return nil }
    return glob(venv + "/lib/python3*/site-packages/mujoco").isEmpty ? nil : venv
  }()

  /// The published arm.
  static let urdf: String? = environment.flatMap {
    glob(
      $0 + "/lib/python3*/site-packages/cmeel.prefix/share/example-robot-data/robots/"
        + "xarm_description/urdf/xarm7.urdf"
    ).first
  }

  /// Why there is no arm, or what went wrong with it.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private(set) var positions: [Double] = []
  private(set) var velocities: [Double] = []
  /// [J].
  private(set) var kineticEnergy = 0.0
  private let commands: UnsafeMutablePointer<FILE>
  private let replies: UnsafeMutablePointer<FILE>
  private let folder: String

  /// The arm of `urdf`, at rest at `positions`.
  init(
    urdf: String, tip: String, armature: Double, step: Double, payload: Double,
    positions: [Double]
  ) throws {
    let here = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    // A program that ends early is an error of this test, and no reason to end all of them.
    signal(SIGPIPE, SIG_IGN)
    var template = Array("/tmp/cerebellum-mujoco.XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure(description: "mkdtemp failed") }
    folder = String(cString: made)
    let fifo = folder + "/replies"
    let arguments =
      [urdf, tip] + ([armature, step, payload] + positions).map { "\($0)" }
    let command =
      "cd \(folder) && exec \(Self.environment ?? "")/bin/python "
      + "\(here)/Differential/impedance_plant.py \(arguments.joined(separator: " ")) >\(fifo)"
    guard mkfifo(fifo, 0o600) == 0, let commands = popen(command, "w") else {
      throw Failure(description: "\(command) does not start: errno \(errno)")
    }
    guard let replies = fopen(fifo, "r") else {
      throw Failure(description: "\(fifo) cannot be read: errno \(errno)")
    }
    self.commands = commands
    self.replies = replies
    try read(count: positions.count)
  }

  deinit {
    fclose(replies)
    pclose(commands)
    for name in ["/replies", "/MUJOCO_LOG.TXT", ""] { remove(folder + name) }
  }

  /// One step with these efforts of the joints and this force on the tip, along the world's axes.
  func step(efforts: [Double], force: Vector3) throws {
    let numbers = efforts + [force.x, force.y, force.z]
    fputs(numbers.map { "\($0)" }.joined(separator: " ") + "\n", commands)
    fflush(commands)
    try read(count: efforts.count)
  }

  private func read(count: Int) throws {
    var bytes = [CChar](repeating: 0, count: 8192)
    guard fgets(&bytes, Int32(bytes.count), replies) != nil else {
      throw Failure(description: "impedance_plant.py has ended; its reason stands above")
    }
    let line = String(
      decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard numbers.count == 2 * count + 1 else {
      throw Failure(description: "impedance_plant.py said \(line)")
    }
    positions = Array(numbers[..<count])
    velocities = Array(numbers[count..<(2 * count)])
    kineticEnergy = numbers[2 * count]
  }

  private static func glob(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard Glibc.glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }
}
