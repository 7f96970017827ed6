import RobotCore
import Testing

@Suite struct SilentActuatorTests {
  @Test func aSilentServoBrakes() {
    let bench = Bench([.small(), .small()])
    bench.activate(at: 0, 0)
    bench.input.servoSilent = JointSet(1)
    let record = bench.step().latched
    #expect(record?.code == .actuatorSilent && record?.joint == 1)
  }
}
