import FoundationEssentials
import Glibc

/// Where the programs under test and the repository's files are.
enum Places {
  /// The folder that CEREBELLUM_PROGRAMS names: `make test` gives that of the release build, which is
  /// what is shipped. Else that of this test program: SwiftPM puts what it builds into one.
  static let programs: String = {
    if let given = getenv("CEREBELLUM_PROGRAMS") { return String(cString: given) }
    return built
  }()
  /// The folder of this test program, with the examples.
  static let built: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let path = String(
      decoding: buffer[..<max(length, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }()
  static let daemon = programs + "/cerebellumd"
  static let tool = programs + "/cerebellum"
  static let pendulum = built + "/PendulumSimulator"

  static let repository = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
  static let arm = repository + "/Robots/arm6/robot.yaml"
  static let so101 = repository + "/Robots/so101/robot.yaml"
  static let urdf = repository + "/Robots/arm6/arm6.urdf"
  static let sine = repository + "/Scenarios/arm6-sine.motion.yaml"
  static let raspberryPi = repository + "/Boards/raspberrypi-5.yaml"
}

/// The lines of a file in /proc.
func lines(ofProcess path: String) throws -> [String] {
  guard let stream = fopen(path, "re") else { throw Failure("\(path): errno \(errno)") }
  defer { fclose(stream) }
  var lines: [String] = []
  var line = [CChar](repeating: 0, count: 1024)
  while fgets(&line, Int32(line.count), stream) != nil {
    let bytes = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
    lines.append(String(decoding: bytes, as: UTF8.self))
  }
  return lines
}

/// The names in the directory `path`.
func names(in path: String) throws -> [String] {
  guard let entries = opendir(path) else { throw Failure("\(path): errno \(errno)") }
  defer { closedir(entries) }
  var names: [String] = []
  while let entry = readdir(entries) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names
}

/// A directory of its own, removed with all that is in it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/cbld.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure("mkdtemp: errno \(errno)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    // What stays is in /tmp, and no reason to fail a test.
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes `text` to the file `name` and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    return file
  }

  /// The arm of the repository with `changes` made to its file.
  func arm(_ changes: [(String, String)] = []) throws -> String {
    var text = try String(contentsOfFile: Places.arm, encoding: .utf8)
    for (old, new) in [("arm6.urdf }", "\(Places.urdf) }")] + changes {
      guard text.contains(old) else { throw Failure("\(Places.arm) has no \"\(old)\"") }
      text = text.replacing(old, with: new)
    }
    return try file("robot.yaml", text)
  }
}

/// Why a test could not go on.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// An instant until which something has to happen. Far away: how fast things are is no subject here.
struct Deadline {
  private let end: Double

  init(seconds: Double = 20) { end = Deadline.now() + seconds }

  /// What is left, for poll(2) [ms].
  var milliseconds: Int32 { Int32(max(0, (end - Deadline.now()) * 1000)) }
  var hasPassed: Bool { milliseconds == 0 }

  /// CLOCK_MONOTONIC [s].
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
