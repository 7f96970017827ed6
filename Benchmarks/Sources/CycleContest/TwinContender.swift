public import CycleTwin
internal import Glibc
internal import RobotUnits

/// The C++ twin.
public final class TwinContender: Contender {
  public let name: String
  private let interface: twin_interface
  private let twin: OpaquePointer?
  private let snapshots: UnsafeMutablePointer<twin_snapshot>
  private let input: UnsafeMutablePointer<twin_input>
  private let output: UnsafeMutablePointer<twin_verdict>
  private let jointCount: Int
  private var recording = FixedArray<twin_input>([])
  private var samples = FixedArray<twin_measurement>([])
  private var targets = FixedArray<twin_target>([])
  private var position = 0

  /// The twin of `interface`, for `joints` at a period of `period` s.
  public init(_ interface: twin_interface, _ joints: [twin_configuration], period: Double) {
    self.interface = interface
    jointCount = joints.count
    name = String(cString: interface.compiler)
    twin = interface.create(joints, Int32(joints.count), period)
    snapshots = .allocate(capacity: joints.count)
    snapshots.initialize(repeating: twin_snapshot(), count: joints.count)
    input = .allocate(capacity: 1)
    input.initialize(to: twin_input())
    output = .allocate(capacity: 1)
    output.initialize(to: twin_verdict())
  }

  deinit {
    interface.destroy(twin)
    snapshots.deallocate()
    input.deallocate()
    output.deallocate()
  }

  public var verdict: twin_verdict { output.pointee }

  public func setMotion(_ motion: MotionTable) {
    interface.set_motion(twin, motion.times, motion.points, Int32(motion.knotCount))
  }

  public func prepare(_ turn: Turn) {
    let samples = interface.measurements(twin)
    let targets = interface.targets(twin)
    for (joint, sample) in turn.samples.enumerated() { samples?[joint] = sample }
    for (joint, target) in turn.targets.enumerated() { targets?[joint] = target }
    input.pointee = turn.input
  }

  public func run() {
    interface.step(twin, input, output)
    interface.publish(twin, snapshots)
  }

  public func record(_ turns: [Turn]) {
    recording = FixedArray(turns.map(\.input))
    samples = FixedArray(turns.flatMap(\.samples))
    targets = FixedArray(turns.flatMap(\.targets))
    position = 0
  }

  public func replay(_ count: Int) {
    guard let measurements = interface.measurements(twin), let goals = interface.targets(twin)
    else { return }
    let (samples, targets, recording) = (samples.base, targets.base, recording.base)
    let turns = self.recording.count
    var position = position
    for _ in 0..<count {
      memcpy(
        measurements, samples + position * jointCount,
        jointCount * MemoryLayout<twin_measurement>.stride)
      memcpy(
        goals, targets + position * jointCount,
        jointCount * MemoryLayout<twin_target>.stride)
      interface.step(twin, recording + position, output)
      interface.publish(twin, snapshots)
      position = position + 1 == turns ? 0 : position + 1
    }
    self.position = position
  }

  public func snapshot(_ index: Int) -> twin_snapshot { snapshots[index] }
  public func duty(_ index: Int) -> Double { interface.duties(twin)?[index] ?? .nan }
}
