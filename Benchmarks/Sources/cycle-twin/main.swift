import CRealtime
import CycleContest
import CycleTwin
import Glibc
import RobotDynamics

// cycle-twin compare [LIBRARY...]
// cycle-twin count SCENE JOINTS core|twin [LIBRARY]
var arguments = Array(CommandLine.arguments.dropFirst())

func load(_ path: String) -> twin_interface {
  guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL),
    let symbol = dlsym(library, "cycle_twin_interface")
  else { fatalError("no twin in \(path)") }
  typealias Interface = @convention(c) () -> UnsafePointer<twin_interface>
  return unsafeBitCast(symbol, to: Interface.self)().pointee
}

func core(_ joints: Int) -> CoreContender {
  CoreContender(
    contestJoints(joints), period: 0.002, tree: KinematicTree(bodies: [], coordinateCount: 0),
    usesTree: false)
}

switch arguments.first {
case "compare":
  let interfaces = [cycle_twin_interface().pointee] + arguments.dropFirst().map(load)
  var contenders: [any Contender] = [core(24)]
  for interface in interfaces {
    contenders.append(TwinContender(interface, contestJoints(24), period: 0.002))
  }
  var duel = Duel(contenders, jointCount: 24, seed: 4_711)
  for index in 0..<20_000 { duel.step(index) }
  for (contender, hash) in zip(contenders, duel.hashes) {
    print("0x" + String(hash, radix: 16), contender.name)
  }
  print(duel.seen.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })
  print(duel.differences == 0 ? "all the same" : "differ from cycle \(duel.first) on")
  exit(duel.differences == 0 ? 0 : 1)
case "count":
  let scene = Scene(rawValue: arguments[1])!
  let joints = Int(arguments[2])!
  let interface = arguments.count > 4 ? load(arguments[4]) : cycle_twin_interface().pointee
  let contender: any Contender =
    arguments[3] == "core"
    ? core(joints) : TwinContender(interface, contestJoints(joints), period: 0.002)
  contender.setMotion(Scene.motion(jointCount: joints, seconds: 10))
  var turn = Turn(jointCount: joints)
  for index in 0..<scene.measured.upperBound {
    scene.fill(&turn, index)
    contender.prepare(turn)
    if scene.measured.contains(index) { contender.runMeasured() } else { contender.run() }
  }
  print(contender.name, "state", contender.verdict.lifecycle, "source", contender.verdict.source)
case "time":
  let joints = Int(arguments[1])!
  let scale = Double(arguments[2])!
  _ = crt_flush_denormals()
  var bodies: [Body] = []
  if arguments.count > 3 && arguments[3] == "tree" {
    bodies = (0..<joints).map { joint in
      Body(
        parent: joint % 4 == 0 ? -1 : joint - 1, coordinate: joint, motion: .revolute,
        p_PB: Vector3(0.04, 0, 0), R_PB: .identity(), axis_B: Vector3(0, 1, 0), mass: 0.05,
        com_B: Vector3(0.02, 0, 0), inertia_B: (Vector3(1e-5, 1e-5, 1e-5), Vector3(0, 0, 0)))
    }
  }
  func clock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
  var overhead = Int64.max
  for _ in 0..<10_000 {
    let begin = clock()
    overhead = min(overhead, clock() - begin)
  }
  print("clock", overhead)
  for scene in Scene.allCases {
    var line = "\(scene)"
    let contenders: [any Contender] =
      [
        CoreContender(
          contestJoints(joints), period: 0.002,
          tree: KinematicTree(bodies: bodies, coordinateCount: bodies.count),
          usesTree: !bodies.isEmpty),
        TwinContender(cycle_twin_interface().pointee, contestJoints(joints), period: 0.002),
      ]
      + arguments.dropFirst(4).map {
        TwinContender(load($0), contestJoints(joints), period: 0.002)
      }
    for contender in contenders {
      contender.setMotion(Scene.motion(jointCount: joints, seconds: 60, scale: scale))
    }
    var times = contenders.map { _ in [Int64]() }
    var turn = Turn(jointCount: joints)
    let end = scene == .arming ? 115 : 12_000
    for index in 0..<end {
      scene.fill(&turn, index, scale: scale)
      for (side, contender) in contenders.enumerated() {
        contender.prepare(turn)
        let begin = clock()
        contender.run()
        let time = clock() - begin - overhead
        if index >= scene.measured.lowerBound { times[side].append(time) }
      }
    }
    for side in times {
      let sorted = side.sorted()
      line += "  min \(sorted[0]) p10 \(sorted[sorted.count / 10]) p50 \(sorted[sorted.count / 2])"
    }
    print(line)
  }
default: exit(64)
}
