internal import CSimulator
internal import RobotRuntime
public import RobotUnits
public import SimulatedHAL
internal import Synchronization

/// The daemon's end of a link to a simulator: bodies that move outside, one step a frame.
///
/// What goes wrong gives the simulator up: `health` names the cause, the joints stand still where they were seen last,
/// and from then on the link asks, without waiting, whether the simulator is back. It comes back with a step of its
/// own, and the joints are where it has them. Real-time: no, waits for the simulator.
public final class SimulatorLink: OutsideBodies {
  /// How often a simulator that is lost is asked for.
  private static let retry = TimeSpan.milliseconds(100)

  public var step: TimeSpan { TimeSpan(nanoseconds: stepSize.load(ordering: .acquiring)) }
  public let health = SimulatorHealth()
  private let stepSize: Atomic<Int64>
  private let parts: SimulatorParts
  private let address: SimulatorAddress
  private let period: TimeSpan
  /// How long an answer may take.
  private let patience: TimeSpan
  private let session: Mutex<SimulatorSession>
  private let news = Mutex<[SimulatorNews]>([])
  private let sink = Mutex<Sink?>(nil)

  /// A function that is kept behind a lock as it is would be wrapped once more at each look, until the stack is full.
  private struct Sink: Sendable {
    let take: @Sendable (_ sensor: Int, _ values: [Double]) -> Void
  }

  /// A link to the simulator at `address`, which has `parts`; `period` is that of control. Waits for it for `patience`,
  /// which is also how long each answer may take.
  public init(
    _ address: SimulatorAddress, _ parts: SimulatorParts, period: TimeSpan, patience: TimeSpan
  ) throws(SimulatorFailure) {
    var session = SimulatorSession(parts)
    stepSize = Atomic(
      try session.open(address, period: period, patience: patience).nanoseconds)
    self.address = address
    self.parts = parts
    self.period = period
    self.patience = patience
    self.session = Mutex(session)
  }

  public var present: [JointState] { session.withLock { $0.states } }

  /// From now on `sink` gets what the sensors feel after every step, by their places among the parts' sensors.
  public func feed(_ sink: @escaping @Sendable (_ sensor: Int, _ values: [Double]) -> Void) {
    self.sink.withLock { $0 = Sink(take: sink) }
    pass(session.withLock { $0.values })
  }

  /// What became of the link since the last call.
  public func takeNews() -> [SimulatorNews] {
    news.withLock { news in
      defer { news = [] }
      return news
    }
  }

  public func advance(_ drives: [JointDrive], into states: inout [JointState]) -> Bool {
    let (isThere, values) = session.withLock { session in
      let isThere = session.isOpen ? exchange(drives, &session) : comeBack(&session)
      states = session.states
      return (isThere, session.values)
    }
    if isThere { pass(values) }
    return isThere
  }

  /// Gives the simulator up, because it falls `lag` behind the wall clock.
  func giveUp(lag: TimeSpan) {
    session.withLock { session in
      lose(
        &session,
        SimulatorFailure(.slow, "\(lag.nanoseconds / 1_000_000) ms behind"))
    }
  }

  private func pass(_ values: [Double]) {
    guard !values.isEmpty, let sink = sink.withLock({ $0 }) else { return }
    var first = 0
    for (index, sensor) in parts.sensors.enumerated() {
      sink.take(index, Array(values[first..<first + sensor.count]))
      first += sensor.count
    }
  }

  private func exchange(_ drives: [JointDrive], _ session: inout SimulatorSession) -> Bool {
    do throws(SimulatorFailure) {
      try session.exchange(drives, step: step, patience: patience)
      return true
    } catch {
      lose(&session, error)
      return false
    }
  }

  private func lose(_ session: inout SimulatorSession, _ failure: SimulatorFailure) {
    session.close()
    session.rest(until: SystemClock.now() + Self.retry)
    health.cause = failure.cause
    news.withLock { $0.append(.lost(failure)) }
  }

  /// One look whether the simulator is back.
  private func comeBack(_ session: inout SimulatorSession) -> Bool {
    let now = SystemClock.now()
    guard session.isGreeting || now >= session.nextLook else { return false }
    do throws(SimulatorFailure) {
      if !session.isGreeting { try session.greet(address, period: period, at: now) }
      guard let found = try session.welcome(within: .zero) else {
        guard now - session.greeted < patience else {
          throw SimulatorFailure(.silent, "no answer to the greeting")
        }
        return false
      }
      stepSize.store(found.nanoseconds, ordering: .releasing)
    } catch {
      session.close()
      session.rest(until: now + Self.retry)
      return false
    }
    health.cause = nil
    news.withLock { $0.append(.back) }
    return true
  }
}
