public import RobotAssembly
import RobotCore

/// How far joints move from where they were at the first look.
public struct RestWatch: Sendable {
  private let levers: [Double]
  private var origin: [Double]?
  private var furthest = 0.0

  /// A look at the joints of `model`.
  public init(_ model: RobotModel) { levers = model.joints.map(\.lever) }

  /// The furthest so far, with the joints really at `positions` [rad; a prismatic joint at its lever].
  public mutating func look(at positions: [Double]) -> Double {
    let origin = self.origin ?? positions
    self.origin = origin
    for joint in positions.indices {
      furthest = max(furthest, abs(positions[joint] - origin[joint]) / levers[joint])
    }
    return furthest
  }
}
