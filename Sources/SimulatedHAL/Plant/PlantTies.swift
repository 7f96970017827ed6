import RobotDynamics
import RobotUnits

/// What ties the joints of a plant together beside the bodies: shafts that move several joints, and joints
/// that follow others.
///
/// A tie is a row r over the joints' velocities v' at the end of a step: w = r v', and its effort t acts
/// with r^T t on the joints. Each says how both belong together:
///
///     shaft:      t = u - z w,   z = braking + J / dt,  u = driven + J w_0 / dt,  r: shaft per joint
///     follower:   w = 0,         r: 1 for itself, less its multiplier for its leader
///
/// J the rotor and w_0 the shaft's velocity at the beginning. With v0 the velocities without ties, and A
/// how they answer to efforts in this step, v' = v0 + A R^T t, so that for all ties at once
///
///     (R A R^T + 1 / z) t = u / z - R v0             1 / z = u / z = 0 for followers
///
/// That is the step of (M + B^T J B) for coupled joints, and of C^T M C for followers, exactly. The matrix
/// is symmetric and positive definite. Of fixed size, for the plant runs on real-time threads.
/// Source: R. Featherstone, "Rigid Body Dynamics Algorithms", 2008, chapter 8 (loops by constraint forces).
struct PlantTies: ~Copyable {
  struct Entry: BitwiseCopyable {
    /// The joint's place among the velocities.
    var slot: Int
    var factor: Double
  }

  struct Row: BitwiseCopyable {
    var first: Int
    var end: Int
    /// The joint in whose place the shaft's motor is; -1 for followers.
    var motor: Int
  }

  /// How many there are.
  let count: Int
  private let rows: FixedArray<Row>
  private let entries: FixedArray<Entry>
  private let matrix: FixedArray<Double>
  private let efforts: FixedArray<Double>

  /// `slots` has the place of each joint among the velocities, where coordinate 0 of the tree is at
  /// `offset`.
  init(
    _ couplings: [CoupledMotors], _ followers: [JointFollower], slots: [Int], offset: Int = 0
  ) {
    var rows: [Row] = []
    var entries: [Entry] = []
    for coupling in couplings {
      for (shaft, motor) in coupling.joints.enumerated() {
        let first = entries.count
        for (column, joint) in coupling.joints.enumerated() {
          entries.append(Entry(slot: slots[joint], factor: coupling.inverse[shaft][column]))
        }
        rows.append(Row(first: first, end: entries.count, motor: motor))
      }
    }
    for follower in followers {
      let first = entries.count
      entries.append(Entry(slot: follower.coordinate + offset, factor: 1))
      entries.append(Entry(slot: follower.leader + offset, factor: -follower.multiplier))
      rows.append(Row(first: first, end: entries.count, motor: -1))
    }
    count = rows.count
    matrix = FixedArray(repeating: 0, count: rows.count * rows.count)
    efforts = FixedArray(repeating: 0, count: rows.count)
    self.rows = FixedArray(rows)
    self.entries = FixedArray(entries)
  }

  /// The joint in whose place the motor of tie `row` is; -1 for a follower's.
  func motor(_ row: Int) -> Int { rows[row].motor }

  /// What tie `row` makes of the joints' `values`: of velocities its own.
  func along(_ row: Int, _ values: borrowing FixedArray<Double>) -> Double {
    var sum = 0.0
    for index in rows[row].first..<rows[row].end {
      sum += entries[index].factor * values[entries[index].slot]
    }
    return sum
  }

  /// Adds to `values` what an effort of `effort` along tie `row` does at the joints.
  func pull(_ row: Int, _ effort: Double, into values: borrowing FixedArray<Double>) {
    for index in rows[row].first..<rows[row].end {
      values[entries[index].slot] += entries[index].factor * effort
    }
  }

  /// Sets the equation of tie `row`: `answer` is how the velocities answer to 1 along it, `velocities` are
  /// those without ties, and `shaft` is what drives it, `nil` for a follower.
  func set(
    _ row: Int, answer: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    shaft: (torque: Double, damping: Double)?
  ) {
    for other in 0..<count { matrix[row * count + other] = along(other, answer) }
    efforts[row] = -along(row, velocities)
    guard let shaft else { return }
    matrix[row * count + row] += 1 / shaft.damping
    efforts[row] += shaft.torque / shaft.damping
  }

  /// Solves them: Gauss's elimination, which needs no pivots here.
  func solve() {
    for pivot in 0..<count {
      for row in pivot + 1..<count {
        let factor = matrix[row * count + pivot] / matrix[pivot * count + pivot]
        for column in pivot..<count {
          matrix[row * count + column] -= factor * matrix[pivot * count + column]
        }
        efforts[row] -= factor * efforts[pivot]
      }
    }
    for row in (0..<count).reversed() {
      for column in row + 1..<count {
        efforts[row] -= matrix[row * count + column] * efforts[column]
      }
      efforts[row] /= matrix[row * count + row]
    }
  }

  /// Adds the efforts found to `values` of the joints.
  func apply(to values: borrowing FixedArray<Double>) {
    for row in 0..<count { pull(row, efforts[row], into: values) }
  }
}
