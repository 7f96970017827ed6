extension Feetech {
  /// Where the registers of a command begin: TORQUE_ENABLE ...
  public static let commandAddress = Register.torqueEnable.rawValue
  /// ... and how many they are, up to GOAL_SPEED. One whose first is 0 goes out with that one alone: written
  /// a goal, some servos take torque again.
  public static var commandCount: Int {
    @_noAllocation @_noLocks
    get { 8 }
  }
  /// Where the registers of a sample begin: PRESENT_POSITION. `Series.sampleCount` says how many they are.
  public static let sampleAddress = Register.presentPosition.rawValue
}
