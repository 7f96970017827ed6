import RobotAssembly
import RobotConfiguration
import RobotWire

/// What only the tool needs to know of a joint's units.
extension JointUnitNames {
  /// The names for a joint that moves so.
  init(_ kind: JointKind) {
    switch kind {
    case .revolute: self.init(JointDescription.Kind.revolute)
    case .prismatic: self.init(JointDescription.Kind.prismatic)
    }
  }

  /// Of thousandths of positions: mrad or mm.
  var thousandth: String { "m\(position)" }
  /// Of stiffnesses: N.m/rad or N/m.
  var stiffness: String { "\(effort)/\(position)" }

  /// What pushes, in Chinese: a torque or a force.
  var chinesePush: String { kind == .revolute ? "推力矩" : "推力" }

  // The suffixes of JSON keys: `rad`, `nm` and `nm_rad`, or `m`, `n` and `n_m`.
  var positionKey: String { position }
  var effortKey: String { kind == .revolute ? "nm" : "n" }
  var stiffnessKey: String { "\(effortKey)_\(positionKey)" }

  // What a person may type.
  var positionDimension: Dimension { kind == .revolute ? .angle : .length }
  var velocityDimension: Dimension { kind == .revolute ? .angularVelocity : .velocity }
  var effortDimension: Dimension { kind == .revolute ? .torque : .force }

  /// How fast a jog is that nobody gave a speed.
  var jogSpeed: String { kind == .revolute ? "0.2 rad/s" : "10 mm/s" }
  /// A speed for whoever gave none that is one.
  var jogSpeedExample: String { kind == .revolute ? "20deg/s" : "20mm/s" }
  /// A reference so near its goal is there [rad or m].
  var jogTolerance: Double { kind == .revolute ? 1e-4 : 1e-5 }
}

extension [JointUnitNames] {
  /// The heading of a column that has a value of each of these joints: `rad`, and `rad|m` where not all
  /// are in the same unit.
  func heading(_ name: (JointUnitNames) -> String) -> String {
    JointDescription.Kind.allCases.map { JointUnitNames($0) }.filter(contains).map(name)
      .joined(separator: "|")
  }
}
