internal import CSimulator
internal import Glibc
internal import RobotRuntime
internal import RobotUnits
internal import SimulatedHAL

/// A connection to a simulator, from the greeting on: frames out, frames in, each looked at before it counts.
struct SimulatorSession: ~Copyable, @unchecked Sendable {
  // Used behind a lock; what the pointers mean belongs to this value.
  private static let mostPosition = 1e6
  private static let mostVelocity = 1e6

  private let parts: SimulatorParts
  private let link: UnsafeMutablePointer<cbs_link>
  private let frame: UnsafeMutablePointer<cbs_frame>
  private var sequence: UInt64 = 0
  private var number: UInt32 = 0
  private var time: Int64 = 0
  /// Whether steps can be exchanged.
  private(set) var isOpen = false
  /// Whether a greeting waits for its answer.
  private(set) var isGreeting = false
  private(set) var greeted = MonotonicInstant(nanoseconds: 0)
  /// When a lost simulator is asked for next.
  private(set) var nextLook = MonotonicInstant(nanoseconds: 0)
  /// Where the joints were seen last.
  private(set) var states: [JointState]
  /// What the sensors felt last, one after the other.
  private(set) var values: [Double]

  init(_ parts: SimulatorParts) {
    self.parts = parts
    link = .allocate(capacity: 1)
    link.initialize(to: cbs_no_link())
    frame = .allocate(capacity: 1)
    frame.initialize(to: cbs_frame())
    states = parts.joints.map { _ in JointState() }
    values = Array(repeating: 0, count: parts.sensors.reduce(0) { $0 + $1.count })
  }

  deinit {
    cbs_close(link)
    link.deallocate()
    frame.deallocate()
  }

  /// Finds the simulator, greets it and waits for its answer, `patience` at most; returns how far its step goes.
  mutating func open(
    _ address: SimulatorAddress, period: TimeSpan, patience: TimeSpan
  ) throws(SimulatorFailure) -> TimeSpan {
    guard parts.joints.count <= CBS_MOST_JOINTS, parts.sensors.count <= CBS_MOST_SENSORS else {
      throw SimulatorFailure(
        .refused, "a link carries \(CBS_MOST_JOINTS) joints and \(CBS_MOST_SENSORS) sensors at most"
      )
    }
    try greet(address, period: period, at: SystemClock.now())
    guard let step = try welcome(within: patience) else {
      close()
      throw SimulatorFailure(.silent, "no answer to the greeting")
    }
    return step
  }

  mutating func close() {
    cbs_close(link)
    isOpen = false
    isGreeting = false
    for joint in states.indices { states[joint].velocity = 0 }
  }

  mutating func rest(until instant: MonotonicInstant) { nextLook = instant }

  /// Connects and sends the greeting.
  mutating func greet(
    _ address: SimulatorAddress, period: TimeSpan, at now: MonotonicInstant
  ) throws(SimulatorFailure) {
    let result = address.description.withCString { cbs_connect(link, $0) }
    guard result == 0 else {
      throw SimulatorFailure(
        result == -EPROTONOSUPPORT ? .version : .gone, Self.reason(address, result))
    }
    number &+= UInt32(truncatingIfNeeded: now.nanoseconds) | 1
    sequence &+= 1
    begin(CBS_HELLO, step: period)
    frame.pointee.header.sensors = UInt32(parts.sensors.count)
    var place = body
    for joint in parts.joints {
      Self.write(joint.name, to: place, room: 60)
      place.storeBytes(of: joint.isPrismatic ? 1 : 0, toByteOffset: 60, as: UInt32.self)
      place += MemoryLayout<cbs_joint>.stride
    }
    for sensor in parts.sensors {
      Self.write(sensor.name, to: place, room: 56)
      place.storeBytes(of: sensor.kind.rawValue, toByteOffset: 56, as: UInt32.self)
      place.storeBytes(of: UInt32(sensor.count), toByteOffset: 60, as: UInt32.self)
      place += MemoryLayout<cbs_sensor>.stride
    }
    try send(place - body)
    isGreeting = true
    greeted = now
  }

  /// The answer to the greeting, if it comes within `span`: how far a step goes.
  mutating func welcome(within span: TimeSpan) throws(SimulatorFailure) -> TimeSpan? {
    guard try receive(within: span) else { return nil }
    guard frame.pointee.header.kind == UInt16(CBS_READY.rawValue) else {
      throw unexpected()
    }
    let step = frame.pointee.header.step
    guard (1...1_000_000_000).contains(step) else {
      throw SimulatorFailure(.timeStep, "a step of \(step) ns")
    }
    try takeStates()
    time = frame.pointee.header.time
    isGreeting = false
    isOpen = true
    return TimeSpan(nanoseconds: step)
  }

  /// One step.
  mutating func exchange(
    _ drives: [JointDrive], step: TimeSpan, patience: TimeSpan
  ) throws(SimulatorFailure) {
    sequence &+= 1
    begin(CBS_STEP, step: step)
    for (joint, drive) in drives.enumerated() {
      body.storeBytes(of: drive, toByteOffset: joint * 32, as: JointDrive.self)
    }
    frame.pointee.header.time = time &+ step.nanoseconds
    try send(drives.count * 32)
    guard try receive(within: patience) else {
      throw SimulatorFailure(.silent, "no answer for \(patience.nanoseconds / 1_000_000) ms")
    }
    guard frame.pointee.header.kind == UInt16(CBS_STATE.rawValue) else { throw unexpected() }
    guard frame.pointee.header.step == step.nanoseconds else {
      throw SimulatorFailure(
        .timeStep, "\(frame.pointee.header.step) ns, and \(step.nanoseconds) ns at first")
    }
    guard frame.pointee.header.time == time &+ step.nanoseconds else {
      throw SimulatorFailure(
        .time, "\(frame.pointee.header.time) ns, and \(time &+ step.nanoseconds) ns was due")
    }
    try takeStates()
    time = frame.pointee.header.time
  }

  // MARK: Frames

  private var body: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(frame) + MemoryLayout<cbs_header>.size
  }

  private func begin(_ kind: cbs_kind, step: TimeSpan) {
    frame.pointee.header = cbs_header()
    frame.pointee.header.kind = UInt16(kind.rawValue)
    frame.pointee.header.sequence = sequence
    frame.pointee.header.session = number
    frame.pointee.header.step = step.nanoseconds
    frame.pointee.header.joints = UInt32(parts.joints.count)
  }

  private func send(_ bytes: Int) throws(SimulatorFailure) {
    let result = cbs_send(link, frame, bytes)
    guard result != 0 else { return }
    let cause: SimulatorCause = result == -EAGAIN ? .silent : .gone
    throw SimulatorFailure(cause, "sending: \(String(cString: strerror(-result)))")
  }

  /// The answer to the last frame, if it comes within `span`; what answers an older one is not looked at.
  private func receive(within span: TimeSpan) throws(SimulatorFailure) -> Bool {
    let deadline = SystemClock.now() + span
    while true {
      let left = deadline - SystemClock.now()
      let result = cbs_receive(link, frame, max(left.nanoseconds, 0))
      switch result {
      case 1
      where frame.pointee.header.session == number
        && frame.pointee.header.sequence == sequence:
        return true
      case 0 where SystemClock.now() >= deadline: return false
      case 0, 1: continue
      case -EBADMSG: throw SimulatorFailure(.badFrame, "magic, length or checksum")
      case -EPROTONOSUPPORT:
        throw SimulatorFailure(
          .version, "version \(frame.pointee.header.version), and \(CBS_VERSION) is spoken here")
      default:
        throw SimulatorFailure(.gone, "receiving: \(String(cString: strerror(-result)))")
      }
    }
  }

  /// What a frame that is not the one expected means.
  private func unexpected() -> SimulatorFailure {
    guard frame.pointee.header.kind == UInt16(CBS_REFUSED.rawValue) else {
      return SimulatorFailure(.badFrame, "a frame of kind \(frame.pointee.header.kind)")
    }
    let count = Int(frame.pointee.header.size) - MemoryLayout<cbs_header>.size
    return SimulatorFailure(
      .refused,
      String(decoding: UnsafeRawBufferPointer(start: body, count: count), as: UTF8.self))
  }

  private mutating func takeStates() throws(SimulatorFailure) {
    guard frame.pointee.header.joints == states.count, frame.pointee.header.values == values.count
    else {
      throw SimulatorFailure(
        .badFrame,
        "\(frame.pointee.header.joints) joints and \(frame.pointee.header.values) numbers, and "
          + "\(states.count) and \(values.count) were asked for")
    }
    // All of them before one of them counts.
    for joint in states.indices {
      let state = body.load(fromByteOffset: joint * 16, as: JointState.self)
      guard abs(state.position) <= Self.mostPosition, abs(state.velocity) <= Self.mostVelocity
      else {
        throw SimulatorFailure(
          .nonFinite,
          "joint \(parts.joints[joint].name): \(state.position), \(state.velocity)")
      }
    }
    let first = states.count * 16
    for index in values.indices {
      let value = body.load(fromByteOffset: first + index * 8, as: Double.self)
      guard value.isFinite else {
        throw SimulatorFailure(.nonFinite, "sensor number \(index): \(value)")
      }
    }
    for joint in states.indices {
      states[joint] = body.load(fromByteOffset: joint * 16, as: JointState.self)
    }
    for index in values.indices {
      values[index] = body.load(fromByteOffset: first + index * 8, as: Double.self)
    }
  }

  /// `name` and a 0 after it; what is longer is cut, and then not found.
  private static func write(_ name: String, to place: UnsafeMutableRawPointer, room: Int) {
    memset(place, 0, room)
    for (index, byte) in name.utf8.prefix(room - 1).enumerated() {
      place.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
    }
  }

  private static func reason(_ address: SimulatorAddress, _ result: Int32) -> String {
    switch -result {
    case EBUSY: "\(address): another daemon uses it"
    case EBADMSG: "\(address): that is no shared memory of a simulator"
    default: "\(address): \(String(cString: strerror(-result)))"
    }
  }
}
