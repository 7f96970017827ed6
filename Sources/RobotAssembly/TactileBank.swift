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
      (skins + index).initialize(
        to: Skin(
          frame: frame, sensor: description.sensor,
          firstChannel: sensors[description.sensor].channels.first,
          source: TactileSource(count: layout.taxels)))
    }
  }

  deinit {
    skins.deinitialize(count: count)
    skins.deallocate()
  }

  /// Takes what the sensors have after cycle `index`, whose grid point is `now`.
  @_noAllocation @_noLocks
  func update(
    _ sensors: borrowing SensorBank, index: UInt64, at now: MonotonicInstant, period: Int64
  ) {
    for number in 0..<count {
      let sample = sensors.samples[skins[number].sensor]
      guard sample.stamp > 0 else { continue }
      let age = Int64(truncatingIfNeeded: index &+ 1 &- sample.stamp) &* period
      skins[number].frame.update(
        sensors.values, from: skins[number].firstChannel, health: sample.health,
        source: skins[number].source,
        sampled: MonotonicInstant(nanoseconds: now.nanoseconds &- age))
    }
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
