import RobotRuntime
import RobotUnits
import SimulatedHAL
import SimulationBridge
import Synchronization

/// A link that notes how long each of its steps takes.
final class TimedLink: OutsideBodies {
  let link: SimulatorLink
  private let spans = Mutex<[Int64]>([])

  init(_ link: SimulatorLink) { self.link = link }

  var step: TimeSpan { link.step }
  var present: [JointState] { link.present }
  var health: SimulatorHealth { link.health }
  /// [ns], in order of length.
  var sorted: [Int64] { spans.withLock { $0.sorted() } }

  func advance(_ drives: [JointDrive], into states: inout [JointState]) -> Bool {
    let begun = SystemClock.now()
    defer { spans.withLock { $0.append((SystemClock.now() - begun).nanoseconds) } }
    return link.advance(drives, into: &states)
  }
}
