public import RobotUnits

extension RatioTransmission {
  /// Gears or belts with this ratio, not 0, and the joint at `offset` rad when the actuator stands
  /// at 0. Real-time: no.
  public init(ratio: Double, offset: Double = 0) throws(TransmissionError) {
    guard ratio != 0, ratio.isFinite else { throw .ratioOutOfRange(ratio) }
    guard offset.isFinite else { throw .notFinite }
    self.init(checked: ratio, offset: offset)
  }
}

extension ScrewTransmission {
  /// A screw with this lead [m per revolution], not 0, the joint at `offset` m when the screw stands
  /// at 0, and this efficiency, above 0 and at most 1. Real-time: no.
  public init(
    lead: Double, offset: Double = 0, efficiency: Double
  ) throws(TransmissionError) {
    guard lead != 0, lead.isFinite else { throw .leadOutOfRange(lead) }
    guard offset.isFinite else { throw .notFinite }
    guard efficiency > 0, efficiency <= 1 else { throw .efficiencyOutOfRange(efficiency) }
    self.init(checked: lead, offset: offset, efficiency: efficiency)
  }
}

extension DifferentialTransmission {
  /// A differential with these ratios, none of them 0, and these joint positions when both actuators
  /// stand at 0 [rad]. Real-time: no.
  public init(
    actuatorRatios: Pair, jointRatios: Pair, offsets: Pair = .zero
  ) throws(TransmissionError) {
    for ratio in [actuatorRatios.x, actuatorRatios.y, jointRatios.x, jointRatios.y]
    where ratio == 0 || !ratio.isFinite {
      throw .ratioOutOfRange(ratio)
    }
    guard offsets.x.isFinite, offsets.y.isFinite else { throw .notFinite }
    self.init(checked: actuatorRatios, jointRatios: jointRatios, offsets: offsets)
  }
}
