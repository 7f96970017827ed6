import CSimulator
import Glibc
import RobotRuntime
import SimulationBridge
import Synchronization

/// A simulator in this process, which misbehaves when it is told to. Its joints are pendulums without friction, and
/// its sensors count its steps.
final class FakeSimulator: Sendable {
  /// What it does with the next step, and on.
  enum Mood: Int {
    case well, silent, notANumber, farAway, otherStep, otherTime, truncated, damaged, otherVersion
    case hangsUp, sensorNotANumber, otherKind, slow
  }

  static let step: Int64 = 1_000_000

  let address: SimulatorAddress
  private let mood = Atomic<Int>(0)
  private let stop = Atomic<Bool>(false)
  /// Steps that it made.
  let steps = Atomic<Int>(0)
  /// Greetings that it answered.
  let greetings = Atomic<Int>(0)
  private let thread = Mutex<RealtimeThread?>(nil)

  /// A simulator of these joints at `address`.
  init(_ address: String, joints: [String] = ["hinge"], step: Int64 = FakeSimulator.step) throws {
    guard let address = SimulatorAddress(address) else { throw Failure() }
    self.address = address
    let job = Job(joints: joints, step: step, owner: self)
    guard job.listens else { throw Failure() }
    let started = try RealtimeThread.start(
      job, name: "fake", scheduling: Scheduling(priority: nil, processor: nil))
    thread.withLock { $0 = started }
  }

  struct Failure: Error {}

  func become(_ mood: Mood) { self.mood.store(mood.rawValue, ordering: .releasing) }

  /// Ends it. Its address is free then.
  func end() {
    stop.store(true, ordering: .releasing)
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
  }

  private struct Job: RealtimeJob, @unchecked Sendable {
    // Moved to its thread and used there only.
    let joints: [String]
    let step: Int64
    unowned let owner: FakeSimulator
    let link: UnsafeMutablePointer<cbs_link>
    let frame: UnsafeMutablePointer<cbs_frame>
    let listens: Bool

    init(joints: [String], step: Int64, owner: FakeSimulator) {
      self.joints = joints
      self.step = step
      self.owner = owner
      let link = UnsafeMutablePointer<cbs_link>.allocate(capacity: 1)
      link.initialize(to: cbs_no_link())
      self.link = link
      frame = .allocate(capacity: 1)
      frame.initialize(to: cbs_frame())
      listens = owner.address.description.withCString { cbs_listen(link, $0) } == 0
    }

    mutating func run() {
      var world = World(step: step)
      while !owner.stop.load(ordering: .acquiring) {
        if link.pointee.listener >= 0, link.pointee.file < 0, cbs_accept(link, 5_000_000) != 1 {
          continue
        }
        let result = cbs_receive(link, frame, 5_000_000)
        if result == -ECONNRESET { hangUp() }
        guard result == 1 else { continue }
        answer(&world)
      }
      cbs_close(link)
      link.deallocate()
      frame.deallocate()
    }

    private func hangUp() {
      close(link.pointee.file)
      link.pointee.file = -1
    }

    private var body: UnsafeMutableRawPointer {
      UnsafeMutableRawPointer(frame) + MemoryLayout<cbs_header>.size
    }

    private func answer(_ world: inout World) {
      switch frame.pointee.header.kind {
      case UInt16(CBS_HELLO.rawValue):
        owner.greetings.wrappingAdd(1, ordering: .relaxed)
        let asked = (0..<Int(frame.pointee.header.joints)).map { joint in
          String(cString: (body + joint * 64).assumingMemoryBound(to: CChar.self))
        }
        if let missing = asked.first(where: { !joints.contains($0) }) {
          let text = "the simulator has no joint \"\(missing)\""
          for (index, byte) in text.utf8.enumerated() {
            body.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
          }
          frame.pointee.header.kind = UInt16(CBS_REFUSED.rawValue)
          frame.pointee.header.joints = 0
          frame.pointee.header.sensors = 0
          _ = cbs_send(link, frame, text.utf8.count)
          return
        }
        let first = Int(frame.pointee.header.joints) * 64
        world.values = (0..<Int(frame.pointee.header.sensors)).reduce(0) { sum, sensor in
          sum
            + Int(body.load(fromByteOffset: first + sensor * 64 + 60, as: UInt32.self))
        }
        world.begin(asked.count)
        send(UInt16(CBS_READY.rawValue), world)
      case UInt16(CBS_STEP.rawValue):
        let mood = Mood(rawValue: owner.mood.load(ordering: .acquiring)) ?? .well
        if mood == .silent { return }
        if mood == .hangsUp {
          hangUp()
          return
        }
        if mood == .slow { usleep(20_000) }
        world.advance(body)
        owner.steps.wrappingAdd(1, ordering: .relaxed)
        send(UInt16(CBS_STATE.rawValue), world, mood)
      default: break
      }
    }

    private func send(_ kind: UInt16, _ world: World, _ mood: Mood = .well) {
      frame.pointee.header.kind = mood == .otherKind ? UInt16(CBS_READY.rawValue) : kind
      frame.pointee.header.step = mood == .otherStep ? step / 2 : step
      frame.pointee.header.time = mood == .otherTime ? 0 : world.time
      frame.pointee.header.joints = UInt32(world.states.count)
      frame.pointee.header.sensors = 0
      frame.pointee.header.values = UInt32(world.values)
      var place = 0
      for state in world.states {
        var state = state
        if mood == .notANumber { state.velocity = .nan }
        if mood == .farAway { state.position = 1e7 }
        body.storeBytes(of: state, toByteOffset: place, as: cbs_state.self)
        place += 16
      }
      for value in 0..<world.values {
        let number = mood == .sensorNotANumber ? .infinity : Double(world.count + value)
        body.storeBytes(of: number, toByteOffset: place, as: Double.self)
        place += 8
      }
      spoil(place, mood)
    }

    private func spoil(_ bytes: Int, _ mood: Mood) {
      guard [.truncated, .damaged, .otherVersion].contains(mood) else {
        _ = cbs_send(link, frame, bytes)
        return
      }
      cbs_seal(frame, bytes)
      let size = Int(frame.pointee.header.size)
      if mood == .damaged { (body + 3).storeBytes(of: 0x55, as: UInt8.self) }
      if mood == .otherVersion { frame.pointee.header.version = 2 }
      if let shared = link.pointee.shared {
        withUnsafeMutablePointer(to: &shared.pointee.boxes.1) { box in
          memcpy(&box.pointee.frame, frame, size)
          if mood == .truncated { box.pointee.frame.header.size = UInt32(size - 8) }
          box.pointee.count &+= 1
        }
      } else {
        _ = Glibc.send(
          link.pointee.file, frame, mood == .truncated ? size - 8 : size, Int32(MSG_NOSIGNAL))
      }
    }
  }

  private struct World {
    let step: Int64
    var time: Int64 = 0
    var count = 0
    var values = 0
    var states: [cbs_state] = []

    mutating func begin(_ joints: Int) {
      if states.count != joints { states = Array(repeating: cbs_state(), count: joints) }
    }

    mutating func advance(_ drives: UnsafeRawPointer) {
      let dt = Double(step) * 1e-9
      for joint in states.indices {
        let drive = drives.load(fromByteOffset: joint * 32, as: cbs_drive.self)
        let weight = -0.3 * sin(states[joint].position)
        let inertia = 0.005 + drive.armature
        states[joint].velocity =
          (inertia * states[joint].velocity + dt * (drive.effort + weight))
          / (inertia + dt * (drive.damping + 0.01))
        states[joint].position += dt * states[joint].velocity
      }
      time += step
      count += 1
    }
  }
}

/// Addresses that nobody else has.
enum FreeAddress {
  private static let count = Atomic<Int>(0)

  static func socket() -> String { "unix:/tmp/cbs-\(getpid())-\(next()).sock" }
  static func memory() -> String { "shm:cbs-\(getpid())-\(next())" }
  private static func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }

  /// Takes the file of `address` away.
  static func remove(_ address: SimulatorAddress) {
    let text = address.description
    if text.hasPrefix("unix:") {
      unlink(String(text.dropFirst(5)))
    } else {
      unlink("/dev/shm/" + text.dropFirst(4))
    }
  }
}
