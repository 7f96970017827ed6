import Glibc
import RobotRuntime
import RobotUnits

var count = 100
var seed = UInt64(SystemClock.now().nanoseconds)
var isShort = false
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  switch argument {
  case "--short":
    isShort = true
    count = 3
  case "--count": count = arguments.popFirst().flatMap { Int($0) } ?? count
  case "--seed": seed = arguments.popFirst().flatMap { UInt64($0) } ?? seed
  default:
    print("usage: AttributionSuite [--count N] [--seed N] [--short]")
    exit(2)
  }
}
exit(try Suite(count: count, seed: seed, isShort: isShort).run())
