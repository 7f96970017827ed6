public import RobotAssembly
public import RobotCore
import RobotRuntime

/// Who asks a robot of the rig and hears what it says: requests to its loop, their answers, faults and stops.
public struct RigClient: ~Copyable {
  /// Of the last request: `nil` until it is answered.
  public private(set) var refusal: Refusal?
  /// People who ask beside it.
  public var people = RigPeople([])
  private var sequence: UInt64 = 0
  private var requests: RingWriter<Request>
  private var events: RingReader<LoopEvent>

  /// The only client of `system`.
  public init(_ system: RobotSystem) {
    requests = system.ports.requestWriter()
    events = system.ports.eventReader()
  }

  /// Sends a request; gives its number. A loop that takes none is a problem in `report`.
  @discardableResult
  public mutating func send(
    _ kind: Request.Kind, knotCount: Int = 0, _ report: inout FaultReport
  ) -> UInt64 {
    sequence += 1
    refusal = nil
    if !requests.push(Request(kind, sequence: sequence, knotCount: knotCount)) {
      report.problems.append("the loop takes no requests")
    }
    return sequence
  }

  /// Notes in `report` what the loop has said since; gives what people were answered wrongly.
  public mutating func hear(_ report: inout FaultReport) -> [String] {
    var problems: [String] = []
    while let event = events.pop() {
      switch event {
      case .blocked: break
      case .answered(let result):
        if result.sequence == sequence { refusal = result.refusal }
        if let problem = people.hear(result) { problems.append(problem) }
      case .latched(let record): report.faults.append(record)
      case .stopped(let record): report.stops.append(record)
      case .degraded(let record): report.degradations.append(record)
      }
    }
    return problems
  }
}
