internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Where the taxels of a pad lie in the replies of its line: too many for a `Reply`, and for channels.
struct PadTaxels: BitwiseCopyable {
  /// The line's number among all buses.
  var bus: Int
  /// Where their bytes begin among the line's reply bytes.
  var replyOffset: Int
  var count: Int
}

extension Bindings {
  /// The pads as sensors, and their taxels as skins. `streams` has the plan of every serial line with pads.
  mutating func addPads(_ robot: RobotDescription, _ streams: [StreamPlan?]) {
    for (line, stream) in streams.enumerated() {
      for (index, entry) in (stream?.entries ?? []).enumerated() {
        add(robot, entry, index, bus: robot.buses.count + line, turn: stream?.turn ?? 1)
      }
    }
  }

  private mutating func add(
    _ robot: RobotDescription, _ entry: StreamPlan.Entry, _ index: Int, bus: Int, turn: UInt64
  ) {
    let pad = robot.pads[entry.device - robot.devices.count]
    if let tactile = pad.tactile, let taxels = pad.taxels {
      skins.append(
        SkinDescription(
          sensor: sensors.sensors.count, layout: TactileLayout(taxels: taxels, components: 3),
          unit: .newton, tracking: TactileTracking(tactile),
          isTaredAtStart: tactile.tare == .atStart,
          pad: PadTaxels(
            bus: bus, replyOffset: entry.replyOffset + PaXini.Decoder.resultantCount,
            count: taxels)))
    }
    sensors.add(
      entry.device, bus: bus, .paxini(PaXini.Decoder()), PaXini.channels, turn: UInt32(turn),
      SensorBinding.Reading(
        entry: index, replyOffset: entry.replyOffset, replyCount: PaXini.Decoder.resultantCount,
        number: 0, beginsTurn: true))
  }
}
