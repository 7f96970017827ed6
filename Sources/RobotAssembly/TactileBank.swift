public import RobotDrivers
internal import RobotRuntime
internal import RobotUnits

/// What a cycle publishes of one skin, beside its numbers.
public struct TactileSample: BitwiseCopyable, Sendable {
  /// The taxels whose last reading is worth something.
  public var health = ChannelMask()
  /// The taxels that have a baseline.
  public var tared = ChannelMask()
  /// The taxels that are touched.
  public var touched = ChannelMask()
  /// The taxels whose baseline is being taken.
  public var taring = ChannelMask()

  @_noAllocation @_noLocks
  init() {}
}

/// The robot's skins: a frame for each, fed by the sensors. Real-time: `init` no, the rest yes.
struct TactileBank: ~Copyable {
  /// The good readings that make a baseline.
  static var tareFrames: Int { @_noAllocation @_noLocks get { 16 } }

  private struct Skin: ~Copyable {
    var frame: TactileFrame
    let sensor: Int
    let firstChannel: Int
    let source: TactileSource
    /// Of a pad: where its taxels are, what they felt last, and whether that counted, read in the cycle before
    /// `stamp`. Of another sensor there are none.
    let pad: PadTaxels
    let forces: FixedArray<Double>
    var stamp: UInt64
    var isWell: Bool
  }

  let count: Int
  private let skins: UnsafeMutablePointer<Skin>

  init(_ descriptions: [SkinDescription], _ sensors: [SensorBinding]) {
    count = descriptions.count
    skins = .allocate(capacity: max(count, 1))
    for (index, description) in descriptions.enumerated() {
      let layout = description.layout
      var frame = TactileFrame(
        taxels: layout.taxels, components: layout.components, unit: description.unit,
        tracking: description.tracking)
      if description.isTaredAtStart { frame.tare(frames: TactileBank.tareFrames) }
      let pad = description.pad ?? PadTaxels(bus: 0, replyOffset: 0, count: 0)
      (skins + index).initialize(
        to: Skin(
          frame: frame, sensor: description.sensor,
          firstChannel: sensors[description.sensor].channels.first,
          source: TactileSource(count: layout.taxels, healthIsByTaxel: pad.count > 0), pad: pad,
          forces: FixedArray(repeating: 0, count: 3 * pad.count), stamp: 0, isWell: false))
    }
  }

  deinit {
    skins.deinitialize(count: count)
    skins.deallocate()
  }

  /// Takes what the sensors, and the lines of pads, have after cycle `index`, whose grid point is `now`.
  @_noAllocation @_noLocks
  func update(
    _ sensors: borrowing SensorBank, _ links: borrowing BusLinks, index: UInt64,
    at now: MonotonicInstant, period: Int64
  ) {
    for number in 0..<count {
      let sample = sensors.samples[skins[number].sensor]
      guard sample.stamp > 0 else { continue }
      let age = Int64(truncatingIfNeeded: index &+ 1 &- sample.stamp) &* period
      let instant = MonotonicInstant(nanoseconds: now.nanoseconds &- age)
      if skins[number].pad.count > 0 {
        updatePad(number, sensors, links, sampled: instant)
      } else {
        skins[number].frame.update(
          sensors.values, from: skins[number].firstChannel, health: sample.health,
          source: skins[number].source, sampled: instant)
      }
    }
  }

  /// Takes the taxels of a pad when its sensor has a new frame, or has become well or not.
  @_noAllocation @_noLocks
  private func updatePad(
    _ number: Int, _ sensors: borrowing SensorBank, _ links: borrowing BusLinks,
    sampled instant: MonotonicInstant
  ) {
    let sensor = skins[number].sensor
    let stamp = sensors.samples[sensor].stamp
    let isWell = sensors.samples[sensor].health.contains(0)
    let isNew = stamp != skins[number].stamp
    guard isNew || isWell != skins[number].isWell else { return }
    skins[number].stamp = stamp
    skins[number].isWell = isWell
    let pad = skins[number].pad
    if isNew {
      let replies = links.replies(pad.bus)
      let isClipped = PaXini.Decoder.decodeTaxels(
        replies.pointee.bytes, from: pad.replyOffset, count: pad.count,
        into: skins[number].forces)
      if isClipped { sensors.addFlags(.clipped, to: sensor) }
    }
    var health = ChannelMask()
    health.set(0, count: pad.count, isWell)
    skins[number].frame.update(
      skins[number].forces, health: health, source: skins[number].source, sampled: instant)
  }

  /// Takes the baseline of skin `number` anew.
  @_noAllocation @_noLocks
  func tare(_ number: Int) {
    guard number >= 0, number < count else { return }
    skins[number].frame.tare(frames: TactileBank.tareFrames)
  }

  /// Writes all frames to `snapshot`.
  @_noAllocation @_noLocks
  func publish(into snapshot: borrowing RobotSnapshot) {
    var place = 0
    for number in 0..<count {
      snapshot.tactile[number].health = skins[number].frame.health
      snapshot.tactile[number].tared = skins[number].frame.tared
      snapshot.tactile[number].touched = skins[number].frame.touched
      snapshot.tactile[number].taring = skins[number].frame.taring
      for component in 0..<skins[number].frame.values.count {
        snapshot.taxelValues[place] = skins[number].frame.values[component]
        snapshot.taxelBaselines[place] = skins[number].frame.baseline[component]
        snapshot.taxelDrifts[place] = skins[number].frame.drift[component]
        place += 1
      }
    }
  }
}
