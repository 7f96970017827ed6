internal import RobotConfiguration
internal import SimulatedHAL

extension ChipScene {
  /// The shaft that an encoder looks at: that of the joint which names it, else one that stands at 0.
  var shaft: any ShaftAngleSource {
    guard let joint = robot.joints.firstIndex(where: { $0.encoder.device == device }) else {
      return FixedShaft(radians: 0)
    }
    let encoder = robot.joints[joint].encoder
    return PlantShaft(
      plant: plant, joint: joint, side: encoder.side == .joint ? .joint : .actuator,
      scale: encoder.direction * encoder.ratio, zero: encoder.zero)
  }
}
