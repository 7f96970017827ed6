/// A motion as its file describes it: steps that each begin and end at rest, in SI units.
///
/// Made by `MotionFile.load`. Whether a robot can do it is found out by `compile`.
public struct MotionDescription: Sendable {
  /// The file it was read from, as the caller named it; for errors about it.
  public var file: String
  /// The motion's name.
  public var name: String
  /// What happens, one after the other. Never empty.
  public var steps: [Step]

  /// A part of a motion.
  public struct Step: Sendable {
    /// What happens.
    public var action: Action
    /// Where the file gives the step.
    public var position: SourcePosition
    /// The keys from the top of the file to the step (`steps[2]`).
    public var keyPath: String
  }

  /// What a step does. Joints that it does not name stay where they are.
  public enum Action: Sendable {
    /// From rest to rest at these positions [rad], in `duration` [s]; `nil`: as fast as comfortable.
    case move([JointValue], duration: Double?)
    /// A sine of these amplitudes [rad] about the present positions, for `duration` [s].
    case sine([JointValue], frequency: Double, duration: Double)
    /// The reference jumps by these angles [rad] and stays there for `duration` [s].
    case step([JointValue], duration: Double)
    /// Nothing, for `duration` [s].
    case hold(duration: Double)
  }

  /// A joint and its value.
  public struct JointValue: Sendable {
    /// The joint's name.
    public var joint: String
    /// Its value, in the unit of the action.
    public var value: Double
    /// Where the file names the joint.
    public var position: SourcePosition
    /// The keys from the top of the file to the value (`steps[2].move.elbow_flex`).
    public var keyPath: String
  }
}
