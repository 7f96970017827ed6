import RobotAssembly
import RobotConfiguration

/// A value with its unit on the command line.
enum QuantityArgument {
  /// `text` in SI units.
  static func value(
    _ text: String, _ dimension: Dimension, name: String
  ) throws(ToolFailure) -> Double {
    do {
      return try dimension.value(of: text)
    } catch {
      throw ToolFailure(.usage, Message(same: "\(name): \(error)"))
    }
  }
}
