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
default: exit(64)
}
