import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL

/// Servos on a simulated line with their executor, and the control thread's ends of its hand-off.
struct SerialBench: ~Copyable {
  static let period = TimeSpan.milliseconds(10)

  let clock = SimulationClock(.virtual)
  let line: SimulatedSerialLine
  let servos: [FeetechServoModel]
  let plan: SerialPlan
  let statistics = BusStatistics()
  private var requests: TripleBufferWriter<BusRequests>
  private var replies: TripleBufferReader<BusReplies>
  private var executor: SerialExecutor
  private(set) var cycle: UInt64 = 1
  /// What the last cycle took on the line's clock.
  private(set) var spent = TimeSpan.zero

  /// STS servos with ids from 1 on, at 1000, 1001, ... counts.
  init(
    count: Int = 6, kind: FeetechServoModel.Kind = .sts3215, echoes: Bool = false,
    aging: CommandAging = .hold(), retry: TimeSpan = .zero, returnDelay: UInt8 = 0,
    latency: TimeSpan = .microseconds(100), awayFor pause: TimeSpan? = nil
  ) {
    let speed = Frequency(unchecked: 1_000_000)
    let line = SimulatedSerialLine(speed: speed, clock: clock, echoes: echoes)
    let port: any SerialPort = if let pause { AwayPort(line, for: pause) } else { line }
    self.line = line
    servos = (0..<count).map {
      FeetechServoModel(id: UInt8($0 + 1), kind: kind, counts: (kind.isBigEndian ? 500 : 1000) + $0)
    }
    for servo in servos {
      servo.load(register: 7, value: returnDelay)
      line.attach(servo)
    }
    let isSTS = !kind.isBigEndian
    plan = SerialPlan(
      (0..<count).map { (ServoID(UInt8($0 + 1)) ?? 0, $0) },
      command: SerialPlan.Registers(address: 40, count: 8),
      sample: SerialPlan.Registers(address: 56, count: isSTS ? 15 : 11), readsTogether: isSTS,
      line: SerialPlan.Line(
        speed: speed, returnDelay: .microseconds(2 * Int64(returnDelay)),
        latency: latency, echoes: echoes), aging: aging)
    let plan = plan
    let requests = TripleBuffer { BusRequests(plan) }
    let replies = TripleBuffer { BusReplies(plan) }
    self.requests = requests.writer
    self.replies = replies.reader
    executor = SerialExecutor(
      plan: plan, port: port, requests: requests.reader, replies: replies.writer,
      statistics: statistics, retry: retry)
  }

  /// From the line's present to the beginning of the next cycle.
  var untilNextCycle: TimeSpan {
    MonotonicInstant(nanoseconds: Int64(cycle) * Self.period.nanoseconds) - line.now()
  }

  /// The control thread tells each servo to go to `counts`, or to let go.
  mutating func command(_ counts: Int?) {
    for entry in plan.entries {
      let bytes: [UInt8] =
        counts.map { [1, 0, UInt8($0 & 255), UInt8($0 >> 8), 0, 0, 0, 0] } ?? [
          0, 0, 0, 0, 0, 0, 0, 0,
        ]
      for (index, byte) in bytes.enumerated() {
        requests.slot.pointee.bytes[entry.requestOffset + index] = byte
      }
    }
    requests.slot.pointee.stamp = cycle
    requests.publish()
  }

  /// One cycle of the line.
  mutating func run() {
    clock.advance(to: MonotonicInstant(nanoseconds: Int64(cycle) * Self.period.nanoseconds))
    let began = line.now()
    var trace = CycleTrace()
    executor.run(Turn(index: cycle, skipped: 0), &trace)
    spent = line.now() - began
    cycle += 1
    _ = replies.update()
  }

  mutating func end() { executor.end() }

  func status(_ servo: Int) -> ExchangeStatus { replies.slot.pointee.statuses[servo] }

  /// Whether `servo` answered in the last cycle.
  func isFresh(_ servo: Int) -> Bool { status(servo).isAnswered && status(servo).stamp == cycle }

  /// The position that the last answer of `servo` holds.
  func counts(_ servo: Int) -> Int {
    let offset = plan.entries[servo].replyOffset
    let bytes = replies.slot.pointee.bytes[offset + 1]
    return Int(bytes) | Int(replies.slot.pointee.bytes[offset + 2]) << 8
  }
}
