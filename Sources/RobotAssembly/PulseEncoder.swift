internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits

/// The incremental encoder of a joint: counts the edges of its lines, and knows whether it knows where the
/// joint stands. Real-time: yes.
struct PulseEncoder: BitwiseCopyable {
  let joint: Int
  var place: EncoderPlace
  /// The index tells where the joint stands; else it stood at 0 when the daemon started.
  let usesIndex: Bool
  private var decoder: Quadrature.Decoder
  private let countsPerTurn: Int64
  /// Whether count 0 is the encoder's zero; else it is where the encoder was at the start.
  private(set) var isReferenced: Bool

  /// An encoder that begins with `levels` of its lines, after the edge with the number `last`.
  init(
    _ description: QuadratureDescription, joint: Int, _ place: EncoderPlace,
    _ configuration: Quadrature.Configuration, levels: UInt64, after last: UInt32
  ) {
    self.joint = joint
    self.place = place
    usesIndex = !description.isZeroAtStart
    isReferenced = description.isZeroAtStart
    countsPerTurn = Int64(description.countsPerTurn)
    decoder = Quadrature.Decoder(configuration, levels: levels, after: last)
  }

  /// Whether it has lost edges, and no index has shown since then where it stands.
  @_noAllocation @_noLocks
  func isLost() -> Bool { decoder.isPositionLost }

  /// Takes the next edge.
  @_noAllocation @_noLocks
  mutating func take(_ edge: LineEdge) {
    let wasLost = decoder.isPositionLost
    let passes = decoder.indexPasses
    decoder.take(edge)
    if decoder.isPositionLost, !wasLost {
      isReferenced = false
    } else if usesIndex, !isReferenced, decoder.indexPasses != passes {
      reference()
    }
  }

  /// The index was passed just now: it is the encoder's zero.
  @_noAllocation @_noLocks
  private mutating func reference() {
    // The last pass that is kept may be whole turns away.
    var beyond = (decoder.count - decoder.indexCount) % countsPerTurn
    if 2 * abs(beyond) > countsPerTurn { beyond -= beyond > 0 ? countsPerTurn : -countsPerTurn }
    decoder.reference(count: beyond)
    isReferenced = true
  }

  /// Where the joint stands; before the index was seen, as if the encoder had started at its zero.
  @_noAllocation @_noLocks
  func measurement() -> JointMeasurement {
    if decoder.isPositionLost { return JointMeasurement(position: 0, quality: .invalid) }
    return JointMeasurement(
      position: place.position(encoderRadians: decoder.radians), quality: .fresh)
  }
}
