internal import RobotConfiguration
internal import RobotControl
internal import RobotCore

extension RobotModelBuilder {
  /// The most that a shaft may turn per joint radian, as with a ratio.
  private static let mostRatio = 1000.0

  /// Couples the joints that share actuators, after all were added.
  mutating func couple() {
    for coupling in robot.couplings {
      do throws(TransmissionError) {
        add(coupling, inverse: try CoupledTransmission.inverse(of: coupling.matrix))
      } catch {
        errors.append(singular(coupling, error))
      }
    }
  }

  /// Whether the encoder of joint `index` sits on a shaft that moves several joints.
  func isMeasuredThroughCoupling(_ index: Int) -> Bool {
    robot.joints[index].encoder.side == .actuator
      && robot.couplings.contains { $0.joints.contains(index) }
  }

  private mutating func add(_ coupling: CouplingDescription, inverse: [[Double]]) {
    let most = inverse.joined().map(abs).max() ?? 0
    guard most <= RobotModelBuilder.mostRatio else {
      errors.append(
        error(
          coupling, "a shaft turns \(most) rad per joint radian: the matrix is nearly singular",
          allowed: "at most \(RobotModelBuilder.mostRatio)"))
      return
    }
    let described = coupling.joints.map { robot.joints[$0] }
    let isMeasuredAtShafts = described.allSatisfy { $0.encoder.side == .actuator }
    let drives = described.map { Drive($0.actuator, .ratio(.direct())) }
    for (column, index) in coupling.joints.enumerated() {
      // What the rotors weigh for one joint alone; what they make of it for the others is not fed forward.
      joints[index].armature = drives.indices.reduce(0) { sum, shaft in
        sum + drives[shaft].armature * inverse[shaft][column] * inverse[shaft][column]
      }
      joints[index].motor.supply = .infinity
    }
    couplings.append(
      CouplingConfiguration(
        joints: coupling.joints, matrix: coupling.matrix, inverse: inverse,
        motors: drives.map(\.motor), directions: described.map(\.actuator.direction),
        effortLimits: coupling.efforts
          ?? [Double](repeating: .infinity, count: coupling.joints.count),
        isMeasuredAtShafts: isMeasuredAtShafts))
    if isMeasuredAtShafts { checkShaftEncoders(coupling) }
    checkMotors(coupling)
  }

  /// A single-turn encoder on a shaft must not come round while its joints go through their ranges.
  private mutating func checkShaftEncoders(_ coupling: CouplingDescription) {
    guard let configuration = couplings.last else { return }
    for (shaft, index) in coupling.joints.enumerated() {
      let joint = robot.joints[index]
      let range = configuration.range(ofShaft: shaft, joints)
      guard !joint.encoder.countsTurns,
        range.upperBound - range.lowerBound >= 2 * Double.pi / joint.encoder.ratio
      else { continue }
      errors.append(
        error(
          joint, joint.encoder.position, "encoder",
          "the encoder comes round once while the joints of \"\(coupling.name)\" go through their "
            + "ranges, so a position would be ambiguous",
          allowed: "a range below one turn of the encoder",
          hint: "put the encoders on the joints (side: joint), or gear them down (ratio below 1)"))
    }
  }

  /// Limits ten times what all motors together can do are slips of a unit.
  private mutating func checkMotors(_ coupling: CouplingDescription) {
    guard let configuration = couplings.last else { return }
    for (row, index) in coupling.joints.enumerated() {
      var (stall, speed) = (0.0, 0.0)
      for (shaft, motor) in configuration.motors.enumerated() {
        stall += abs(configuration.inverse[shaft][row]) * motor.stallEffort() / motor.efficiency
        speed += abs(configuration.matrix[row][shaft]) * motor.supply / motor.backEMF
      }
      let joint = robot.joints[index]
      if let effort = joint.limits.effort, effort > 10 * stall {
        errors.append(
          error(
            joint, joint.limits.position, "limits.effort",
            "\(effort) N.m is over ten times the stall torque of the motors of "
              + "\"\(coupling.name)\" together, \(stall) N.m",
            hint: "check the units and the decimal points here, in motor and in the matrix"))
      }
      if let velocity = joint.limits.velocity, velocity > 10 * speed {
        errors.append(
          error(
            joint, joint.limits.position, "limits.velocity",
            "\(velocity) rad/s is over ten times the no-load speed of the motors of "
              + "\"\(coupling.name)\" together, \(speed) rad/s",
            hint: "check the units and the decimal points here, in motor and in the matrix"))
      }
    }
  }

  private func singular(
    _ coupling: CouplingDescription, _ cause: TransmissionError
  ) -> ConfigurationError {
    if case .actuatorNotIndependent(let column) = cause {
      return error(
        coupling,
        "the matrix is singular: column \(column) (the first is 0) is a sum of those before it, or 0",
        allowed: "columns of which none is a sum of others")
    }
    return error(coupling, cause.description, allowed: nil)
  }

  private func error(
    _ coupling: CouplingDescription, _ problem: String, allowed: String?
  ) -> ConfigurationError {
    robot.error(
      at: coupling.position, keyPath: "couplings.\(coupling.name).\(coupling.key)",
      problem: problem, allowed: allowed,
      hint: "the shafts must reach every motion of the joints: correct the signs and numbers")
  }
}

extension CouplingConfiguration {
  /// How far a shaft turns while its joints go through their ranges.
  func range(ofShaft shaft: Int, _ all: [JointConfiguration]) -> ClosedRange<Double> {
    var (lower, upper) = (0.0, 0.0)
    for (column, joint) in joints.enumerated() {
      let ends = [all[joint].bounds.lower, all[joint].bounds.upper]
        .map { inverse[shaft][column] * $0 }
      lower += min(ends[0], ends[1])
      upper += max(ends[0], ends[1])
    }
    return lower...upper
  }
}
