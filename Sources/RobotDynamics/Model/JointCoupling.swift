public import RobotUnits

/// How joints follow coordinates: q_joints = C q + d, where a motor or a tendon moves several joints and
/// where URDF's `mimic` ties one to another.
///
/// Velocities and accelerations follow as C v, without d; efforts at the joints act on the coordinates as
/// C^T tau, and an inertia as C^T M C (virtual work). Real-time: everything but `init`.
public struct JointCoupling: ~Copyable, Sendable {
  /// One entry of C.
  public struct Entry: BitwiseCopyable, Hashable, Sendable {
    /// The joint: the row.
    public var joint: Int
    /// The coordinate: the column.
    public var coordinate: Int
    /// How far the joint moves for a unit of the coordinate.
    public var factor: Double

    /// An entry.
    public init(joint: Int, coordinate: Int, factor: Double) {
      self.joint = joint
      self.coordinate = coordinate
      self.factor = factor
    }
  }

  /// The number of joints.
  public let jointCount: Int
  /// The number of coordinates.
  public let coordinateCount: Int
  private let entries: FixedArray<Entry>
  private let offsets: FixedArray<Double>

  /// The coupling with the entries `entries` that are not 0, in any order, each place at most once, and
  /// one offset d for each joint. A joint without entry stands at its offset. Real-time: no.
  public init(
    coordinateCount: Int, entries: consuming FixedArray<Entry>,
    offsets: consuming FixedArray<Double>
  ) {
    let entries = entries
    let offsets = offsets
    for index in 0..<entries.count {
      let entry = entries[index]
      precondition(entry.joint >= 0 && entry.joint < offsets.count)
      precondition(entry.coordinate >= 0 && entry.coordinate < coordinateCount)
    }
    jointCount = offsets.count
    self.coordinateCount = coordinateCount
    self.entries = entries
    self.offsets = offsets
  }

  /// Joint positions C q + d, into `joints`.
  @_noAllocation @_noLocks
  public func positions(
    _ coordinates: borrowing FixedArray<Double>, into joints: borrowing FixedArray<Double>
  ) {
    for joint in 0..<jointCount { joints[joint] = offsets[joint] }
    add(coordinates, to: joints)
  }

  /// Joint velocities or accelerations C v, into `joints`.
  @_noAllocation @_noLocks
  public func rates(
    _ coordinates: borrowing FixedArray<Double>, into joints: borrowing FixedArray<Double>
  ) {
    for joint in 0..<jointCount { joints[joint] = 0 }
    add(coordinates, to: joints)
  }

  /// The efforts C^T tau at the coordinates, into `coordinates`, for those at the joints.
  @_noAllocation @_noLocks
  public func efforts(
    _ joints: borrowing FixedArray<Double>, into coordinates: borrowing FixedArray<Double>
  ) {
    for coordinate in 0..<coordinateCount { coordinates[coordinate] = 0 }
    for index in 0..<entries.count {
      let entry = entries[index]
      coordinates[entry.coordinate] += entry.factor * joints[entry.joint]
    }
  }

  /// The inertia C^T M C, into `coordinates` (`coordinateCount` squared elements), for the joint-space
  /// inertia M (`jointCount` squared elements).
  @_noAllocation @_noLocks
  public func inertia(
    _ joints: borrowing FixedArray<Double>, into coordinates: borrowing FixedArray<Double>
  ) {
    for index in 0..<coordinates.count { coordinates[index] = 0 }
    for row in 0..<entries.count {
      let a = entries[row]
      for column in 0..<entries.count {
        let b = entries[column]
        coordinates[a.coordinate * coordinateCount + b.coordinate] +=
          a.factor * joints[a.joint * jointCount + b.joint] * b.factor
      }
    }
  }

  @_noAllocation @_noLocks
  private func add(
    _ coordinates: borrowing FixedArray<Double>, to joints: borrowing FixedArray<Double>
  ) {
    for index in 0..<entries.count {
      let entry = entries[index]
      joints[entry.joint] += entry.factor * coordinates[entry.coordinate]
    }
  }
}
