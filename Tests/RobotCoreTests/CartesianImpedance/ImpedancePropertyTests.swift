import RobotCore
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// What holds for every input.
@Suite struct ImpedancePropertyTests {
  /// All inputs of a cycle of an arm of `count` joints, as numbers.
  struct Inputs {
    var reference: [Double]
    var tip: [Double]
    var jacobian: [[Double]]
    var inertia: [Double]
    var gravity: [Double]
    var positions: [Double]
    var velocities: [Double]

    init(_ count: Int, _ number: () -> Double) {
      func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in number() } }
      reference = numbers(18)
      tip = numbers(12)
      jacobian = (0..<count).map { _ in numbers(6) }
      // B^T B + 0.1, as an inertia is positive definite.
      let b = numbers(count * count)
      inertia = (0..<(count * count)).map { index in
        let (row, column) = (index / count, index % count)
        return (0..<count).reduce(row == column ? 0.1 : 0) {
          $0 + b[$1 * count + row] * b[$1 * count + column]
        }
      }
      gravity = numbers(count)
      positions = numbers(count)
      velocities = numbers(count)
    }

    func update(_ law: borrowing CartesianImpedance)
      -> (efforts: [Double], outcome: CartesianImpedance.Outcome)
    {
      let efforts = FixedArray(repeating: Double.nan, count: gravity.count)
      let outcome = law.update(
        .init(pose: Self.pose(reference), velocity: Self.twist(Array(reference[12...]))),
        tip: Self.pose(tip), jacobian: FixedArray(jacobian.map(Self.twist)),
        inertia: FixedArray(inertia), gravity: FixedArray(gravity),
        positions: FixedArray(positions), velocities: FixedArray(velocities), into: efforts)
      return ((0..<gravity.count).map { efforts[$0] }, outcome)
    }

    private static func vector(_ n: [Double], _ i: Int) -> Vector3 {
      Vector3(n[i], n[i + 1], n[i + 2])
    }

    private static func twist(_ n: [Double]) -> Twist {
      Twist(linear: vector(n, 0), angular: vector(n, 3))
    }

    private static func pose(_ n: [Double]) -> Pose {
      Pose(
        p_WF: vector(n, 0),
        R_WF: Rotation(x: vector(n, 3), y: vector(n, 6), z: vector(n, 9)))
    }
  }

  static func law(
    _ random: inout SeededRandom, effortLimits: [Double]
  ) throws -> CartesianImpedance {
    func vector() -> Vector3 {
      func number() -> Double { Bool.random(using: &random) ? random.number(1...2_000) : 0 }
      return Vector3(number(), number(), number())
    }
    let joints = effortLimits.map {
      CartesianImpedance.JointSettings(
        postureStiffness: random.number(0...20), postureDamping: random.number(0...5),
        effortLimit: $0)
    }
    return try CartesianImpedance(
      .init(
        translationStiffness: vector() + Vector3(1, 0, 0), rotationStiffness: vector(),
        translationDamping: Vector3(0.7, 0, 1), rotationDamping: Vector3(2, 0.1, 0),
        forceLimit: random.number(1...100), momentLimit: random.number(1...100),
        leastFrequency: random.number(0.1...20)), joints: joints)
  }

  /// Of nonsense as well as of what could be: no NaN, and every effort within its limit.
  @Test func keepsTheLimits() throws {
    let wild: [Double] = [0, 1e-300, -1e300, 1.7e308, 1, -1, 1e9, .leastNonzeroMagnitude]
    for seed in UInt64(1)...1_500 {
      var random = SeededRandom(seed: seed)
      let count = Int.random(in: 1...9, using: &random)
      let limits = (0..<count).map { _ in random.number(1...80) }
      let law = try Self.law(&random, effortLimits: limits)
      let share = seed % 3 == 0 ? 0 : seed % 3 == 1 ? 0.01 : 0.5
      let inputs = Inputs(count) {
        random.number(0...1) < share
          ? wild.randomElement(using: &random) ?? 0 : random.number(-2...2)
      }
      let (efforts, outcome) = inputs.update(law)
      let isKept =
        zip(efforts, limits).allSatisfy { abs($0) <= $1 }
        && (0...1).contains(outcome.scale) && (0...1).contains(outcome.singularity)
        && (0..<3).allSatisfy { outcome.force_D[$0].isFinite && outcome.moment_D[$0].isFinite }
        && (outcome.isDefined || share > 0)
      guard isKept else {
        Issue.record("seed \(seed): \(efforts), \(outcome)")
        return
      }
    }
  }

  /// One number that is none, wherever it is, leaves gravity alone, and says so.
  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func holdsTheWeightWhenAnInputIsNotFinite(bad: Double) throws {
    for seed in UInt64(1)...200 {
      var random = SeededRandom(seed: seed)
      let law = try Self.law(&random, effortLimits: [9, 8, 7, 6])
      var inputs = Inputs(4) { random.number(-1...1) }
      for joint in 0..<4 { inputs.gravity[joint] = 0.3 * Double(joint) - 0.4 }
      #expect(inputs.update(law).outcome.isDefined)
      let joint = Int.random(in: 0..<4, using: &random)
      switch seed % 7 {
      case 0: inputs.reference[Int.random(in: 0..<18, using: &random)] = bad
      case 1: inputs.tip[Int.random(in: 0..<12, using: &random)] = bad
      case 2: inputs.jacobian[joint][Int.random(in: 0..<6, using: &random)] = bad
      // The lower triangle.
      case 3: inputs.inertia[joint * 4 + Int.random(in: 0...joint, using: &random)] = bad
      case 4: inputs.positions[joint] = bad
      case 5: inputs.velocities[joint] = bad
      default: inputs.gravity[joint] = bad
      }
      let (efforts, outcome) = inputs.update(law)
      let weights = inputs.gravity.map { $0.isFinite ? $0 : 0 }
      guard efforts == weights, !outcome.isDefined, outcome.scale == 0 else {
        Issue.record("seed \(seed): \(efforts), \(outcome)")
        return
      }
    }
  }
}
