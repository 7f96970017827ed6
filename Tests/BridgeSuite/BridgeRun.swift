import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotRuntime
import RobotUnits
import SimulatedHAL
import SimulationBridge

/// A robot whose bodies are in a simulator: it arms after a second, and then one joint after the other goes there and
/// back.
struct BridgeRun: ~Copyable {
  private static let displacement = 0.4
  private static let speed = 1.0

  private let joints: Int
  private let rate: Double
  private let link: TimedLink
  private let world: SimulatedWorld
  private var stepper: RobotStepper
  private var snapshots: TripleBufferReader<RobotSnapshot>
  private var requests: RingWriter<Request>
  private var events: RingReader<LoopEvent>
  private var cycles: UInt64 = 0
  private var sequence: UInt64 = 0
  private var refusals = 0
  private var faults: [UInt16] = []
  private var travel = 0.0
  private var span = TimeSpan.zero
  /// All bits of the joints' snapshots (FNV-1a).
  private var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325

  init(_ model: RobotModel, _ address: SimulatorAddress) throws {
    let parts = SimulatorParts(
      joints: model.robot.joints.map { .init($0.name, isPrismatic: $0.kind == .prismatic) })
    let link = TimedLink(
      try SimulatorLink(
        address, parts, period: .milliseconds(2), patience: .milliseconds(5000)))
    let world = SimulatedWorld(model, clock: SimulationClock(.virtual), outside: link)
    let system = try RobotSystem(model, on: world.hardware)
    joints = model.joints.count
    rate = model.robot.rate.hertz
    self.link = link
    self.world = world
    stepper = system.stepper(start: MonotonicInstant(nanoseconds: 100_000_000))
    snapshots = system.ports.snapshotReader()
    requests = system.ports.requestWriter()
    events = system.ports.eventReader()
  }

  mutating func run(seconds: Double) throws {
    let begun = SystemClock.now()
    let second = UInt64(rate)
    while Double(cycles) < seconds * rate {
      if cycles == second { ask(Request(.arm, sequence: 0)) }
      if cycles > second, cycles % second == 0 { jog(Int(cycles / second) - 2) }
      stepper.step(world.clock)
      cycles += 1
      look()
    }
    span = SystemClock.now() - begun
  }

  private mutating func jog(_ number: Int) {
    let joint = number / 2 % joints
    // There and back; every other round the other way first.
    let isBack = (number + number / (2 * joints)) % 2 == 1
    ask(
      Request(
        .jog, sequence: 0, joint: joint,
        displacement: isBack ? Self.displacement : -Self.displacement, speed: Self.speed))
  }

  private mutating func ask(_ request: Request) {
    var request = request
    sequence += 1
    request.sequence = sequence
    _ = requests.push(request)
  }

  private mutating func look() {
    while let event = events.pop() {
      switch event {
      case .answered(let result): if result.refusal != .none { refusals += 1 }
      case .latched(let record): faults.append(record.code.rawValue)
      default: break
      }
    }
    _ = snapshots.update()
    for index in 0..<joints {
      let joint = snapshots.slot.pointee.joints[index]
      travel += abs(joint.measuredVelocity) / rate
      for value in [
        joint.referencePosition, joint.measuredPosition, joint.measuredVelocity,
        joint.appliedEffort, joint.duty,
      ] { take(value.bitPattern) }
    }
  }

  private mutating func take(_ bits: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      fingerprint = (fingerprint ^ (bits >> shift & 0xff)) &* 0x100_0000_01b3
    }
  }

  /// A line for each number: name, value.
  var report: String {
    let spans = link.sorted
    let exchanged = Double(spans.reduce(0, +))
    let wall = span.seconds
    func microseconds(_ quantile: Double) -> Double {
      spans.isEmpty ? 0 : Double(spans[Int(quantile * Double(spans.count - 1))]) * 1e-3
    }
    return """
      simulated_s \(Double(cycles) / rate)
      wall_s \(wall)
      steps \(spans.count)
      step_us_median \(microseconds(0.5))
      step_us_mean \(exchanged * 1e-3 / Double(max(spans.count, 1)))
      step_us_p99 \(microseconds(0.99))
      cycle_us_mean \((wall * 1e9 - exchanged) * 1e-3 / Double(max(cycles, 1)))
      travel_rad \(travel)
      refusals \(refusals)
      faults \(faults)
      fingerprint \(String(fingerprint, radix: 16))
      """
  }
}
