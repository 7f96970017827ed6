public import RobotAssembly
public import RobotConfiguration
public import RobotCore
import RobotUnits

/// What came of a run.
public struct FaultReport: Sendable {
  /// What must never be; empty when all was well.
  public var problems: [String] = []
  /// The faults that latched.
  public var faults: [FaultRecord] = []
  /// The stops that nobody asked for.
  public var stops: [StopRecord] = []
  /// The times that it became degraded.
  public var degradations: [StopRecord] = []
  /// Where the robot stood at the end.
  public var state = LifecycleState.unconfigured
  /// When the first fault latched, from the first injected fault's start [s].
  public var latched: Double?
  /// When the robot first stopped without a fault, likewise.
  public var stopped: Double?
  /// When the references came to rest after that or after a stop that was asked for, likewise.
  public var rested: Double?
  /// When the robot first became degraded, likewise.
  public var degraded: Double?
  /// When the outputs went off, likewise; `nil` when they stayed on.
  public var outputsOff: Double?
  /// How far a joint moved after the outputs went off, or after the references came to rest [rad; a prismatic joint
  /// at its lever]; `nil`: neither happened.
  public var moved: Double?
  /// The root mean square of reference minus measured of the worst joint, in the cycles in which the robot followed
  /// commands [rad; a prismatic joint at its lever]; `nil`: there were none.
  public var tracking: Double?
  /// Why the set-up of the devices, or then the request to arm, was refused.
  public var refusal: String?
  /// What a client, systemd or whoever started the daemon saw; of scenarios of the daemon.
  public var observed: String?
  /// When, from the fault [s of the wall clock].
  public var observedAfter: Double?
  /// How often each fault struck.
  public var strikes: [Int] = []
  /// How many cycles ran.
  public var cycles = 0
  /// How many replies of buses were not there when their control cycle ran.
  public var lateReplies: UInt64 = 0
  /// Where the joints were; `nil` unless it was asked for.
  public var trace: FaultTrace?

  /// Nothing has happened.
  public init() {}

  /// When the outputs went off, or the references came to rest, from the first injected fault's start [s].
  public var secured: Double? { outputsOff ?? rested }

  /// What `expectation` says that is not so.
  public func misses(of expectation: FaultScenario.Expectation) -> [String] {
    var found: [String] = []
    let first = faults.first.map { FaultReport.name($0.code.rawValue) }
    if expectation.faults.isEmpty {
      if let first { found.append("latched \(first)") }
    } else if let first {
      if !expectation.faults.contains(first) { found.append("latched \(first)") }
    } else {
      found.append("no fault latched")
    }
    if let stop = expectation.stop {
      let first = (stops.first ?? degradations.first).map { FaultReport.name($0.code.rawValue) }
      if first != stop { found.append(first.map { "stopped by \($0)" } ?? "nothing stopped it") }
    }
    if "\(state)" != expectation.state { found.append("ended \(state)") }
    found += boundsMissed(expectation)
    return found
  }

  private func boundsMissed(_ expectation: FaultScenario.Expectation) -> [String] {
    var found: [String] = []
    if let within = expectation.within {
      let holds = expectation.state == "holding"
      if let end = holds ? rested : outputsOff {
        // In whole nanoseconds: a bound of four cycles is met by the fourth.
        if (end * 1e9).rounded() > (within * 1e9).rounded() {
          found.append("\(holds ? "at rest" : "outputs off") after \(end) s")
        }
      } else {
        found.append(holds ? "never at rest" : "outputs stayed on")
      }
    }
    if let bound = expectation.tracking {
      if let tracking {
        if tracking > bound { found.append("a tracking error of \(tracking) rad RMS") }
      } else {
        found.append("never followed commands")
      }
    }
    if let stays = expectation.stays {
      if let moved {
        if moved > stays { found.append("moved by \(moved) rad afterwards") }
      } else {
        found.append("never stopped")
      }
    }
    return found
  }

  /// Everything that speaks against the run of `scenario`; empty when it ended as expected, nothing was ever
  /// wrong, and each of its faults struck.
  public func failures(of scenario: FaultScenario) -> [String] {
    // A scenario in which nothing happens shows nothing.
    let unstruck = zip(scenario.faults, strikes).filter { fault, strikes in
      strikes == 0 && [.bus, .device, .joint, .robot].contains(fault.place.target)
    }
    return misses(of: scenario.expectation) + problems
      + unstruck.map { fault, _ in
        let place = fault.place.name.isEmpty ? "" : " at \(fault.place.name)"
        return "\(fault.kind)\(place) never struck"
      }
  }

  /// What the robot made of it; `nil` when it rode through. Of several the gravest: a fault, or else a stop, or else
  /// a slower speed.
  public var verdict: FaultVerdict? {
    if let fault = faults.first, let latched {
      return FaultVerdict(
        code: fault.code.rawValue, joint: fault.joint, detection: latched,
        reaction: outputsOff.map { $0 - latched })
    }
    if let stop = stops.first, let stopped {
      return FaultVerdict(
        code: stop.code.rawValue, joint: stop.joint, detection: stopped,
        reaction: rested.map { $0 - stopped })
    }
    guard let degradation = degradations.first, let degraded else { return nil }
    return FaultVerdict(
      code: degradation.code.rawValue, joint: degradation.joint, detection: degraded, reaction: nil)
  }

  /// Notes what happened up to `time` s after the first injected fault's start, and the cycle of `snapshot`.
  public mutating func note(_ snapshot: borrowing RobotSnapshot, at time: Double) {
    var isAtRest = true
    for joint in 0..<snapshot.joints.count where snapshot.joints[joint].referenceVelocity != 0 {
      isAtRest = false
    }
    note(snapshot.lifecycle, snapshot.outputsEnabled, isAtRest: isAtRest, at: time)
  }

  /// Notes where the robot stood `time` s after the first injected fault's start. `isAtRest`: its references were.
  public mutating func note(
    _ lifecycle: LifecycleState, _ outputsEnabled: Bool, isAtRest: Bool, at time: Double
  ) {
    if latched == nil, !faults.isEmpty { latched = time }
    if stopped == nil, !stops.isEmpty { stopped = time }
    if degraded == nil, !degradations.isEmpty { degraded = time }
    if outputsOff == nil, !outputsEnabled { outputsOff = time }
    if rested == nil, isAtRest, stopped != nil || lifecycle == .holding { rested = time }
  }

  /// The name of `code` in scenarios (`encoder_lost`).
  public static func name(_ code: UInt16) -> String {
    FaultCatalogue.shipped[code]?.name ?? "\(code)"
  }
}
