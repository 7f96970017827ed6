import Glibc
import RobotCore
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

@Suite struct CartesianImpedanceTests {
  typealias Configuration = CartesianImpedance.Configuration

  static let planar = Configuration(
    translationStiffness: Vector3(400, 300, 0), rotationStiffness: .zero,
    translationDamping: Vector3(0.5, 1, 0), rotationDamping: .zero, forceLimit: 50,
    momentLimit: 10, leastFrequency: 1)
  static let free = CartesianImpedance.JointSettings(
    postureStiffness: 0, postureDamping: 0, effortLimit: 100)

  /// Elbow at (0.4, 0), tip at (0.4, 0.3), gravity along -y.
  static func planarBench(_ configuration: Configuration) throws -> ArmBench {
    let bench = try ArmBench(
      planarArm(), configuration, free, at: [0, 0.5 * Double.pi], gravity: Vector3(0, -9.81, 0))
    bench.reference.pose = Pose(p_WF: Vector3(0.42, 0.29, 0), R_WF: .identity())
    (bench.v[0], bench.v[1]) = (1, -2)
    return bench
  }

  /// J = [-0.3 -0.3; 0.4 0]; the tip's own 1 kg is felt along x, all 3 kg along y. Springs give 8 N and -3 N,
  /// dampers 2 * 0.5 * sqrt(400 * 1) = 20 and 2 * sqrt(300 * 3) = 60 N.s/m at 0.3 and 0.4 m/s: 2 N and -27 N
  /// in all. J^T makes -11.4 and -0.6 N.m of them, gravity adds 9.81 * 3 * 0.4 = 11.772. Dampers are true to
  /// 0.4 %: to 0.024 and 0.096 N.
  @Test func planarArmByHand() throws {
    let bench = try Self.planarBench(Self.planar)
    bench.control()
    #expect(abs(bench.efforts[0] - 0.372) < 0.046)
    #expect(abs(bench.efforts[1] + 0.6) < 0.008)
    let outcome = try #require(bench.outcome)
    #expect(abs(outcome.force_D.x - 2) < 0.024)
    #expect(abs(outcome.force_D.y + 27) < 0.096)
    #expect(outcome.isDefined && outcome.scale == 1 && outcome.singularity == 0)
  }

  /// The same with a reference whose x is the world's y: its axes have the stiffness.
  @Test func stiffnessIsAlongTheReferencesAxes() throws {
    var turned = Self.planar
    turned.translationStiffness = Vector3(300, 400, 0)
    turned.translationDamping = Vector3(1, 0.5, 0)
    let bench = try Self.planarBench(turned)
    bench.reference.pose.R_WF = .about(Vector3(0, 0, 1), angle: 0.5 * Double.pi)
    bench.control()
    #expect(abs(bench.efforts[0] - 0.372) < 0.046)
    #expect(abs(bench.efforts[1] + 0.6) < 0.008)
  }

  /// A reference that moves as the tip does leaves nothing to damp: 8 N and -3 N make -3.6 and -2.4 N.m.
  @Test func dampsRelativeToTheReference() throws {
    let bench = try Self.planarBench(Self.planar)
    bench.reference.velocity.linear = Vector3(0.3, 0.4, 0)
    bench.control()
    #expect(abs(bench.efforts[0] - 8.172) < 1e-9)
    #expect(abs(bench.efforts[1] + 2.4) < 1e-9)
  }

  /// 5 N instead of 8 along x: (5, -3) N make -2.7 and -1.5 N.m.
  @Test func boundsTheSpring() throws {
    var soft = Self.planar
    soft.forceLimit = 5
    let bench = try Self.planarBench(soft)
    (bench.v[0], bench.v[1]) = (0, 0)
    bench.control()
    #expect(abs(bench.efforts[0] - 9.072) < 1e-9)
    #expect(abs(bench.efforts[1] + 1.5) < 1e-9)
  }

  /// (-3.6, -2.4) N.m are wanted. With limits of (5, 0.2) and a weight of (3, 0), the joints have room for
  /// 8 and 0.2: a twelfth of the wrench, on both.
  @Test func scalesTheWrenchAsAWhole() throws {
    let settings = [5.0, 0.2].map {
      CartesianImpedance.JointSettings(
        postureStiffness: 0, postureDamping: 0, effortLimit: $0)
    }
    let law = try CartesianImpedance(Self.planar, joints: settings)
    let efforts = FixedArray(repeating: Double.nan, count: 2)
    let outcome = law.update(
      .init(pose: Pose(p_WF: Vector3(0.42, 0.29, 0), R_WF: .identity())),
      tip: Pose(p_WF: Vector3(0.4, 0.3, 0), R_WF: .identity()),
      jacobian: FixedArray([
        Twist(linear: Vector3(-0.3, 0.4, 0), angular: Vector3(0, 0, 1)),
        Twist(linear: Vector3(-0.3, 0, 0), angular: Vector3(0, 0, 1)),
      ]), inertia: FixedArray([0.57, 0.09, 0.09, 0.09]), gravity: FixedArray([3.0, 0]),
      positions: FixedArray([0, 0.5 * Double.pi]), velocities: FixedArray([0.0, 0]),
      into: efforts)
    #expect(abs(outcome.scale - 1.0 / 12) < 1e-12)
    #expect(abs(efforts[0] - (3 - 0.3)) < 1e-9)
    #expect(abs(efforts[1] + 0.2) < 1e-9)
  }

  @Test func refusesWhatCannotWork() {
    typealias Failure = CartesianImpedanceError
    func failure(
      joints: [CartesianImpedance.JointSettings] = [Self.free],
      _ change: (inout Configuration) -> Void
    ) -> Failure? {
      var configuration = Self.planar
      change(&configuration)
      do throws(Failure) {
        _ = try CartesianImpedance(configuration, joints: joints)
        return nil
      } catch { return error }
    }
    #expect(failure { _ in } == nil)
    #expect(
      failure { $0.translationStiffness.y = -1 }
        == .negative(field: "translationStiffness", value: -1))
    #expect(
      failure { $0.rotationDamping.z = -0.1 } == .negative(field: "rotationDamping", value: -0.1))
    #expect(failure { $0.translationDamping.x = .nan } != nil)
    #expect(failure { $0.rotationStiffness.x = .infinity } != nil)
    #expect(failure { $0.forceLimit = 0 } == .notPositive(field: "forceLimit", value: 0))
    #expect(failure { $0.momentLimit = -2 } == .notPositive(field: "momentLimit", value: -2))
    #expect(failure { $0.leastFrequency = 0 } == .notPositive(field: "leastFrequency", value: 0))
    #expect(failure { $0.translationStiffness = .zero } == .nothingHeld)
    #expect(failure(joints: []) { _ in } == .noJoints)
    var joint = Self.free
    joint.effortLimit = 0
    #expect(
      failure(joints: [Self.free, joint]) { _ in }
        == .notPositive(field: "joints[1].effortLimit", value: 0))
    joint = Self.free
    joint.postureDamping = -1
    #expect(
      failure(joints: [joint]) { _ in }
        == .negative(field: "joints[0].postureDamping", value: -1))
  }
}
