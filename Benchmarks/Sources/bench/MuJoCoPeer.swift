import BenchmarkKit
import Glibc

/// MuJoCo's C library of the PyPI wheel, with one model.
final class MuJoCoPeer {
  private typealias Step = @convention(c) (OpaquePointer, OpaquePointer) -> Void
  private let model: OpaquePointer
  private let data: OpaquePointer
  private let step: Step

  private static var library: String? {
    PinocchioPeer.glob(
      "\(PinocchioPeer.environment)/lib/python3*/site-packages/mujoco/libmujoco.so*"
    ).first
  }

  /// Why MuJoCo cannot be loaded here; nil when it can.
  static var missing: String? {
    library == nil ? "the PyPI wheel `mujoco-core` is missing: Tests/Differential/setup.sh" : nil
  }

  /// What all joints have: rotor inertia, damping and dry friction; and the length of a step [s].
  struct Joints {
    var armature: Double
    var damping: Double
    var friction: Double
    var step: Double
  }

  /// The robot in the URDF at `path`, at rest at 0.
  init(path: String, _ joints: Joints) throws(BenchmarkFailure) {
    let here = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let folder = try Command.temporaryFolder()
    let file = "\(folder)/model.mjb"
    let outcome = Command.run(
      [
        "\(PinocchioPeer.environment)/bin/python", "\(here)/mujoco/model.py", path, file,
        "\(joints.armature)", "\(joints.damping)", "\(joints.friction)", "\(joints.step)",
      ], in: folder)
    defer { _ = Command.run(["rm", "-r", folder]) }
    guard outcome.status == 0 else {
      throw BenchmarkFailure("mujoco/model.py failed: \(outcome.errors.suffix(500))")
    }
    // Never unloaded: the closures of runners keep its functions.
    guard let library = dlopen(Self.library ?? "", RTLD_NOW | RTLD_LOCAL) else {
      throw BenchmarkFailure("MuJoCo cannot be loaded: \(String(cString: dlerror()))")
    }
    typealias Load = @convention(c) (UnsafePointer<CChar>, OpaquePointer?) -> OpaquePointer?
    typealias Make = @convention(c) (OpaquePointer) -> OpaquePointer?
    let load = try PinocchioPeer.function("mj_loadModel", in: library, as: Load.self)
    let make = try PinocchioPeer.function("mj_makeData", in: library, as: Make.self)
    guard let model = load(file, nil), let data = make(model) else {
      throw BenchmarkFailure("MuJoCo cannot load what it saved of \(path)")
    }
    self.model = model
    self.data = data
    step = try PinocchioPeer.function("mj_step", in: library, as: Step.self)
  }

  /// Goes on in time.
  func runner() -> (Int) -> Void {
    { [model, data, step] repetitions in
      for _ in 0..<repetitions { step(model, data) }
    }
  }
}
