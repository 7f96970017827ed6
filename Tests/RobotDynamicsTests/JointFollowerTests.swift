import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// Joints that follow others load them as a coupling of the whole tree says: C^T g, C^T M C.
@Suite struct JointFollowerTests {
  @Test func loadsTheirLeaders() {
    for seed: UInt64 in 1...100 {
      var random = SeededRandom(seed: seed)
      let bodies = random.bodies(Int.random(in: 4...14, using: &random))
      let n = bodies.count { $0.coordinate >= 0 }
      guard n >= 3 else { continue }
      let tree = TreeBench(bodies)
      // Any place may lead; the last coordinates follow, some the same one.
      let followers = (0..<n / 2).map { index in
        JointFollower(
          coordinate: n - 1 - index, leader: Int.random(in: 0..<n - n / 2, using: &random),
          multiplier: random.number(-2...2), offset: random.number(-1...1))
      }
      let q = FixedArray(random.numbers(n, -3...3))
      let followed = JointFollowers(FixedArray(followers), coordinateCount: n)
      followed.place(q)
      let positions = (0..<n).map { q[$0] }
      let arePlaced = followers.allSatisfy {
        positions[$0.coordinate] == $0.multiplier * positions[$0.leader] + $0.offset
      }
      let (bare, diagonal) = tree.gravityAndInertia(positions)
      let gravity = FixedArray(bare)
      let inertia = FixedArray(diagonal)
      followed.load(gravity: gravity, inertia: inertia, at: q, of: tree.tree, tree.work)
      // C^T g and C^T M C by the matrices themselves.
      let matrix = tree.inertia(positions)
      var wanted: [(Double, Double)] = []
      for leader in 0..<n - n / 2 {
        var column = [Double](repeating: 0, count: n)
        column[leader] = 1
        for follower in followers where follower.leader == leader {
          column[follower.coordinate] = follower.multiplier
        }
        wanted.append((product(column, bare), product(column, matrix.map { product($0, column) })))
      }
      let found = wanted.indices.map { (gravity[$0], inertia[$0]) }
      let isClose =
        distance(found.map(\.0), wanted.map(\.0)) < 1e-11
        && distance(found.map(\.1), wanted.map(\.1)) < 1e-10
      guard arePlaced, isClose else {
        Issue.record("seed \(seed): \(found), expected \(wanted)")
        return
      }
    }
  }
}
