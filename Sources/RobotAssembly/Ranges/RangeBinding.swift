internal import RobotCore

/// A number that must stay in a range: where it lies, and what the file says of it.
struct RangeBinding: BitwiseCopyable {
  var quantity: Quantity
  /// Among all devices, and among the sensors.
  var device: Int
  var sensor: Int
  /// Among the sensor's channels, and among all numbers.
  var channel: Int
  var value: Int
  var lower: Double
  var upper: Double
  var derateFrom: Double
  /// The joints that it derates; empty: all.
  var joints: JointSet
  /// The cycles in which it is measured once.
  var turn: UInt32

  /// What it measures.
  enum Quantity: UInt8, BitwiseCopyable {
    case voltage, current, temperature
  }
}
