import RobotAssembly
import RobotCore
import RobotUnits

/// Where the joints were, where they should have been, and what was done about it, in each cycle of a run.
public struct FaultTrace: Sendable {
  /// How many joints there are.
  public let jointCount: Int
  /// From the beginning of the motion [s].
  public private(set) var times: [Double] = []
  private var references: [Double] = []
  private var measured: [Double] = []
  /// The effort and the duty of each joint.
  private var outputs: [Double] = []

  init(jointCount: Int) { self.jointCount = jointCount }

  mutating func add(_ snapshot: borrowing RobotSnapshot, at time: Double) {
    times.append(time)
    for joint in 0..<jointCount {
      references.append(snapshot.joints[joint].referencePosition)
      measured.append(snapshot.joints[joint].measuredPosition)
      outputs += [snapshot.joints[joint].appliedEffort, snapshot.joints[joint].duty]
    }
  }

  /// All of it, in the order of its cycles.
  var numbers: [Double] { times + references + measured + outputs }

  /// The reference position of `joint` in this place of `times` [rad or m].
  public func reference(_ joint: Int, at place: Int) -> Double {
    references[place * jointCount + joint]
  }

  /// The measured position of `joint` in this place of `times` [rad or m].
  public func measured(_ joint: Int, at place: Int) -> Double {
    measured[place * jointCount + joint]
  }
}
