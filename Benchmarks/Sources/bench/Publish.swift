import BenchmarkKit
import RobotCore
import RobotRuntime
import RobotUnits

/// What the control thread hands over, without what only the daemon knows: RobotSnapshot's joints.
private struct StateSlot: ~Copyable, Sendable {
  var cycle = Cycle(index: 0, time: MonotonicInstant(nanoseconds: 0), period: 0)
  let joints = FixedArray(repeating: JointSnapshot(), count: 24)
}

/// The state of 24 joints from the cycle into a triple buffer.
private final class Publisher {
  private let rig = CycleRig(joints: 24, hasDynamics: false)
  private var writer: TripleBufferWriter<StateSlot>
  private var index: UInt64 = 0

  init() {
    writer = TripleBuffer { StateSlot() }.writer
    rig.activate()
  }

  func publish(_ repetitions: Int) {
    index += UInt64(repetitions)
    Self.publish(repetitions, of: &rig.cycle, index, to: &writer)
  }

  /// The daemon's loop is a struct: what a class checks at each access of its members is not measured.
  private static func publish(
    _ repetitions: Int, of cycle: inout ControlCycle, _ index: UInt64,
    to writer: inout TripleBufferWriter<StateSlot>
  ) {
    for _ in 0..<repetitions {
      let slot = writer.slot
      slot.pointee.cycle.index = index
      cycle.publish(into: slot.pointee.joints)
      writer.publish()
    }
  }
}

/// What publishing the state costs the control thread.
func publish() -> Benchmark {
  let publisher = Publisher()
  return Benchmark(
    "publish",
    question: "writing the state of 24 joints into a triple buffer's slot and publishing it: ns",
    contestants: [
      Contestant("24 joints") {
        Reading.distribution(of: Timing.repetitions(iterations: 200, of: publisher.publish))
      }
    ], bars: [Bar(.best(figure: "p50", of: "24 joints"), atMost: 100)])
}

/// Publishing, for callgrind.
func countedPublish() -> CountedWork {
  CountedWork("publish", parts: 24) { Publisher().publish }
}
