public import RobotUnits

/// A holding brake on a joint of the plant: closed by a spring, opened by current, and neither at once.
public struct PlantBrake: Sendable {
  /// The joint that it holds.
  public let joint: Int
  /// The line of its coil.
  public let line: SimulatedLine
  /// The level at which the coil has current.
  public let isOpenHigh: Bool
  /// What it holds against [N.m or N].
  public let effort: Double
  /// From current off until it holds.
  public let engage: TimeSpan
  /// From current on until it is open.
  public let release: TimeSpan

  /// A brake.
  public init(
    joint: Int, line: SimulatedLine, isOpenHigh: Bool, effort: Double, engage: TimeSpan,
    release: TimeSpan
  ) {
    self.joint = joint
    self.line = line
    self.isOpenHigh = isOpenHigh
    self.effort = effort
    self.engage = engage
    self.release = release
  }

  private var hasCurrent: Bool { line.isHigh == isOpenHigh }

  /// Its moving part, after the line stood as it does for long.
  func armature() -> Armature { Armature(hasCurrent: hasCurrent, isOpen: hasCurrent) }

  /// The part that moves.
  struct Armature {
    private var hasCurrent: Bool
    private(set) var isOpen: Bool
    private var since = MonotonicInstant(nanoseconds: 0)

    init(hasCurrent: Bool, isOpen: Bool) {
      self.hasCurrent = hasCurrent
      self.isOpen = isOpen
    }

    /// Takes the line at `now`.
    mutating func move(_ brake: PlantBrake, at now: MonotonicInstant) {
      if brake.hasCurrent != hasCurrent {
        hasCurrent = brake.hasCurrent
        since = now
      }
      guard isOpen != hasCurrent else { return }
      if !(now - since < (hasCurrent ? brake.release : brake.engage)) { isOpen = hasCurrent }
    }
  }
}
