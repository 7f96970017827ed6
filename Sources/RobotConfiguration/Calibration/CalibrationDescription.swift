/// Where the encoders of a robot have their zeros: what a calibration file says.
public struct CalibrationDescription: Hashable, Sendable {
  /// By the joint's name.
  public var joints: [String: Entry]

  /// The zero of one joint's encoder, and with which part it was found.
  public struct Entry: Hashable, Sendable {
    /// The device of the robot file.
    public var device: String
    /// The label on the part, where the robot file gave one.
    public var serial: String?
    /// The encoder's reading at joint position 0 [rad].
    public var zero: Double
    /// When that was.
    public var day: CalendarDay
    /// Where the file gives it.
    public var position: SourcePosition

    /// An entry.
    public init(
      device: String, serial: String?, zero: Double, day: CalendarDay,
      position: SourcePosition = SourcePosition(line: 1, column: 1)
    ) {
      self.device = device
      self.serial = serial
      self.zero = zero
      self.day = day
      self.position = position
    }
  }

  /// Of these joints.
  public init(joints: [String: Entry] = [:]) { self.joints = joints }
}

/// The calibration file that a robot file names.
public struct CalibrationReference: Hashable, Sendable {
  /// Its path, relative to the robot file.
  public var file: String
  /// A zero that is older than so many days does not count; `nil`: it never ages.
  public var validDays: Int?
  /// Where the robot file names it.
  public var position: SourcePosition

  /// Its path, in the folder of `robotFile` unless it begins with `/`.
  public func path(beside robotFile: String) -> String {
    guard !file.hasPrefix("/"), let slash = robotFile.lastIndex(of: "/") else { return file }
    return robotFile[...slash] + file
  }
}
