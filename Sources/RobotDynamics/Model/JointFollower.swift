public import RobotUnits

/// A joint without an actuator that follows another one, as URDF's `mimic` says it:
/// `q = multiplier q_leader + offset`.
public struct JointFollower: BitwiseCopyable, Hashable, Sendable {
  /// Its coordinate in the tree.
  public var coordinate: Int
  /// The coordinate that it follows, which follows none.
  public var leader: Int
  /// How far it moves for a unit of the leader.
  public var multiplier: Double
  /// Where it stands when the leader stands at 0 [rad or m].
  public var offset: Double

  /// A joint that follows `leader`.
  public init(coordinate: Int, leader: Int, multiplier: Double, offset: Double) {
    self.coordinate = coordinate
    self.leader = leader
    self.multiplier = multiplier
    self.offset = offset
  }

  /// Where it stands when the leader stands at `leader`.
  @_noAllocation @_noLocks
  public func position(of leader: Double) -> Double { multiplier * leader + offset }
}

/// The joints of a tree that follow others, and what they make their leaders carry. Positions and what the
/// tree says are arrays by coordinate of a tree on a fixed base. Real-time: everything but `init`.
public struct JointFollowers: ~Copyable, Sendable {
  private let followers: FixedArray<JointFollower>
  /// The coordinates that have followers, each once.
  private let leaders: FixedArray<Int>
  private let rest: FixedArray<Double>
  private let accelerations: FixedArray<Double>
  private let efforts: FixedArray<Double>

  /// How many joints follow.
  public var count: Int {
    @_noAllocation @_noLocks get { followers.count }
  }

  /// The joints `followers` of a tree with `coordinateCount` coordinates. Real-time: no.
  public init(_ followers: consuming FixedArray<JointFollower>, coordinateCount: Int) {
    let followers = followers
    let isLeader = FixedArray(repeating: false, count: coordinateCount)
    var leaderCount = 0
    for index in 0..<followers.count where !isLeader[followers[index].leader] {
      isLeader[followers[index].leader] = true
      leaderCount += 1
    }
    for index in 0..<followers.count {
      precondition(!isLeader[followers[index].coordinate], "a leader follows none")
    }
    var next = 0
    leaders = FixedArray(count: leaderCount) { _ in
      while !isLeader[next] { next += 1 }
      next += 1
      return next - 1
    }
    rest = FixedArray(repeating: 0, count: coordinateCount)
    accelerations = FixedArray(repeating: 0, count: coordinateCount)
    efforts = FixedArray(repeating: 0, count: coordinateCount)
    self.followers = followers
  }

  /// No joint follows another. Real-time: no.
  public init() {
    let none = JointFollower(coordinate: 0, leader: 0, multiplier: 0, offset: 0)
    self.init(FixedArray(repeating: none, count: 0), coordinateCount: 0)
  }

  /// Puts the followers where their leaders have them.
  @_noAllocation @_noLocks
  public func place(_ positions: borrowing FixedArray<Double>) {
    for index in 0..<followers.count {
      let follower = followers[index]
      positions[follower.coordinate] = follower.position(of: positions[follower.leader])
    }
  }

  /// Adds to each leader's gravity effort and inertia what its followers make of theirs, by virtual work:
  /// C^T g and the diagonal of C^T M C. `gravity` and `inertia` are those of `tree` at `positions`.
  @_noAllocation @_noLocks
  public func load(
    gravity: borrowing FixedArray<Double>, inertia: borrowing FixedArray<Double>,
    at positions: borrowing FixedArray<Double>, of tree: borrowing KinematicTree,
    _ work: borrowing TreeWork
  ) {
    // Before any gravity is changed, for the efforts below contain it.
    for index in 0..<leaders.count {
      let leader = leaders[index]
      move(leader, 1)
      tree.inverseDynamics(
        positions: positions, velocities: rest, accelerations: accelerations, into: efforts, work)
      var sum = efforts[leader] - gravity[leader]
      for follower in 0..<followers.count where followers[follower].leader == leader {
        let coordinate = followers[follower].coordinate
        sum += followers[follower].multiplier * (efforts[coordinate] - gravity[coordinate])
      }
      inertia[leader] = sum
      move(leader, 0)
    }
    for index in 0..<followers.count {
      let follower = followers[index]
      gravity[follower.leader] += follower.multiplier * gravity[follower.coordinate]
    }
  }

  /// Accelerates a leader, and all that follows it.
  @_noAllocation @_noLocks
  private func move(_ leader: Int, _ acceleration: Double) {
    accelerations[leader] = acceleration
    for index in 0..<followers.count where followers[index].leader == leader {
      accelerations[followers[index].coordinate] = followers[index].multiplier * acceleration
    }
  }
}
