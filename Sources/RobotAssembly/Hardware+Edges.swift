internal import LinuxHAL
internal import RobotConfiguration
internal import RobotHAL

extension Hardware {
  /// Requests the lines of every incremental encoder of `robot` from the kernel.
  static func edges(
    of robot: RobotDescription, _ gpio: LinuxGPIO, chip: String?
  ) throws(LinuxDeviceError) -> [any EdgeInput] {
    var inputs: [any EdgeInput] = []
    for joint in robot.joints {
      guard let quadrature = joint.encoder.quadrature else { continue }
      var places: [LinuxGPIOLine] = []
      for line in quadrature.lines {
        places.append(try gpio.line(.name(robot.lines[line].boardLine, chip: chip)))
      }
      if let other = places.first(where: { $0.chipPath != places[0].chipPath }) {
        throw LinuxDeviceError(
          .failed, device: "encoder of \(joint.name)",
          problem: "\(places[0].name) and \(other.name) are lines of different chips",
          remedy: "Wire all lines of an encoder to one chip: the kernel numbers the edges of one",
          errno: 0)
      }
      inputs.append(
        try LinuxEdgeInput(
          chipPath: places[0].chipPath, offsets: places.map(\.offset),
          bias: robot.lines[quadrature.a].bias))
    }
    return inputs
  }
}

extension LineDescription {
  /// The resistor of a line whose edges are counted.
  fileprivate var bias: LineBias {
    guard case .edges(let bias) = role else { return .asIs }
    return switch bias {
    case .pullUp: .pullUp
    case .pullDown: .pullDown
    case .none: .disabled
    }
  }
}
