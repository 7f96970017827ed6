internal import RobotUnits

extension CoupledTransmission {
  /// A joint that follows one actuator: `joint = multiplier actuator + offset`, as URDF's `mimic` says it.
  public struct Mimic: Hashable, Sendable {
    /// Which actuator, from 0.
    public var actuator: Int
    /// Joint radians per actuator radian.
    public var multiplier: Double
    /// The joint's position when the actuator stands at 0 [rad].
    public var offset: Double

    /// A joint that follows `actuator`.
    public init(actuator: Int, multiplier: Double, offset: Double = 0) {
      self.actuator = actuator
      self.multiplier = multiplier
      self.offset = offset
    }
  }

  /// Joints that each follow one of `actuatorCount` actuators. Real-time: no.
  public init(mimics: [Mimic], actuatorCount: Int) throws(TransmissionError) {
    var coupling: [[Double]] = []
    for mimic in mimics {
      guard (0..<actuatorCount).contains(mimic.actuator) else { throw .couplingShape }
      var row = [Double](repeating: 0, count: actuatorCount)
      row[mimic.actuator] = mimic.multiplier
      coupling.append(row)
    }
    try self.init(coupling: coupling, offsets: mimics.map(\.offset))
  }

  /// Joints behind the coupling matrix `coupling`, a row per joint and a column per actuator, at
  /// `offsets` when all actuators stand at 0. The columns must be independent. Real-time: no.
  public init(coupling: [[Double]], offsets: [Double]) throws(TransmissionError) {
    guard coupling.count == offsets.count else { throw .couplingShape }
    guard offsets.allSatisfy(\.isFinite) else { throw .notFinite }
    let inverse = try Self.inverseTransposed(of: coupling)
    self.init(
      checked: FixedArray(Array(coupling.joined())),
      inverse: FixedArray(Array(inverse.joined())),
      offsets: FixedArray(offsets), actuatorCount: coupling[0].count)
  }

  /// The pseudo-inverse of `coupling`, of a square matrix the inverse: a row per actuator, a column per
  /// joint. Real-time: no.
  public static func inverse(of coupling: [[Double]]) throws(TransmissionError) -> [[Double]] {
    let transposed = try inverseTransposed(of: coupling)
    return coupling[0].indices.map { actuator in transposed.map { $0[actuator] } }
  }

  private static func inverseTransposed(
    of coupling: [[Double]]
  ) throws(TransmissionError) -> [[Double]] {
    let columns = coupling.first?.count ?? 0
    guard columns > 0, coupling.allSatisfy({ $0.count == columns }) else { throw .couplingShape }
    guard coupling.joined().allSatisfy(\.isFinite) else { throw .notFinite }
    guard columns <= coupling.count else {
      throw .moreActuatorsThanJoints(actuators: columns, joints: coupling.count)
    }
    let columnsAndTriangle = OrthogonalColumns(coupling, columns: columns)
    if let actuator = columnsAndTriangle.firstDependent {
      throw .actuatorNotIndependent(actuator)
    }
    return columnsAndTriangle.inverseTransposed()
  }
}
