extension RobotResolver {
  /// What lies between the gear's shaft and the joint; `nil` where there is an error about it.
  func transmission(
    _ joint: Record, _ kind: JointDescription.Kind
  ) -> TransmissionDescription? {
    guard let entry = joint.entry("transmission") else {
      return kind == .revolute ? .direct : nil
    }
    guard case .record(let record) = entry.value?.value else { return nil }
    if let ratio = record.number("ratio") { return .ratio(ratio) }
    if let screw = record.record("screw"), let lead = screw.number("lead") {
      return .screw(lead: lead, efficiency: screw.number("efficiency") ?? 1)
    }
    guard let linkage = record.record("four_bar"), let ground = linkage.number("ground"),
      let crank = linkage.number("crank"), let coupler = linkage.number("coupler"),
      let rocker = linkage.number("rocker"), let crankZero = linkage.number("crank_zero"),
      let assembly = linkage.text("assembly").flatMap(FourBarDescription.Assembly.init(rawValue:))
    else { return nil }
    return .fourBar(
      FourBarDescription(
        ground: ground, crank: crank, coupler: coupler, rocker: rocker, assembly: assembly,
        crankZero: crankZero))
  }

  /// What an encoder measures, and how fast it turns with that.
  mutating func encoderScale(
    _ encoder: Record, _ kind: JointDescription.Kind
  ) -> (side: EncoderDescription.Side, ratio: Double)? {
    let side = EncoderDescription.Side(rawValue: encoder.text("side") ?? "joint") ?? .joint
    guard kind == .prismatic else { return (side, encoder.number("ratio") ?? 1) }
    // A turning encoder on a sliding joint needs the way of a turn; on the shaft that is the screw's.
    let (needed, wrong) = side == .joint ? ("travel", "ratio") : ("ratio", "travel")
    if encoder.has(wrong) {
      complaints.add(
        encoder.position(of: wrong), encoder.path(wrong),
        "does not go with side: \(side.rawValue)",
        hint: side == .joint
          ? "say with travel how far the joint moves in one encoder revolution"
          : "say with ratio how often the encoder turns with the shaft")
    }
    if side == .actuator { return (side, encoder.number("ratio") ?? 1) }
    guard let travel = encoder.number(needed) else {
      if !encoder.has(needed) {
        complaints.add(
          encoder.position, encoder.path(needed),
          "missing: how far the joint moves in one encoder revolution",
          hint: "add `travel: 40 mm`, or `side: actuator` for an encoder on the gear's shaft")
      }
      return nil
    }
    return (side, 2 * .pi / travel)
  }
}

extension TransmissionDescription {
  /// Shaft radians per radian or metre of the joint, where that does not change.
  var constantRate: Double? {
    switch self {
    case .direct: 1
    case .ratio(let ratio): ratio
    case .screw(let lead, _): 2 * .pi / lead
    case .fourBar: nil
    }
  }
}
