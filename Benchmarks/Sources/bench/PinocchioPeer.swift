import BenchmarkKit
import Glibc

/// Pinocchio's C++ behind the C interface of pinocchio/peer.cpp.
final class PinocchioPeer {
  private typealias Handle = OpaquePointer
  private let library: UnsafeMutableRawPointer
  private let handle: Handle
  /// Its joints of one degree of freedom, in the order of their velocities.
  let joints: [String]

  /// Where the Python environment of the differential tests is.
  static var environment: String {
    if let venv = getenv("CEREBELLUM_VENV") { return String(cString: venv) }
    return getenv("HOME").map { String(cString: $0) + "/.cache/cerebellum/venv" } ?? ""
  }

  /// Why Pinocchio cannot be compiled here; nil when it can.
  static let missing: String? = {
    if Command.path(of: "g++") == nil { return "g++ is missing: apt-get install g++" }
    if access("/usr/include/eigen3/Eigen/Core", R_OK) != 0 {
      return "Eigen is missing: apt-get install libeigen3-dev"
    }
    if glob("\(environment)/lib/python3*/site-packages/cmeel.prefix/include/pinocchio").isEmpty {
      return "the PyPI wheel `pin` is missing: Tests/Differential/setup.sh"
    }
    return nil
  }()

  /// The paths that match `pattern`.
  static func glob(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard Glibc.glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }

  /// The robot in the URDF at `path`. Compiles the peer where it is not there yet.
  init(path: String, isFloating: Bool) throws(BenchmarkFailure) {
    let here = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let product = "\(Self.environment)/../pinocchio-peer.so"
    if access(product, R_OK) != 0 { say("compiling Pinocchio (once, 3 minutes)") }
    let outcome = Command.run(["\(here)/pinocchio/build.sh", Self.environment, product])
    guard outcome.status == 0 else {
      throw BenchmarkFailure("pinocchio/build.sh failed: \(outcome.errors.suffix(500))")
    }
    guard let library = dlopen(product, RTLD_NOW | RTLD_LOCAL) else {
      throw BenchmarkFailure("\(product) cannot be loaded: \(String(cString: dlerror()))")
    }
    self.library = library
    typealias Open = @convention(c) (UnsafePointer<CChar>, Int32) -> Handle?
    typealias Count = @convention(c) (Handle) -> Int32
    typealias Name = @convention(c) (Handle, Int32) -> UnsafePointer<CChar>
    let open = try Self.function("peer_open", in: library, as: Open.self)
    guard let handle = open(path, isFloating ? 1 : 0) else {
      throw BenchmarkFailure("Pinocchio cannot read \(path)")
    }
    self.handle = handle
    let count = try Self.function("peer_joint_count", in: library, as: Count.self)
    let name = try Self.function("peer_joint_name", in: library, as: Name.self)
    joints = (0..<count(handle)).map { String(cString: name(handle, $0)) }
  }

  static func function<Function>(
    _ name: String, in library: UnsafeMutableRawPointer, as type: Function.Type
  ) throws(BenchmarkFailure) -> Function {
    guard let symbol = dlsym(library, name) else {
      throw BenchmarkFailure("no \(name) in the peer")
    }
    return unsafeBitCast(symbol, to: type)
  }

  /// Adds `states`, which `runner` takes in turn.
  func add(_ states: [DynamicsState]) throws(BenchmarkFailure) {
    typealias Numbers = UnsafePointer<Double>
    typealias Add = @convention(c) (Handle, Numbers, Numbers, Numbers) -> Void
    let add = try Self.function("peer_add", in: library, as: Add.self)
    for state in states { add(handle, state.positions, state.velocities, state.accelerations) }
  }

  /// Goes through the states, beginning with the first.
  func runner(_ algorithm: DynamicsAlgorithm) throws(BenchmarkFailure) -> (Int) -> Void {
    typealias Run = @convention(c) (Handle, Int32, Int32) -> Void
    typealias Rewind = @convention(c) (Handle) -> Void
    let run = try Self.function("peer_run", in: library, as: Run.self)
    try Self.function("peer_rewind", in: library, as: Rewind.self)(handle)
    return { [handle] repetitions in run(handle, algorithm.rawValue, Int32(repetitions)) }
  }

  /// `count` numbers of the last result.
  func result(_ algorithm: DynamicsAlgorithm, count: Int) throws(BenchmarkFailure) -> [Double] {
    typealias Result = @convention(c) (Handle, Int32) -> UnsafePointer<Double>
    let result = try Self.function("peer_result", in: library, as: Result.self)
    return Array(UnsafeBufferPointer(start: result(handle, algorithm.rawValue), count: count))
  }
}
