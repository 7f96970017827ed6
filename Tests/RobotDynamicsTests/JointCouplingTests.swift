import RobotDynamics
import RobotUnits
import Testing

@Suite struct JointCouplingTests {
  /// A finger of three joints on two motors: q1 = a, q2 = 0.5 a + 2 b + 0.1, q3 = -b, q4 stands at 0.7.
  private let entries = [
    JointCoupling.Entry(joint: 0, coordinate: 0, factor: 1),
    JointCoupling.Entry(joint: 1, coordinate: 0, factor: 0.5),
    JointCoupling.Entry(joint: 1, coordinate: 1, factor: 2),
    JointCoupling.Entry(joint: 2, coordinate: 1, factor: -1),
  ]

  private func numbers(_ array: borrowing FixedArray<Double>) -> [Double] {
    (0..<array.count).map { array[$0] }
  }

  @Test func mapsThereAndBack() {
    let coupling = JointCoupling(
      coordinateCount: 2, entries: FixedArray(entries), offsets: FixedArray([0, 0.1, 0, 0.7]))
    #expect(coupling.jointCount == 4)
    let joints = FixedArray(repeating: Double.nan, count: 4)
    coupling.positions(FixedArray([2, 3]), into: joints)
    #expect(numbers(joints) == [2, 7.1, -3, 0.7])
    coupling.rates(FixedArray([2, 3]), into: joints)
    #expect(numbers(joints) == [2, 7, -3, 0])
    let coordinates = FixedArray(repeating: Double.nan, count: 2)
    coupling.efforts(FixedArray([1, 10, 100, 1000]), into: coordinates)
    #expect(numbers(coordinates) == [6, -80])
  }

  /// M = diag(1, 10, 100, 1000): [1 + 0.25 * 10, 0.5 * 2 * 10; 10, 4 * 10 + 100].
  @Test func mapsInertia() {
    let coupling = JointCoupling(
      coordinateCount: 2, entries: FixedArray(entries), offsets: FixedArray([0, 0.1, 0, 0.7]))
    var diagonal = [Double](repeating: 0, count: 16)
    for joint in 0..<4 { diagonal[5 * joint] = [1, 10, 100, 1000][joint] }
    let inertia = FixedArray(repeating: Double.nan, count: 4)
    coupling.inertia(FixedArray(diagonal), into: inertia)
    #expect(numbers(inertia) == [3.5, 10, 10, 140])
  }
}
