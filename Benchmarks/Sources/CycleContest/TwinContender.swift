public import CycleTwin

/// The C++ twin.
public final class TwinContender: Contender {
  public let name: String
  private let interface: twin_interface
  private let twin: OpaquePointer?
  private let snapshots: UnsafeMutablePointer<twin_snapshot>
  private let input: UnsafeMutablePointer<twin_input>
  private let output: UnsafeMutablePointer<twin_verdict>

  public init(_ interface: twin_interface, _ joints: [twin_configuration], period: Double) {
    self.interface = interface
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

  public func runMeasured() { runTwin(Unmanaged.passUnretained(self).toOpaque()) }

  public func snapshot(_ index: Int) -> twin_snapshot { snapshots[index] }
  public func duty(_ index: Int) -> Double { interface.duties(twin)?[index] ?? .nan }
}

/// What callgrind collects.
@inline(never)
func runTwin(_ twin: UnsafeRawPointer) {
  Unmanaged<TwinContender>.fromOpaque(twin).takeUnretainedValue().run()
}
