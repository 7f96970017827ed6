/// Joints of a plant that their gear motors move together: `joints = C shafts`, a row per joint and a
/// column per shaft. The gear motor of the k-th joint turns the k-th shaft, rigidly.
public struct CoupledMotors: Sendable, Hashable {
  /// The indices of the joints.
  public let joints: [Int]
  /// The inverse of C, a row per shaft: shafts per joint.
  public let inverse: [[Double]]

  /// A coupling by the inverse of its matrix: a row per shaft, a column per joint.
  public init(joints: [Int], inverse: [[Double]]) {
    precondition(inverse.count == joints.count && inverse.allSatisfy { $0.count == joints.count })
    self.joints = joints
    self.inverse = inverse
  }
}
