internal import RobotConfiguration
internal import SimulatedHAL

extension SimulatedWorld {
  /// The incremental encoders of `robot`, moved by the shafts of `plant`.
  static func edges(
    _ robot: RobotDescription, _ plant: SimulatedPlant, _ clock: SimulationClock
  ) -> [String: SimulatedEdgeInput] {
    var inputs: [String: SimulatedEdgeInput] = [:]
    for (joint, description) in robot.joints.enumerated() {
      let encoder = description.encoder
      guard let quadrature = encoder.quadrature else { continue }
      let shaft = PlantShaft(
        plant: plant, joint: joint, side: encoder.side == .joint ? .joint : .actuator,
        scale: encoder.direction * encoder.ratio, zero: encoder.zero)
      inputs[description.name] = QuadratureShaft(
        on: shaft, linesPerTurn: quadrature.countsPerTurn / 4, hasIndex: quadrature.index != nil,
        clock: clock
      ).makeInput()
    }
    return inputs
  }
}
