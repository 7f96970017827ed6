import Glibc
import RobotAssembly
import RobotConfiguration
import RobotUnits
import SimulationBridge

// The control cycle of a robot file in lock-step with a simulator, step by step in this process, always the same
// commands: how fast it is, what each step of the link takes, and a fingerprint of all that the robot did.
// Benchmarks/simulator/measure.py starts it.

guard CommandLine.arguments.count == 4, let seconds = Double(CommandLine.arguments[3]),
  let address = SimulatorAddress(CommandLine.arguments[2])
else {
  print("usage: BridgeSuite ROBOT ADDRESS SECONDS")
  exit(2)
}
do {
  let loaded = try LoadedRobot(
    robotPath: CommandLine.arguments[1], boardPath: nil, isPatient: false)
  var run = try BridgeRun(loaded.model, address)
  try run.run(seconds: seconds)
  print(run.report)
} catch {
  print(error)
  exit(1)
}
