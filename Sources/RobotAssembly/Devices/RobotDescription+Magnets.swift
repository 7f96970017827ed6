internal import RobotConfiguration
internal import SimulatedHAL

extension RobotDescription {
  /// The magnet that an encoder looks at: on the shaft of the joint which names it, else on one that stands at 0.
  func magnet(before device: Int, _ plant: SimulatedPlant) -> ShaftMagnet {
    for (index, joint) in joints.enumerated() {
      let encoders = [joint.encoder, joint.redundantEncoder?.encoder].compactMap(\.self)
      guard let encoder = encoders.first(where: { $0.device == device }) else { continue }
      return ShaftMagnet(
        on: PlantShaft(
          plant: plant, joint: index, side: encoder.side == .joint ? .joint : .actuator,
          scale: encoder.direction * encoder.ratio, zero: encoder.zero))
    }
    return ShaftMagnet(on: FixedShaft(radians: 0))
  }
}
