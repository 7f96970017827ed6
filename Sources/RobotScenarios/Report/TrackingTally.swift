public import RobotAssembly
import RobotCore
import RobotUnits

/// How far joints are from their references, while the robot follows commands.
public struct TrackingTally: Sendable {
  private let levers: [Double]
  private var squares: [Double]
  private var count = 0

  /// A tally of the joints of `model`.
  public init(_ model: RobotModel) {
    levers = model.joints.map(\.lever)
    squares = levers.map { _ in 0 }
  }

  /// The root mean square of the worst joint so far, with these places of all joints in another cycle [rad; a
  /// prismatic joint at its lever].
  public mutating func add(references: [Double], measured: [Double]) -> Double {
    count += 1
    for joint in levers.indices {
      let error = (references[joint] - measured[joint]) / levers[joint]
      squares[joint] += error * error
    }
    return ((squares.max() ?? 0) / Double(count)).squareRoot()
  }
}
