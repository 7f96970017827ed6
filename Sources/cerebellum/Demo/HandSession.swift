import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// A stream of commands to an active robot while a simulated hand pushes one of its joints.
struct HandSession {
  let session: DaemonSession
  let console: Console
  /// The joint that is pushed.
  let joint: Int
  /// What its values are in.
  let units: JointUnitNames
  /// Where it is pushed to: 1 or -1, away from the nearer of its limits.
  let direction: Double

  /// States and commands per second.
  static let rate = 50.0
  /// A command outlives some late states, and no more.
  private static let validity = TimeSpan.milliseconds(300)

  /// A session with the joint that bears most: gravity loads it more than any other. Torques and forces
  /// do not compare; where there are joints of both kinds, it is a rotary one.
  init(_ session: DaemonSession, console: Console) throws(ToolFailure) {
    self.session = session
    self.console = console
    try session.subscribe(hertz: Self.rate)
    try session.dropStates()
    let state = try session.newestState()
    let units = try session.units()
    let efforts = state.joints.map { abs($0.effortApplied) }
    let rotary = units.indices.filter { units[$0].kind == .revolute }
    let candidates = rotary.isEmpty ? Array(units.indices) : rotary
    joint = candidates.max { efforts[$0] < efforts[$1] } ?? 0
    self.units = units[joint]
    let limits = session.info.joints[joint]
    let position = state.joints[joint].measuredPosition
    direction = limits.upper - position > position - limits.lower ? 1 : -1
  }

  /// Sends `targets` of the last state after each of the next `seconds`' states; returns the states.
  func stream(
    seconds: Double, _ targets: (StateSnapshot) -> [JointTarget]
  ) throws(ToolFailure) -> [StateSnapshot] {
    var states: [StateSnapshot] = []
    var state = try session.newestState()
    for _ in 0..<Int((seconds * Self.rate).rounded()) {
      if console.isInterrupted() {
        session.stopAfterInterruption(console)
        throw .interrupted
      }
      try session.perform(.command(validFor: Self.validity, joints: targets(state)))
      guard let next = try session.nextState(timeout: .milliseconds(2000)) else {
        throw ToolFailure(
          .hardware, "the daemon sends no states any more: see its log",
          "守护进程不再发送状态：请查看其日志")
      }
      state = next
      if state.lifecycle == .faulted { throw try session.faultFailure(in: state) }
      states.append(state)
    }
    return states
  }

  /// The hand pushes with `effort` [N.m or N] towards `direction`; 0 lets go.
  func push(_ effort: Double) throws(ToolFailure) {
    try session.perform(.push(joint: UInt16(joint), effort: direction * effort))
  }

  /// Lets the stream end: the robot holds its position, and is armed again.
  func end() throws(ToolFailure) {
    try session.perform(.stop)
    try session.dropStates()
    _ = try session.wait(for: [.holding], seconds: 5, console: console)
    try session.perform(.arm)
    _ = try session.wait(for: [.active, .degraded], seconds: 5, console: console)
  }
}
