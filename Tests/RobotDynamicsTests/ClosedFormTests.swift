import Glibc
import RobotDynamics
import Testing

/// Mechanisms whose equations of motion stand in textbooks.
@Suite struct ClosedFormTests {
  /// A link in the vertical xz plane: about -y a positive angle turns x up, as textbooks draw it.
  private func arm(_ parent: Int, at x: Double, mass: Double, com: Double, inertia: Double) -> Body
  {
    Body(
      parent: parent, coordinate: parent + 1, motion: .revolute, p_PB: Vector3(x, 0, 0),
      R_PB: .identity(), axis_B: Vector3(0, -1, 0), mass: mass, com_B: Vector3(com, 0, 0),
      inertia_B: (Vector3(0, inertia, 0), .zero))
  }

  /// Spong, Hutchinson, Vidyasagar, Robot Modeling and Control, 2006, section 7.3.2 (planar elbow
  /// manipulator): d11, d12, d22, h = -m2 l1 lc2 sin q2, phi1, phi2.
  @Test(arguments: [
    ([0.0, 0.0], [0.0, 0.0], [1.0, 0.0]), ([0.3, 1.1], [0.7, -1.9], [2.5, 0.4]),
    ([-2.0, 2.6], [3.0, 1.0], [-4.0, 7.0]),
  ])
  func twoLinkArm(q: [Double], v: [Double], a: [Double]) {
    let (m1, l1, c1, i1) = (3.0, 0.5, 0.21, 0.06)
    let (m2, c2, i2) = (1.4, 0.17, 0.02)
    let tree = TreeBench([
      arm(-1, at: 0, mass: m1, com: c1, inertia: i1),
      arm(0, at: l1, mass: m2, com: c2, inertia: i2),
    ])
    let d11 = m1 * c1 * c1 + m2 * (l1 * l1 + c2 * c2 + 2 * l1 * c2 * cos(q[1])) + i1 + i2
    let d12 = m2 * (c2 * c2 + l1 * c2 * cos(q[1])) + i2
    let d22 = m2 * c2 * c2 + i2
    let h = -m2 * l1 * c2 * sin(q[1])
    let phi1 = (m1 * c1 + m2 * l1) * 9.81 * cos(q[0]) + m2 * c2 * 9.81 * cos(q[0] + q[1])
    let phi2 = m2 * c2 * 9.81 * cos(q[0] + q[1])
    let bias = [2 * h * v[0] * v[1] + h * v[1] * v[1] + phi1, -h * v[0] * v[0] + phi2]
    let efforts = [d11 * a[0] + d12 * a[1] + bias[0], d12 * a[0] + d22 * a[1] + bias[1]]
    #expect(distance(tree.inertia(q).flatMap(\.self), [d11, d12, d12, d22]) < 1e-12)
    #expect(distance(tree.gravity(q), [phi1, phi2]) < 1e-12)
    #expect(distance(tree.nonlinear(q, v), bias) < 1e-12)
    #expect(distance(tree.inverse(q, v, a), efforts) < 1e-12)
    #expect(distance(tree.forward(q, v, efforts), a) < 1e-12)
  }

  /// A cart of M on rails with a pole of m, its centre l above the hinge at angle 0 (Barto, Sutton,
  /// Anderson 1983 in Lagrange's form): F = (M + m) x'' + m l cos(p) p'' - m l sin(p) p'^2,
  /// T = m l cos(p) x'' + (I + m l^2) p'' - m g l sin(p).
  @Test(arguments: [0.0, 0.4, -1.3, 3.1])
  func cartPole(angle: Double) {
    let (M, m, l, i) = (1.7, 0.3, 0.45, 0.012)
    let cart = Body(
      parent: -1, coordinate: 0, motion: .prismatic, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(1, 0, 0), mass: M, com_B: .zero, inertia_B: (.zero, .zero))
    let pole = Body(
      parent: 0, coordinate: 1, motion: .revolute, p_PB: Vector3(0, 0, 0.1), R_PB: .identity(),
      axis_B: Vector3(0, 1, 0), mass: m, com_B: Vector3(0, 0, l),
      inertia_B: (Vector3(i, i, 0), .zero))
    let tree = TreeBench([cart, pole])
    let (v, a) = ([0.8, -2.1], [1.5, 6.0])
    let coupling = m * l * cos(angle)
    let force = (M + m) * a[0] + coupling * a[1] - m * l * sin(angle) * v[1] * v[1]
    let torque = coupling * a[0] + (i + m * l * l) * a[1] - m * 9.81 * l * sin(angle)
    #expect(distance(tree.inverse([2, angle], v, a), [force, torque]) < 1e-12)
    #expect(distance(tree.forward([2, angle], v, [force, torque]), a) < 1e-12)
  }

  /// A rotor of 0.4 kg.m^2 behind the joint of a pendulum of 1 kg at 0.5 m: 0.65 kg.m^2 in all; hanging
  /// at rest, 1.3 N.m make 2 rad/s^2.
  @Test func armature() {
    let tree = TreeBench([arm(-1, at: 0, mass: 1, com: 0.5, inertia: 0)])
    tree.tree.setArmature(0.4, ofCoordinate: 0)
    let down = [-Double.pi / 2]
    #expect(distance(tree.inertia(down)[0], [0.65]) < 1e-12)
    #expect(distance(tree.forward(down, [3], [1.3]), [2]) < 1e-12)
    #expect(distance(tree.inverse(down, [3], [2]), [1.3]) < 1e-12)
    #expect(distance(tree.gravityAndInertia(down).inertia, [0.65]) < 1e-12)
    #expect(distance(tree.nonlinear(down, [3]), [0]) < 1e-12)
  }

  /// 2 kg at 0.1 m beyond the end of an arm of 0.5 m, 0.3 kg.m^2 about its centre: 0.6 m and 11.772 N.m.
  @Test func payload() {
    let plate = Body(
      parent: 0, coordinate: -1, motion: .fixed, p_PB: Vector3(0.5, 0, 0), R_PB: .identity(),
      axis_B: .zero, mass: 0, com_B: .zero, inertia_B: (.zero, .zero))
    let tree = TreeBench([arm(-1, at: 0, mass: 0, com: 0, inertia: 0), plate])
    tree.tree.attach(
      Payload(mass: 2, com_B: Vector3(0.1, 0, 0), inertia_B: (Vector3(0.1, 0.3, 0.2), .zero)),
      toBody: 1)
    #expect(distance(tree.gravity([0]), [2 * 9.81 * 0.6]) < 1e-12)
    #expect(distance(tree.inertia([0])[0], [2 * 0.36 + 0.3]) < 1e-12)
    #expect(distance(tree.inverse([0], [0], [1]), [2 * 9.81 * 0.6 + 1.02]) < 1e-12)
    tree.tree.attach(Payload(mass: 1, com_B: Vector3(-0.5, 0, 0)), toBody: 1)
    #expect(distance(tree.gravity([0]), [2 * 9.81 * 0.6]) < 1e-12, "a mass on the axis")
    tree.tree.detachPayloads()
    #expect(tree.gravity([0]) == [0])
    #expect(tree.inertia([0]) == [[0]])
  }

  /// 10 N up at the end of an arm of 0.5 m that points along x hold 5 N.m of its weight.
  @Test func externalForce() {
    let tree = TreeBench([arm(-1, at: 0, mass: 1, com: 0.5, inertia: 0)])
    let push = ExternalForce(body: 0, force_B: Vector3(0, 0, 10), moment_B: Vector3(0, -1, 0))
    let lever = ExternalForce(body: 0, force_B: Vector3(0, 0, 0), moment_B: Vector3(0, -5, 0))
    let held = 9.81 * 0.5 - 1 - 5
    #expect(distance(tree.inverse([0], [0], [0], [push, lever]), [held]) < 1e-12)
    #expect(distance(tree.forward([0], [0], [held], [push, lever]), [0]) < 1e-12)
  }

  /// A free body of 2 kg, turned by a quarter about z: weight along its axes, and Euler's equation
  /// T = I w' + w x I w with I = (1, 2, 3), w = (1, 2, 3): w x I w = (6, -6, 2).
  @Test func freeBody() {
    let body = Body(
      parent: -1, coordinate: -1, motion: .fixed, p_PB: .zero, R_PB: .identity(), axis_B: .zero,
      mass: 2, com_B: .zero, inertia_B: (Vector3(1, 2, 3), .zero))
    let tree = TreeBench([body], gravity: Vector3(0, -9.81, 0), base: .floating)
    let half = 0.5.squareRoot()
    let q = [5, 6, 7, 0, 0, half, half]
    #expect(distance(tree.gravity(q), [19.62, 0, 0, 0, 0, 0]) < 1e-12)
    let v = [0.0, 0, 4, 1, 2, 3]
    // w x v = (8, -4, 0): the derivative along turning axes leaves it to the force.
    let efforts = [19.62 + 16, -8, 0, 6, -6, 2]
    #expect(distance(tree.inverse(q, v, [0, 0, 0, 0, 0, 0]), efforts) < 1e-12)
    #expect(distance(tree.forward(q, v, efforts), [0, 0, 0, 0, 0, 0]) < 1e-12)
    let pose = tree.pose(0, q)
    #expect(pose.p_WF == Vector3(5, 6, 7))
    #expect(distance([pose.R_WF.x.x, pose.R_WF.x.y, pose.R_WF.z.z], [0, 1, 1]) < 1e-12)
  }
}
