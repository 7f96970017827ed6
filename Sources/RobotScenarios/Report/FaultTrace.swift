public import RobotAssembly
public import RobotConfiguration
public import RobotControl
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
  private var limits: [LimitFlags] = []

  /// An empty trace of so many joints.
  public init(jointCount: Int) { self.jointCount = jointCount }

  /// Adds the cycle of `snapshot`, `time` s after the beginning.
  public mutating func add(_ snapshot: borrowing RobotSnapshot, at time: Double) {
    times.append(time)
    for joint in 0..<jointCount {
      references.append(snapshot.joints[joint].referencePosition)
      measured.append(snapshot.joints[joint].measuredPosition)
      outputs += [snapshot.joints[joint].appliedEffort, snapshot.joints[joint].duty]
      limits.append(snapshot.joints[joint].limits)
    }
  }

  /// Adds where every joint was, and should have been, `time` s after the beginning [rad or m].
  public mutating func add(references: [Double], measured: [Double], at time: Double) {
    precondition(references.count == jointCount && measured.count == jointCount)
    times.append(time)
    self.references += references
    self.measured += measured
  }

  /// The numbers, in the order of their cycles.
  public var numbers: [Double] { times + references + measured + outputs }

  /// SHA-256 of every bit of them, as little-endian IEEE 754 numbers: equal runs have equal ones, on every computer.
  public var digest: FileDigest {
    let numbers = numbers
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * 8)
    for number in numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return FileDigest(of: bytes)
  }

  /// The reference position of `joint` in this place of `times` [rad or m].
  public func reference(_ joint: Int, at place: Int) -> Double {
    references[place * jointCount + joint]
  }

  /// The measured position of `joint` in this place of `times` [rad or m].
  public func measured(_ joint: Int, at place: Int) -> Double {
    measured[place * jointCount + joint]
  }

  /// The effort that was applied to `joint` in this place of `times` [N.m or N].
  public func effort(_ joint: Int, at place: Int) -> Double {
    outputs[(place * jointCount + joint) * 2]
  }

  /// What limited `joint` in this place of `times`.
  public func limits(_ joint: Int, at place: Int) -> LimitFlags {
    limits[place * jointCount + joint]
  }
}
