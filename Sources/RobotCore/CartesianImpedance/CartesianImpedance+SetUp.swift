internal import RobotDynamics
internal import RobotUnits

/// Why a Cartesian impedance cannot work.
public enum CartesianImpedanceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A number is not finite, or below 0.
  case negative(field: String, value: Double)
  /// A number is not finite, or not above 0.
  case notPositive(field: String, value: Double)
  /// No axis is held.
  case nothingHeld
  /// There is no joint.
  case noJoints

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .negative(let field, let value):
      "\(field) is \(value); give a finite number of at least 0"
    case .notPositive(let field, let value):
      "\(field) is \(value); give a finite number above 0"
    case .nothingHeld: "all stiffnesses are 0; give one axis at least a stiffness"
    case .noJoints: "an arm without joints; give settings for each joint"
    }
  }
}

extension CartesianImpedance {
  /// The law for an arm with a joint for each of `joints`, in the order of the tree's velocities.
  /// Real-time: no.
  public init(
    _ configuration: Configuration, joints: [JointSettings]
  ) throws(CartesianImpedanceError) {
    try configuration.validate()
    guard !joints.isEmpty else { throw .noJoints }
    for (index, joint) in joints.enumerated() { try joint.validate(index) }
    self.init(checked: configuration, joints: FixedArray(joints))
  }

  fileprivate static func require(
    _ isRight: Bool, _ error: CartesianImpedanceError
  ) throws(CartesianImpedanceError) {
    guard isRight else { throw error }
  }
}

extension CartesianImpedance.Configuration {
  /// Throws unless the law is well defined. Real-time: no.
  public func validate() throws(CartesianImpedanceError) {
    for (field, vector) in [
      ("translationStiffness", translationStiffness), ("rotationStiffness", rotationStiffness),
      ("translationDamping", translationDamping), ("rotationDamping", rotationDamping),
    ] {
      for value in [vector.x, vector.y, vector.z] {
        try CartesianImpedance.require(
          value >= 0 && value.isFinite, .negative(field: field, value: value))
      }
    }
    for (field, value) in [
      ("forceLimit", forceLimit), ("momentLimit", momentLimit),
      ("leastFrequency", leastFrequency),
    ] {
      try CartesianImpedance.require(
        value > 0 && value.isFinite, .notPositive(field: field, value: value))
    }
    try CartesianImpedance.require(
      translationStiffness != .zero || rotationStiffness != .zero, .nothingHeld)
  }
}

extension CartesianImpedance.JointSettings {
  fileprivate func validate(_ index: Int) throws(CartesianImpedanceError) {
    for (field, value) in [
      ("postureStiffness", postureStiffness), ("postureDamping", postureDamping),
    ] {
      try CartesianImpedance.require(
        value >= 0 && value.isFinite,
        .negative(field: "joints[\(index)].\(field)", value: value))
    }
    try CartesianImpedance.require(
      effortLimit > 0 && effortLimit.isFinite,
      .notPositive(field: "joints[\(index)].effortLimit", value: effortLimit))
  }
}
