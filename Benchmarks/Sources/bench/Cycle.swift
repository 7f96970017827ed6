import BenchmarkKit
import CRealtime
import CycleContest
import CycleTwin
import Glibc

private let period = 0.002
private let core = "RobotCore"

private func core(_ joints: Int, hasGravity: Bool = false) -> CoreContender {
  CoreContender(contestJoints(joints), period: period, hasGravity: hasGravity)
}

private func twin(_ interface: twin_interface, _ joints: Int) -> TwinContender {
  TwinContender(interface, contestJoints(joints), period: period)
}

/// The twin that g++ makes; clang++'s is a part of this program.
private func gnuTwin() throws(BenchmarkFailure) -> twin_interface {
  let folder = try Command.temporaryFolder()
  let here = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
  let outcome = Command.run(["/\(here)/CycleTwin/build.sh", "g++", "\(folder)/twin.so"])
  guard outcome.status == 0 else { throw BenchmarkFailure("g++ failed: \(outcome.errors)") }
  guard let library = dlopen("\(folder)/twin.so", RTLD_NOW | RTLD_LOCAL),
    let symbol = dlsym(library, "cycle_twin_interface")
  else { throw BenchmarkFailure("the twin of g++ cannot be loaded: \(String(cString: dlerror()))") }
  _ = Command.run(["rm", "-r", folder])
  typealias Interface = @convention(c) () -> UnsafePointer<twin_interface>
  return unsafeBitCast(symbol, to: Interface.self)().pointee
}

private let gnuMissing =
  Command.path(of: "g++") == nil ? "g++ is missing: apt-get install g++" : nil

/// Random inputs to all: the same bits, or the comparison is worth nothing.
private func duel() throws(BenchmarkFailure) {
  var contenders: [any Contender] = [core(24), twin(cycle_twin_interface().pointee, 24)]
  if gnuMissing == nil { contenders.append(twin(try gnuTwin(), 24)) }
  var duel = Duel(contenders, jointCount: 24, seed: 4_711)
  duel.run(cycles: 20_000)
  for (contender, hash) in zip(contenders, duel.hashes) {
    say("20,000 cycles of 24 joints: 0x\(String(hash, radix: 16)) \(contender.name)")
  }
  guard duel.differences == 0 else {
    throw BenchmarkFailure("the outputs differ from cycle \(duel.first) on")
  }
}

private func contestant(
  _ name: String, missing: String? = nil, joints: Int = 24, scene: Scene = .stream,
  scale: Double = 1, perJoint: Bool = false,
  make: @escaping () throws(BenchmarkFailure) -> any Contender
) -> Contestant {
  Contestant(name, missing: missing) { () throws(BenchmarkFailure) in
    let mode = crt_flush_denormals()
    defer { crt_restore_floating_point(mode) }
    let contender = try make()
    contender.enter(scene, jointCount: joints, scale: scale)
    return Reading.distribution(
      of: Timing.repetitions(iterations: max(240 / joints, 1), of: contender.replay),
      perPart: perJoint ? joints : 1)
  }
}

/// The whole control cycle against its C++ twin.
func cycleAgainstTwin(_ scene: Scene) -> Benchmark {
  var isChecked = scene != .stream
  return Benchmark(
    "cycle-\(scene.rawValue)",
    question: "one cycle of 24 joints and its publication, \(scene.rawValue), against the same in "
      + "C++ -O3: ns",
    reference: "clang++ twin",
    contestants: [
      contestant("clang++ twin", scene: scene) { () throws(BenchmarkFailure) in
        twin(cycle_twin_interface().pointee, 24)
      },
      contestant("g++ twin", missing: gnuMissing, scene: scene) { () throws(BenchmarkFailure) in
        twin(try gnuTwin(), 24)
      },
      contestant(core, scene: scene) { () throws(BenchmarkFailure) in
        if !isChecked { try duel() }
        isChecked = true
        return core(24)
      },
      contestant("RobotCore, gravity of a tree of 24", scene: scene) {
        () throws(BenchmarkFailure) in core(24, hasGravity: true)
      },
    ], bars: [Bar(.best(figure: "min", of: core), atMost: 1_500)])
}

/// Positions that are denormal, with the flags that real-time threads set.
func cycleOfDenormals() -> Benchmark {
  Benchmark(
    "cycle-denormal",
    question: "one cycle of 24 joints, stream, FTZ and DAZ set: all positions times 2^-1040: ns",
    reference: "normal",
    contestants: [("normal", 1), ("denormal", 0x1p-1040)].map { name, scale in
      contestant(name, scale: scale) { () throws(BenchmarkFailure) in core(24) }
    }, bars: [Bar(.ratio(figure: "p50", of: "denormal", to: "normal"), atMost: 1.3)])
}

/// From a small arm to a room full of hands.
func cycleByJoints() -> Benchmark {
  let counts = [6, 12, 24, 64, 128, 256]
  return Benchmark(
    "cycle-joints", question: "one cycle of N joints and its publication, stream: ns per joint",
    contestants: counts.map { joints in
      Contestant("\(joints) joints") { () throws(BenchmarkFailure) in
        // The same turn again and again: copying the samples of six joints costs as much as of more.
        let contender = core(joints)
        contender.enter(.stream, jointCount: joints)
        return Reading.distribution(
          of: Timing.repetitions(
            iterations: max(960 / joints, 1), of: contender.repeatTurn), perPart: joints)
      }
    },
    bars: [Bar(.unevenness(figure: "min", of: counts.map { "\($0) joints" }), atMost: 0.15)],
    slices: 10)
}

/// The cycle and its twins in every scene, for callgrind.
func countedCycles() -> [CountedWork] {
  Scene.allCases.flatMap { scene in
    [
      counted("cycle-\(scene.rawValue)", scene) { () throws(BenchmarkFailure) in core(24) },
      counted("cycle-\(scene.rawValue)-clang", scene) { () throws(BenchmarkFailure) in
        twin(cycle_twin_interface().pointee, 24)
      },
      counted("cycle-\(scene.rawValue)-gnu", scene) { () throws(BenchmarkFailure) in
        twin(try gnuTwin(), 24)
      },
    ]
  }
}

private func counted(
  _ name: String, _ scene: Scene, make: @escaping () throws(BenchmarkFailure) -> any Contender
) -> CountedWork {
  CountedWork(name, parts: 24) { () throws(BenchmarkFailure) in
    let contender = try make()
    contender.enter(scene, jointCount: 24)
    return contender.replay
  }
}
