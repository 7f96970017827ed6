/// What a bus sends while the control thread hands over nothing new: a thread that is late, hangs or
/// died.
public struct CommandAging: BitwiseCopyable, Hashable, Sendable {
  /// For so many cycles the last command goes out as it is. At least 1: the one that it was made for.
  public let held: UInt64
  /// For so many cycles after those, one that was extrapolated from it; 0...`mostExtrapolated`.
  public let extrapolated: UInt64

  /// The most images that a command may carry for the cycles after its own.
  public static let mostExtrapolated: UInt64 = 4

  /// What goes out in one cycle.
  public enum Output: BitwiseCopyable, Sendable {
    /// The command itself.
    case command
    /// Its extrapolation by so many periods, 1...`extrapolated`.
    case extrapolation(Int)
    /// What makes the device safe.
    case safe
  }

  /// The last command for `cycles` cycles, then what is safe. 5 unless the robot file says otherwise.
  public static func hold(_ cycles: UInt64 = 5) -> CommandAging {
    CommandAging(held: cycles, extrapolated: 0)
  }

  /// The command for its own cycle, its extrapolation for `cycles` more, then what is safe.
  public static func extrapolate(_ cycles: UInt64) -> CommandAging {
    CommandAging(held: 1, extrapolated: cycles)
  }

  private init(held: UInt64, extrapolated: UInt64) {
    precondition(held >= 1 && extrapolated <= CommandAging.mostExtrapolated)
    self.held = held
    self.extrapolated = extrapolated
  }

  /// What a bus sends in `cycle`, when its newest command has `stamp`: the control cycle that made it,
  /// plus one, or 0 before the first. Real-time: yes.
  @_noAllocation @_noLocks
  public func output(cycle: UInt64, stamp: UInt64) -> Output {
    guard stamp > 0 else { return .safe }
    // Made in the cycle before, a command is in time, and its age is 1.
    let age = cycle >= stamp ? cycle - stamp + 1 : 1
    if age <= held { return .command }
    if age <= held + extrapolated { return .extrapolation(Int(age - held)) }
    return .safe
  }
}
