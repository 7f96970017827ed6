/// One tactile module on a serial line whose board sends what all of its modules feel.
public struct PadDescription: Sendable {
  /// The robot file's name for the device.
  public var name: String
  /// The driver's name in the catalogue (`paxini`).
  public var driver: String
  /// The index of the line in `RobotDescription.serialBuses`.
  public var bus: Int
  /// Its place on the board, an index into `PadSchema.places`.
  public var place: Int
  /// Its taxels; `nil` where the file gives none: then only the force on the module is read.
  public var taxels: Int?
  /// How its taxels are used as a skin; `nil` without taxels.
  public var tactile: TactileDescription?
  /// Where the file gives the device.
  public var position: SourcePosition
  /// How often it may fail.
  public var errors = ErrorBudgetDescription()
}

/// What the robot file may say about the tactile modules of one driver.
public struct PadSchema: Sendable {
  /// The places of a board, in its own order.
  public var places: [String]
  /// How many taxels a module can have.
  public var taxels: ClosedRange<Int>
  /// The speed of the line [bit/s].
  public var speed: Int

  /// What a robot file may say.
  public init(places: [String], taxels: ClosedRange<Int>, speed: Int) {
    self.places = places
    self.taxels = taxels
    self.speed = speed
  }
}

extension RobotDescription {
  /// The pads on the serial line `line`, in the order of the file.
  public func pads(on line: Int) -> [Int] { pads.indices.filter { pads[$0].bus == line } }

}
